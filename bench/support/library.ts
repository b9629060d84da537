import type { Json } from '../../src/engine/json.js';
import { runCommand, runSql } from './engineServer.js';

/** Notes and their authors: the tables that engine queries are measured on. 20 notes in each of 500 categories. */
export const librarySql = `
  create table author (id int primary key, name text not null);
  create table note (
    id int primary key, title text not null, body text not null, category int not null, tenant text not null,
    created_at timestamptz not null default now(), author_id int not null references author (id)
  );
  create index on note (category, id);
  create index on note (author_id);
  insert into author select id, 'author ' || id from generate_series(1, 1000) as id;
  insert into note (id, title, body, category, tenant, author_id)
    select id, 'note ' || id, repeat('word ', 20), id % 500, 'one', 1 + id % 1000 from generate_series(1, 10000) as id;
  analyze author, note;`;

const table = (name: string): Json => ({ schema: 'public', name });

const selectPermission = (name: string, columns: readonly string[], filter: Json): object => ({
  type: 'pg_create_select_permission',
  args: { source: 'default', table: table(name), role: 'user', permission: { columns, filter } },
});

/** Creates the tables where `hasTables` isn't set, tracks them, and lets the role `user` read its tenant's notes. */
export async function setUpLibrary(url: string, { hasTables = false } = {}): Promise<void> {
  if (!hasTables) await runSql(url, librarySql);
  const using = { foreign_key_constraint_on: 'author_id' };
  await runCommand(url, '/v1/metadata', {
    type: 'bulk',
    args: [
      { type: 'pg_track_table', args: { source: 'default', table: table('author') } },
      { type: 'pg_track_table', args: { source: 'default', table: table('note') } },
      {
        type: 'pg_create_object_relationship',
        args: { source: 'default', table: table('note'), name: 'author', using },
      },
      selectPermission('author', ['id', 'name'], {}),
      selectPermission('note', ['id', 'title', 'body', 'category', 'created_at', 'author_id'], {
        tenant: { _eq: 'X-Hasura-Tenant' },
      }),
    ],
  });
}

/** One measured query, in the words of each side. */
export interface LibraryQuery {
  readonly name: string;
  readonly root: string;
  readonly hasura: string;
  readonly postgraphile: string;
  readonly variables: (index: number) => Readonly<Record<string, number>>;
}

export const libraryQueries: readonly LibraryQuery[] = [
  {
    name: 'byPk',
    root: 'note_by_pk',
    hasura: 'query byPk($id: Int!) { note_by_pk(id: $id) { id title body category created_at } }',
    postgraphile: 'query byPk($id: Int!) { noteById(id: $id) { id title body category createdAt } }',
    variables: (index) => ({ id: 1 + ((index * 7919) % 10_000) }),
  },
  {
    name: 'tenRows',
    root: 'note',
    hasura: `query tenRows($category: Int!) {
      note(where: {category: {_eq: $category}}, order_by: {id: asc}, limit: 10) { id title body created_at author { id name } }
    }`,
    postgraphile: `query tenRows($category: Int!) {
      allNotes(condition: {category: $category}, orderBy: ID_ASC, first: 10) {
        nodes { id title body createdAt authorByAuthorId { id name } }
      }
    }`,
    variables: (index) => ({ category: (index * 7919) % 500 }),
  },
];
