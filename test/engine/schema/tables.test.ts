import { describe, expect, it } from 'vitest';
import { argument, column, computedField, model, publicName, relationship, select, table } from './models.js';
import { sdl } from './sdl.js';

const article = table(
  'article',
  [
    column('id', 'int4!'),
    column('author_id', 'int4!'),
    column('title', 'text', { comment: 'what it is called' }),
    column('rank', 'numeric'),
    column('published', 'bool!'),
    column('meta', 'jsonb'),
    column('tags', 'text[]'),
    column('written', 'time'),
  ],
  { relationships: [relationship('object', 'author', 'author', { nullable: false })] },
);
const author = table('author', [column('id', 'int4!'), column('name', 'varchar')], {
  unique: { author_name_key: ['name'], 'not a name': ['name'] },
  relationships: [relationship('array', 'articles', 'article')],
});
const admin = sdl(model({ tables: [article, author] }), 'admin');

describe('a table', () => {
  it('is an object with its columns and relationships', () => {
    expect(admin.type('article')).toEqual([
      'author: author!',
      'author_id: Int!',
      'id: Int!',
      'meta(path: String): jsonb',
      'published: Boolean!',
      'rank: numeric',
      'tags: [String!]',
      'title: String',
      'written: time',
    ]);
    expect(admin.description('article')).toBe('columns and relationships of "article"');
    expect(admin.description('article', 'title')).toBe('what it is called');
    expect(admin.description('article', 'author')).toBe('An object relationship');
  });

  it('gives an array relationship the arguments of a list, and an aggregate', () => {
    const args =
      'distinct_on: [article_select_column!], limit: Int, offset: Int, order_by: [article_order_by!], where: article_bool_exp';
    expect(admin.field('author', 'articles')).toBe(`articles(${args}): [article!]!`);
    expect(admin.field('author', 'articles_aggregate')).toBe(
      `articles_aggregate(${args}): article_aggregate!`,
    );
  });

  it('has root fields', () => {
    const args =
      'distinct_on: [author_select_column!], limit: Int, offset: Int, order_by: [author_order_by!], where: author_bool_exp';
    expect(admin.type('query_root')?.filter((field) => field.startsWith('author'))).toEqual([
      `author(${args}): [author!]!`,
      `author_aggregate(${args}): author_aggregate!`,
      'author_by_pk(id: Int!): author',
    ]);
    expect(admin.field('subscription_root', 'author_stream')).toBe(
      'author_stream(batch_size: Int!, cursor: [author_stream_cursor_input]!, where: author_bool_exp): [author!]!',
    );
    expect(admin.type('mutation_root')?.filter((field) => field.includes('author'))).toEqual([
      'delete_author(where: author_bool_exp!): author_mutation_response',
      'delete_author_by_pk(id: Int!): author',
      'insert_author(objects: [author_insert_input!]!, on_conflict: author_on_conflict): author_mutation_response',
      'insert_author_one(object: author_insert_input!, on_conflict: author_on_conflict): author',
      'update_author(_inc: author_inc_input, _set: author_set_input, where: author_bool_exp!): author_mutation_response',
      'update_author_by_pk(_inc: author_inc_input, _set: author_set_input, pk_columns: author_pk_columns_input!): author',
      'update_author_many(updates: [author_updates!]!): [author_mutation_response]',
    ]);
    expect(admin.description('query_root', 'author_by_pk')).toBe(
      'fetch data from the table: "author" using primary key columns',
    );
    expect(admin.description('mutation_root')).toBe('mutation root');
  });

  it('has aggregates over the columns that each function takes', () => {
    expect(admin.type('article_aggregate')).toEqual([
      'aggregate: article_aggregate_fields',
      'nodes: [article!]!',
    ]);
    expect(admin.field('article_aggregate_fields', 'count')).toBe(
      'count(columns: [article_select_column!], distinct: Boolean): Int!',
    );
    expect(admin.type('article_sum_fields')).toEqual(['author_id: Int', 'id: Int', 'rank: numeric']);
    expect(admin.type('article_avg_fields')).toEqual(['author_id: Float', 'id: Float', 'rank: Float']);
    expect(admin.type('article_max_fields')).toEqual([
      'author_id: Int',
      'id: Int',
      'rank: numeric',
      'tags: [String!]',
      'title: String',
    ]);
  });

  it('can be ordered through relationships and by aggregates', () => {
    expect(admin.field('article_order_by', 'author')).toBe('author: author_order_by');
    expect(admin.type('author_order_by')).toEqual([
      'articles_aggregate: article_aggregate_order_by',
      'id: order_by',
      'name: order_by',
    ]);
    expect(admin.fields('article_aggregate_order_by')).toContain('count');
    expect(admin.type('article_sum_order_by')).toEqual([
      'author_id: order_by',
      'id: order_by',
      'rank: order_by',
    ]);
  });

  it('can be filtered by columns, relationships and aggregates of related rows', () => {
    expect(admin.type('author_bool_exp')).toEqual([
      '_and: [author_bool_exp!]',
      '_not: author_bool_exp',
      '_or: [author_bool_exp!]',
      'articles: article_bool_exp',
      'articles_aggregate: article_aggregate_bool_exp',
      'id: Int_comparison_exp',
      'name: String_comparison_exp',
    ]);
    expect(admin.type('article_aggregate_bool_exp_bool_or')).toEqual([
      'arguments: article_select_column_article_aggregate_bool_exp_bool_or_arguments_columns!',
      'distinct: Boolean',
      'filter: article_bool_exp',
      'predicate: Boolean_comparison_exp!',
    ]);
    expect(
      admin.fields('article_select_column_article_aggregate_bool_exp_bool_or_arguments_columns'),
    ).toEqual(['published']);
    expect(admin.field('article_aggregate_bool_exp_count', 'arguments')).toBe(
      'arguments: [article_select_column!]',
    );
  });

  it.each([
    ['Int_comparison_exp', 9, '_in: [Int!]'],
    ['String_comparison_exp', 19, '_niregex: String'],
    ['String_array_comparison_exp', 11, '_nin: [[String!]!]'],
    ['jsonb_comparison_exp', 15, '_cast: jsonb_cast_exp'],
  ])('%s has %i operators, %s among them', (name, count, field) => {
    expect(admin.type(name)).toHaveLength(count);
    expect(admin.type(name)).toContain(field);
  });

  it('takes nested inserts in both directions', () => {
    expect(admin.field('author_insert_input', 'articles')).toBe('articles: article_arr_rel_insert_input');
    expect(admin.field('article_arr_rel_insert_input', 'data')).toBe('data: [article_insert_input!]!');
    expect(admin.field('author_obj_rel_insert_input', 'data')).toBe('data: author_insert_input!');
  });

  it('is upserted on constraints whose names GraphQL allows', () => {
    expect(admin.described('author_on_conflict')).toContain('update_columns: [author_update_column!]! = []');
    expect(admin.described('author_constraint')).toBe(`"""
unique or primary key constraints on table "author"
"""
enum author_constraint {
  """
  unique or primary key constraint on columns "name"
  """
  author_name_key

  """
  unique or primary key constraint on columns "id"
  """
  author_pkey
}`);
  });

  it('has jsonb updates only for jsonb columns', () => {
    expect(admin.type('article_delete_at_path_input')).toEqual(['meta: [String!]']);
    expect(admin.type('article_delete_elem_input')).toEqual(['meta: Int']);
    expect(admin.fields('author_updates')).toEqual(['_inc', '_set', 'where']);
  });
});

