import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebhookFetch } from '../../../src/engine/actions/webhookFetch.js';
import type { Database } from '../../../src/engine/database/database.js';
import { createEngine, type Engine } from '../../../src/engine/engine.js';
import type { Json } from '../../../src/engine/json.js';
import { openTestDatabase } from '../../support/database.js';

/** What the webhook answers, by path. */
const answers: Record<string, Json> = {
  '/one': { owner: { id: 1 }, total: 3 },
  '/many': [{ id: 2 }, { id: 9 }, null, { id: 1 }],
};
const webhookFetch: WebhookFetch = async (url) => Response.json(answers[new URL(url).pathname] ?? null);

const relationships = [
  { name: 'user', type: 'object', remote_table: 'users', field_mapping: { id: 'id' } },
  { name: 'notes', type: 'array', remote_table: 'notes', field_mapping: { id: 'owner' } },
];
const action = (name: string, output_type: string) => ({
  type: 'create_action',
  args: { name, definition: { type: 'query', output_type, handler: `http://hook.example/${name}` } },
});
const setup = [
  {
    type: 'run_sql',
    args: {
      sql: `create table users (id int primary key, name text);
            create table notes (id int8 primary key, owner int, title text);
            insert into users values (1, 'ada'), (2, 'bob');
            insert into notes values (9007199254740993, 1, 'a'), (11, 1, 'b'), (12, 2, 'c');`,
    },
  },
  { type: 'track_table', args: 'users' },
  { type: 'track_table', args: 'notes' },
  {
    type: 'set_custom_types',
    args: {
      objects: [
        { name: 'Owner', fields: [{ name: 'id', type: 'Int!' }], relationships },
        {
          name: 'Answer',
          fields: [
            { name: 'owner', type: 'Owner' },
            { name: 'total', type: 'Int' },
          ],
        },
      ],
    },
  },
  action('one', 'Answer!'),
  action('many', '[Owner]'),
  { type: 'create_action_permission', args: { action: 'many', role: 'user' } },
  {
    type: 'create_select_permission',
    args: {
      table: 'notes',
      role: 'user',
      permission: { columns: ['title'], filter: { owner: 'X-Hasura-User-Id' } },
    },
  },
];

let database: Database;
let engine: Engine;

async function post(path: string, body: Json, headers: Record<string, string> = {}): Promise<string> {
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await engine.fetch(`http://engine${path}`, init)).text();
}

const query = (text: string, headers = {}) => post('/v1/graphql', { query: text }, headers);

beforeAll(async () => {
  database = await openTestDatabase();
  engine = await createEngine({ database, env: {}, webhookFetch });
  const done = await post('/v1/query', { type: 'bulk', args: setup as Json });
  if (!done.startsWith('[')) throw new Error(done);
});

afterAll(async () => {
  await engine.close();
  await database.close();
});

describe('relationships of an Action to tables', () => {
  it('reach from nested objects, with arguments and aggregates, every digit kept', async () => {
    const text = await query(
      '{ one { total owner { user { name } notes(order_by: {id: desc}, limit: 1) { id title } notes_aggregate { aggregate { count } } } } }',
    );
    expect(text).toBe(
      '{"data":{"one":{"total":3,"owner":{"user":{"name":"ada"},"notes":[{"id":9007199254740993,"title":"a"}],"notes_aggregate":{"aggregate":{"count":2}}}}}}',
    );
  });

  it('answer null and an empty list where there are no rows, item by item', async () => {
    expect(
      JSON.parse(await query('{ many { user { name } notes(where: {id: {_gt: 11}}) { title } } }')),
    ).toEqual({
      data: {
        many: [
          { user: { name: 'bob' }, notes: [{ title: 'c' }] },
          { user: null, notes: [] },
          null,
          { user: { name: 'ada' }, notes: [{ title: 'a' }] },
        ],
      },
    });
  });

  it('show a role what it may see of the table, or do not exist', async () => {
    const asBob = { 'x-hasura-role': 'user', 'x-hasura-user-id': '2' };
    expect(await query('{ many { notes { title } } }', asBob)).toBe(
      '{"data":{"many":[{"notes":[{"title":"c"}]},{"notes":[]},null,{"notes":[]}]}}',
    );
    expect(await query('{ many { user { name } } }', asBob)).toContain(
      "field 'user' not found in type: 'Owner'",
    );
  });
});
