import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from './library.js';

const sql = `
  create table author (id serial primary key, name text unique not null, about jsonb, born date);
  create table article (
    id serial primary key, title text not null, rating numeric, views bigint not null default 0,
    is_published boolean not null default false, tags text[], author_id int references author(id)
  );
  insert into author (name, about, born) values
    ('Ada', '{"city": {"name": "London"}, "langs": ["en"]}', '1815-12-10'), ('Bob', null, null), ('Cy', '{}', '1990-01-01');
  insert into article (title, rating, views, is_published, tags, author_id) values
    ('One', 1.10, 9007199254740993, true, '{a,b}', 1), ('Two', null, 2, false, '{}', 1), ('Three', 3, 3, true, null, 2);
  create function search_article(term text, min_views bigint default 0) returns setof article language sql stable as
    $$ select * from article where title ilike '%' || term || '%' and views >= min_views $$;
  create function author_label(author_row author, prefix text default 'Dr ') returns text language sql stable as
    $$ select prefix || author_row.name $$;
  create function author_published(author_row author, hasura_session json) returns setof article language sql stable as
    $$ select * from article where author_id = author_row.id and is_published $$;
`;

const tables = [
  {
    table: { schema: 'public', name: 'author' },
    array_relationships: [
      { name: 'articles', using: { foreign_key_constraint_on: { table: 'article', column: 'author_id' } } },
    ],
    computed_fields: [
      { name: 'label', definition: { function: 'author_label' } },
      { name: 'published', definition: { function: 'author_published', session_argument: 'hasura_session' } },
    ],
    select_permissions: [
      { role: 'reader', permission: { columns: ['id', 'name'], filter: { name: { _neq: 'Cy' } } } },
    ],
  },
  {
    table: { schema: 'public', name: 'article' },
    object_relationships: [{ name: 'author', using: { foreign_key_constraint_on: 'author_id' } }],
    select_permissions: [
      {
        role: 'reader',
        permission: {
          columns: ['id', 'title', 'author_id'],
          filter: { is_published: { _eq: true } },
          limit: 1,
          allow_aggregations: true,
        },
      },
    ],
  },
];

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine(sql, tables, [{ function: { schema: 'public', name: 'search_article' } }]);
});
afterAll(() => engine?.database.close());

