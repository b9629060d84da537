import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from './library.js';

const sql = `
  create table author (id serial primary key, name text unique not null, owner text, info jsonb not null default '{}');
  create table article (
    id serial primary key, title text not null, views int not null default 0, tags text[], note text default 'none',
    author_id int not null references author(id)
  );
  create function add_author(name text) returns setof author language sql volatile as
    $$ insert into author (name) values (add_author.name) returning * $$;
`;

const own = { author: { owner: { _eq: 'X-Hasura-User-Id' } } };
const tables = [
  {
    table: { schema: 'public', name: 'author' },
    array_relationships: [
      { name: 'articles', using: { foreign_key_constraint_on: { table: 'article', column: 'author_id' } } },
    ],
    insert_permissions: [
      { role: 'user', permission: { columns: ['name'], check: {}, set: { owner: 'x-hasura-user-id' } } },
    ],
    select_permissions: [{ role: 'user', permission: { columns: ['id', 'name', 'owner'], filter: {} } }],
  },
  {
    table: { schema: 'public', name: 'article' },
    object_relationships: [{ name: 'author', using: { foreign_key_constraint_on: 'author_id' } }],
    insert_permissions: [{ role: 'user', permission: { columns: '*', check: own } }],
    select_permissions: [{ role: 'user', permission: { columns: '*', filter: {} } }],
    update_permissions: [
      {
        role: 'user',
        permission: {
          columns: ['title', 'views'],
          filter: own,
          check: { views: { _lt: 100 } },
          set: { note: 'x-hasura-user-id' },
        },
      },
    ],
    delete_permissions: [{ role: 'user', permission: { filter: own } }],
  },
];

let engine: TestEngine;
beforeAll(async () => {
  const functions = [
    { function: { schema: 'public', name: 'add_author' }, configuration: { exposed_as: 'mutation' } },
  ];
  engine = await openTestEngine(sql, tables, functions);
});
afterAll(() => engine?.database.close());

const user = (id: string) => ({ role: 'user', 'x-hasura-user-id': id }) as const;