describe('names and comments', () => {
  const renamed = table('user', [column('id', 'uuid!', { graphqlName: 'userId' })], {
    schema: 'auth',
    graphqlName: 'member',
    graphqlRootBase: 'member',
    comment: '',
    rootFields: {
      select: { name: 'members', comment: 'all of them' },
      insert_one: { name: 'addMember' },
      delete: { comment: '' },
    },
  });
  const schema = sdl(model({ tables: [renamed] }), 'admin');

  it('uses custom names for types, columns and root fields', () => {
    expect(schema.fields('query_root')).toEqual(['member_aggregate', 'member_by_pk', 'members']);
    expect(schema.field('query_root', 'member_by_pk')).toBe('member_by_pk(userId: uuid!): member');
    expect(schema.fields('mutation_root')).toContain('addMember');
    expect(schema.fields('member_select_column')).toEqual(['userId']);
  });

  it('describes with the table as the database names it, unless a comment is given or emptied', () => {
    expect(schema.description('member')).toBeNull();
    expect(schema.description('query_root', 'members')).toBe('all of them');
    expect(schema.description('mutation_root', 'delete_member')).toBeNull();
    expect(schema.description('mutation_root', 'addMember')).toBe(
      'insert a single row into the table: "auth.user"',
    );
  });

  it('leaves out columns whose names GraphQL does not allow', () => {
    const odd = table('odd', [column('id', 'int4!'), column('a b', 'text')]);
    expect(sdl(model({ tables: [odd] }), 'admin').fields('odd')).toEqual(['id']);
  });
});