describe('queries', () => {
  it.each([
    ['{ author(where: {name: {_in: ["Ada", "Bob"]}}, order_by: {id: desc}) { id name __typename } }', {}],
    [
      'query ($n: [String!]) { author(where: {name: {_in: $n}}, order_by: {id: desc}) { id name __typename } }',
      { n: ['Ada', 'Bob'] },
    ],
    [
      'query ($a: String!, $o: [author_order_by!]) { author(where: {name: {_in: [$a, "Bob"]}}, order_by: $o) { id name __typename } }',
      { a: 'Ada', o: { id: 'desc' } },
    ],
    [
      'query ($w: author_bool_exp!) { author(where: $w, order_by: {id: desc}) { ...f } } fragment f on author { id name __typename }',
      { w: { _or: [{ id: { _eq: 1 } }, { name: { _like: 'B%' } }] } },
    ],
  ])('reads rows by %s', async (query, variables) => {
    const rows = [
      { id: 2, name: 'Bob', __typename: 'author' },
      { id: 1, name: 'Ada', __typename: 'author' },
    ];
    expect(await engine.ask(query, variables)).toEqual({ data: { author: rows } });
  });

  it('walks relationships in selections, conditions and orders', async () => {
    const query = `{
      article(where: {author: {name: {_eq: "Ada"}}}, order_by: [{author: {name: asc}}, {title: desc}]) { title author { name } }
      author(where: {articles_aggregate: {count: {predicate: {_gt: 1}}}}) { name articles(order_by: {id: asc}, limit: 1) { title } }
      most: author(order_by: {articles_aggregate: {count: desc}}, limit: 1) { name }
    }`;
    expect(await engine.ask(query)).toEqual({
      data: {
        article: [
          { title: 'Two', author: { name: 'Ada' } },
          { title: 'One', author: { name: 'Ada' } },
        ],
        author: [{ name: 'Ada', articles: [{ title: 'One' }] }],
        most: [{ name: 'Ada' }],
      },
    });
  });

  it("applies the role's filter wherever rows are reached, and its limit", async () => {
    const query = `{
      author(order_by: {id: asc}) { id articles { title } }
      article { title }
      hidden: author(where: {articles: {title: {_eq: "Two"}}}) { id }
      article_aggregate { aggregate { count } nodes { title } }
    }`;
    expect(await engine.ask(query, {}, { role: 'reader' })).toEqual({
      data: {
        author: [
          { id: 1, articles: [{ title: 'One' }] },
          { id: 2, articles: [{ title: 'Three' }] },
        ],
        article: [{ title: 'One' }],
        hidden: [],
        article_aggregate: { aggregate: { count: 2 }, nodes: [{ title: 'One' }] },
      },
    });
  });

  it('reads by key, aggregates, calls functions and computed fields', async () => {
    const query = `query ($id: Int!) {
      author_by_pk(id: $id) { label short: label(args: {prefix: ""}) published { title } about(path: "$.city.name") langs: about(path: "langs[0]") }
      article_aggregate(where: {rating: {_is_null: false}}) { aggregate { count(columns: [author_id], distinct: true) sum { rating } max { title } } }
      search_article(args: {term: "t", min_views: 3}) { title }
      search_article_aggregate(args: {term: "t"}) { aggregate { count } }
    }`;
    expect(await engine.ask(query, { id: 1 })).toEqual({
      data: {
        author_by_pk: {
          label: 'Dr Ada',
          short: 'Ada',
          published: [{ title: 'One' }],
          about: 'London',
          langs: 'en',
        },
        article_aggregate: { aggregate: { count: 2, sum: { rating: 4.1 }, max: { title: 'Three' } } },
        search_article: [{ title: 'Three' }],
        search_article_aggregate: { aggregate: { count: 2 } },
      },
    });
  });

  it('keeps every digit of numbers, written in GraphQL or in JSON', async () => {
    const found = { data: { article: [{ title: 'One' }] } };
    expect(await engine.ask('{ article(where: {views: {_eq: 9007199254740993}}) { title } }')).toEqual(found);
    const query = 'query ($v: bigint!) { article(where: {views: {_eq: $v}}) { title } }';
    expect(await engine.ask(query, '{"v": 9007199254740993}')).toEqual(found);
    expect(await engine.ask(query, { v: '9007199254740993' })).toEqual(found);
    expect(await engine.ask(query, '{"v": 9007199254740992}')).toEqual({ data: { article: [] } });
  });

  it('answers big numbers as text where that is asked for', async () => {
    const { ask } = engine.with({ stringifyNumericTypes: true });
    const query = '{ article(where: {id: {_eq: 1}}) { id views rating } }';
    expect(await ask(query)).toEqual({
      data: { article: [{ id: 1, views: '9007199254740993', rating: '1.10' }] },
    });
  });

  it('passes over comparisons with null where that is asked for', async () => {
    const { ask } = engine.with({ collapsesNulls: true });
    const query = `query ($id: Int, $ids: [Int!], $unset: Boolean) {
      author(where: {id: {_eq: $id, _in: $ids, _is_null: $unset}}, order_by: {id: asc}) { id }
    }`;
    expect(await ask(query, { id: null, ids: null, unset: null })).toMatchObject({
      data: { author: { length: 3 } },
    });
    expect(await ask(query, { id: null, ids: [2, 3] })).toEqual({ data: { author: [{ id: 2 }, { id: 3 }] } });
    expect(await ask(query, { id: 3, ids: null })).toEqual({ data: { author: [{ id: 3 }] } });
    expect(await ask('{ author(where: {_not: {id: {_eq: null}}}) { id } }')).toEqual({
      data: { author: [] },
    });
    expect(await engine.ask(query, { id: null })).toMatchObject({ code: 'validation-failed' });
  });

  it('takes limit and offset as numbers, offset as text too, null as absent', async () => {
    const query = 'query ($l: Int, $o: Int) { author(limit: $l, offset: $o, order_by: {id: asc}) { id } }';
    expect(await engine.ask(query, { l: 1, o: 1 })).toEqual({ data: { author: [{ id: 2 }] } });
    expect(await engine.ask(query, { l: 2, o: '2' })).toEqual({ data: { author: [{ id: 3 }] } });
    expect(await engine.ask(query, { l: null })).toMatchObject({ data: { author: { length: 3 } } });
    expect(
      await engine.ask('{ author(where: null, order_by: null, distinct_on: null, limit: null) { id } }'),
    ).toMatchObject({
      data: { author: { length: 3 } },
    });
  });

  it('compares jsonb and arrays', async () => {
    const query = `query ($c: jsonb, $t: [String!]) {
      a: author(where: {about: {_contains: $c}}) { id }
      b: author(where: {about: {_contains: {langs: ["en"]}}}) { id }
      c: author(where: {about: {_has_key: "langs"}}) { id }
      d: author(where: {about: {_has_keys_any: $t}}) { id }
      e: author(where: {about: {_cast: {String: {_like: "%London%"}}}}) { id }
      f: article(where: {tags: {_contains: ["a"]}}) { id }
      g: article(where: {tags: {_eq: []}}) { id }
    }`;
    const one = [{ id: 1 }];
    const variables = { c: { city: { name: 'London' } }, t: ['langs', 'x"\\'] };
    expect(await engine.ask(query, variables)).toEqual({
      data: { a: one, b: one, c: one, d: one, e: one, f: one, g: [{ id: 2 }] },
    });
  });

  it('merges fields, includes and skips', async () => {
    const query = `query Q($yes: Boolean!, $no: Boolean = false) @cached(ttl: 5) {
      author(limit: 1, order_by: {id: asc}) { id @skip(if: $yes) name }
      author(order_by: {id: asc}, limit: 1) { ... @include(if: $yes) { born } ...g @include(if: $no) }
    } fragment g on author { about }`;
    expect(await engine.ask(query, { yes: true })).toEqual({
      data: { author: [{ name: 'Ada', born: '1815-12-10' }] },
    });
  });
});