describe('mutations', () => {
  it('inserts rows in both directions, presets included', async () => {
    const query = `mutation ($title: String!, $articles: [article_insert_input!]!) {
      insert_author_one(object: {name: "Ada", articles: {data: $articles}}) { owner articles(order_by: {id: asc}) { title note tags } }
      insert_article(objects: {title: $title, author: {data: {name: "Bob"}}}) { affected_rows returning { title author { name owner } } }
    }`;
    const articles = [
      { title: 'a', tags: ['x', 'y "z"'] },
      { title: 'b', note: null },
    ];
    expect(await engine.ask(query, { title: 'c', articles }, user('7'))).toEqual({
      data: {
        insert_author_one: {
          owner: '7',
          articles: [
            { title: 'a', note: 'none', tags: ['x', 'y "z"'] },
            { title: 'b', note: null, tags: null },
          ],
        },
        insert_article: {
          affected_rows: 2,
          returning: [{ title: 'c', author: { name: 'Bob', owner: '7' } }],
        },
      },
    });
  });

  it('keeps the same plan for other values of the same shape', async () => {
    const query =
      'mutation ($o: [author_insert_input!]!) { insert_author(objects: $o) { returning { name } } }';
    for (const name of ['Cy', 'Di']) {
      const answer = { data: { insert_author: { returning: [{ name }] } } };
      expect(await engine.ask(query, { o: [{ name }] })).toEqual(answer);
    }
    const two = await engine.ask(query, { o: [{ name: 'Ed' }, { name: 'Flo', owner: 'x' }] });
    expect(two).toEqual({ data: { insert_author: { returning: [{ name: 'Ed' }, { name: 'Flo' }] } } });
  });

  it('updates by where, by key, in operators and in many steps, only rows of the filter', async () => {
    const query = `mutation ($id: Int!) {
      a: update_article(where: {title: {_eq: "a"}}, _inc: {views: 5}) { affected_rows returning { views note } }
      b: update_article_by_pk(pk_columns: {id: $id}, _set: {title: "A"}, _inc: {views: 1}) { title views }
      c: update_article_many(updates: [
        {where: {title: {_eq: "b"}}, _set: {views: 2}}, {where: {}, _inc: {views: 1}}
      ]) { affected_rows }
      d: update_article(where: {}, _set: {}) { affected_rows }
    }`;
    expect(await engine.ask(query, { id: 1 }, user('7'))).toEqual({
      data: {
        a: { affected_rows: 1, returning: [{ views: 5, note: '7' }] },
        b: { title: 'A', views: 6 },
        c: [{ affected_rows: 1 }, { affected_rows: 3 }],
        d: { affected_rows: 3 },
      },
    });
    const stranger = 'mutation { update_article(where: {}, _inc: {views: 1}) { affected_rows } }';
    expect(await engine.ask(stranger, {}, user('8'))).toEqual({
      data: { update_article: { affected_rows: 0 } },
    });
  });

  it('upserts by the update permission', async () => {
    const query = `mutation ($title: String!) {
      insert_article_one(object: {id: 1, title: $title, author_id: 1}, on_conflict: {constraint: article_pkey, update_columns: title, where: {views: {_gt: 3}}}) { title note }
    }`;
    expect(await engine.ask(query, { title: 'AA' }, user('7'))).toEqual({
      data: { insert_article_one: { title: 'AA', note: '7' } },
    });
    expect(await engine.ask(query, { title: 'no' }, user('8'))).toEqual({
      data: { insert_article_one: null },
    });
  });

  it('updates json in every way', async () => {
    const query = `mutation ($more: jsonb) {
      a: update_author_by_pk(pk_columns: {id: 1}, _set: {info: {a: {b: [1, 2]}, c: 1}}) { info }
      b: update_author_by_pk(pk_columns: {id: 1}, _append: {info: $more}) { info }
      c: update_author_by_pk(pk_columns: {id: 1}, _delete_key: {info: "c"}) { info }
      d: update_author_by_pk(pk_columns: {id: 1}, _delete_at_path: {info: ["a", "b", "0"]}) { info }
    }`;
    expect(await engine.ask(query, { more: { d: null } })).toEqual({
      data: {
        a: { info: { a: { b: [1, 2] }, c: 1 } },
        b: { info: { a: { b: [1, 2] }, c: 1, d: null } },
        c: { info: { a: { b: [1, 2] }, d: null } },
        d: { info: { a: { b: [2] }, d: null } },
      },
    });
  });

  it('refuses rows that fail the check, and rolls everything back', async () => {
    const query = `mutation {
      insert_author_one(object: {name: "Gone"}) { id }
      update_article(where: {}, _set: {views: 100}) { affected_rows }
    }`;
    expect(await engine.ask(query, {}, user('7'))).toEqual({
      code: 'permission-error',
      path: '$',
      message: 'check constraint of an insert/update permission has failed',
    });
    expect(await engine.ask('{ author(where: {name: {_eq: "Gone"}}) { id } }')).toEqual({
      data: { author: [] },
    });
    const insert = 'mutation { insert_article_one(object: {title: "x", author_id: 1}) { id } }';
    expect(await engine.ask(insert, {}, user('8'))).toMatchObject({
      code: 'permission-error',
      path: '$.selectionSet.insert_article_one.args.object',
    });
    expect(
      await engine.ask('mutation { insert_author_one(object: {name: "x"}) { id } }', {}, { role: 'user' }),
    ).toEqual({
      code: 'not-found',
      path: '$',
      message: 'missing session variable: "x-hasura-user-id"',
    });
  });

  it('deletes by where and by key, and calls functions', async () => {
    const query = `mutation {
      add_author(args: {name: "New"}) { name }
      a: delete_article(where: {title: {_eq: "AA"}}) { affected_rows returning { title author { name } } }
      b: delete_article_by_pk(id: 2) { title }
      c: delete_article_by_pk(id: 99) { title }
    }`;
    expect(await engine.ask(query)).toEqual({
      data: {
        add_author: [{ name: 'New' }],
        a: { affected_rows: 1, returning: [{ title: 'AA', author: { name: 'Ada' } }] },
        b: { title: 'b' },
        c: null,
      },
    });
  });
});