describe('source customization', () => {
  const custom = (namespace?: string) =>
    sdl(
      model({
        tables: [table('author', [column('id', 'int4!')])],
        customization: {
          rootFields: { ...(namespace && { namespace }), prefix: 'fp_', suffix: '_fs' },
          typeNames: { prefix: 'tp_', suffix: '_ts' },
        },
      }),
      'admin',
    );

  it('puts prefix and suffix around whole names, but not around shared types', () => {
    expect(custom().fields('query_root')).toEqual([
      'fp_author_aggregate_fs',
      'fp_author_by_pk_fs',
      'fp_author_fs',
    ]);
    expect(custom().field('mutation_root', 'fp_delete_author_fs')).toBe(
      'fp_delete_author_fs(where: tp_author_bool_exp_ts!): tp_author_mutation_response_ts',
    );
    expect(custom().type('tp_author_order_by_ts')).toEqual(['id: order_by']);
  });

  it('groups root fields under the namespace', () => {
    expect(custom('mine').type('query_root')).toEqual(['mine: tp_mine_query_ts!']);
    expect(custom('mine').fields('tp_mine_query_ts')).toContain('fp_author_by_pk_fs');
    expect(custom('mine').type('mutation_root')).toEqual(['mine: tp_mine_mutation_frontend_ts!']);
  });
});

describe('an enum table', () => {
  const colors = table('colors', [column('value', 'text!'), column('comment', 'text')], {
    isEnum: true,
    primaryKey: ['value'],
    enumValues: [
      { value: 'red', comment: '#FF0000' },
      { value: 'blue', comment: null },
    ],
  });
  const users = table('users', [
    column('id', 'int4!'),
    column('favourite', 'text!', { enumTable: publicName('colors') }),
  ]);
  const schema = sdl(model({ tables: [colors, users] }), 'admin');

  it('makes its rows the values of the columns that refer to it', () => {
    expect(schema.field('users', 'favourite')).toBe('favourite: colors_enum!');
    expect(schema.field('users_set_input', 'favourite')).toBe('favourite: colors_enum');
    expect(schema.described('colors_enum')).toBe('enum colors_enum {\n  blue\n\n  """#FF0000"""\n  red\n}');
    expect(schema.type('colors_enum_comparison_exp')).toEqual([
      '_eq: colors_enum',
      '_in: [colors_enum!]',
      '_is_null: Boolean',
      '_neq: colors_enum',
      '_nin: [colors_enum!]',
    ]);
    expect(schema.fields('users_max_fields')).toEqual(['id']);
  });

  it('is an enum even for a role that may not read the table', () => {
    const limited = { ...users, permissions: new Map([['user', { select: select(['favourite']) }]]) };
    const forUser = sdl(model({ tables: [colors, limited] }), 'user');
    expect(forUser.type('users')).toEqual(['favourite: colors_enum!']);
    expect(forUser.described('colors')).toBeUndefined();
  });
});

describe('computed fields', () => {
  const withComputed = table('author', [column('id', 'int4!')], {
    computedFields: [
      computedField('full_name', { arguments: [argument('row', 'author')], comment: 'first and last' }),
      computedField('matches', {
        arguments: [argument('row', 'author'), argument('text', 'text'), argument(null, 'int8')],
        returns: { sql: 'bool', name: 'bool', schema: 'pg_catalog', isArray: false, kind: 'base' },
      }),
      computedField(
        'articles',
        { arguments: [argument('row', 'author'), argument('session', 'json')], returnsSet: true },
        { sessionArgument: 1, returnsTable: publicName('article') },
      ),
    ],
  });
  const schema = sdl(model({ tables: [withComputed, article] }), 'admin');

  it('appear with the arguments that the client gives', () => {
    expect(schema.field('author', 'full_name')).toBe('full_name: String');
    expect(schema.description('author', 'full_name')).toBe('first and last');
    expect(schema.description('author', 'matches')).toBe(
      'A computed field, executes function "matches_function"',
    );
    expect(schema.type('matches_author_args')).toEqual(['arg_1: bigint', 'text: String']);
    expect(schema.field('author', 'articles')).toMatch(/^articles\(distinct_on: .*\): \[article!\]$/);
  });

  it('can be compared and ordered by where they take no arguments', () => {
    expect(schema.type('author_bool_exp')?.slice(3)).toEqual([
      'articles: article_bool_exp',
      'full_name: String_comparison_exp',
      'id: Int_comparison_exp',
    ]);
    expect(schema.type('author_order_by')).toEqual([
      'articles_aggregate: article_aggregate_order_by',
      'full_name: order_by',
      'id: order_by',
    ]);
    expect(schema.type('author_max_fields')).toEqual(['full_name: String', 'id: Int']);
  });
});
