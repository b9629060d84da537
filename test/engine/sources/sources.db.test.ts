import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebhookFetch } from '../../../src/engine/actions/webhookFetch.js';
import { createEngine } from '../../../src/engine/engine.js';
import type { Json } from '../../../src/engine/json.js';
import { findServer, fromEnv, hasServer, openTestEngine, success, type TestEngine } from './twoSources.js';

const webhookFetch: WebhookFetch = async () => Response.json({ id: 2 });
const asUser = { 'x-hasura-role': 'user', 'x-hasura-user-id': '2' };

let server: Awaited<ReturnType<typeof findServer>>;
let hasura: TestEngine;

/** Two databases with a table of the same name: the second source's names have a prefix. */
async function setUp(): Promise<void> {
  const customization = { root_fields: { prefix: 'second_' }, type_names: { prefix: 'second_' } };
  const add = { name: 'second', configuration: fromEnv('SECOND'), customization };
  expect(await hasura.metadata('pg_add_source', add)).toEqual(success);
  for (const source of ['default', 'second']) {
    const rows = source === 'default' ? `(1, 'ada')` : `(1, 'ben'), (2, 'cleo')`;
    await hasura.sql(
      `create table users (id int primary key, name text unique); insert into users values ${rows}`,
      source,
    );
    expect(await hasura.metadata('pg_track_table', { source, table: 'users' })).toEqual(success);
    const permission = { columns: ['name'], filter: { id: 'X-Hasura-User-Id' } };
    const select = { source, table: 'users', role: 'user', permission };
    expect(await hasura.metadata('pg_create_select_permission', select)).toEqual(success);
  }
}

const names = async (source: string): Promise<Json> => {
  const answer = (await hasura.sql('select name from users order by id', source)) as { result: string[][] };
  return answer.result.slice(1).flat();
};

describe.runIf(hasServer)('two sources', () => {
  beforeAll(async () => {
    server = await findServer();
    hasura = await openTestEngine(server.url, webhookFetch);
    await setUp();
  });
  afterAll(async () => {
    await hasura.close();
    server.stop();
  });

  it('answer one query, each from its own database, in the order of its fields', async () => {
    const query =
      '{ b: second_users { name __typename } a: users { name } second_users_by_pk(id: 2) { name } }';
    expect(JSON.stringify(await hasura.graphql(query))).toBe(
      '{"data":{"b":[{"name":"ben","__typename":"second_users"},{"name":"cleo","__typename":"second_users"}],' +
        '"a":[{"name":"ada"}],"second_users_by_pk":{"name":"cleo"}}}',
    );
  });

  it('have permissions of their own', async () => {
    expect(await hasura.graphql('{ users { name } second_users { name } }', asUser)).toEqual({
      data: { users: [], second_users: [{ name: 'cleo' }] },
    });
  });

  it('share no transaction: what one has done stays when the other fails', async () => {
    const add = (field: string, ids: readonly number[]) =>
      `insert_${field}(objects: [${ids.map((id) => `{id: ${id}, name: "n${id}"}`)}]) { affected_rows }`;
    const answer = await hasura.graphql(
      `mutation { a: ${add('users', [5])} b: second_${add('users', [6])} c: second_${add('users', [7, 7])} }`,
    );
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'constraint-violation' } }] });
    expect(await names('default')).toEqual(['ada', 'n5']);
    expect(await names('second')).toEqual(['ben', 'cleo']);
    const back = await hasura.graphql('mutation { delete_users(where: {id: {_eq: 5}}) { affected_rows } }');
    expect(back).toEqual({ data: { delete_users: { affected_rows: 1 } } });
  });

  it('are subscribed to', async () => {
    const session = {
      role: 'user',
      variables: new Map([['x-hasura-user-id', '1']]),
      hasAdminSecret: true,
      backendOnly: false,
    };
    const query = 'subscription { second_users { name } }';
    const request = { query, operationName: null, variables: {} };
    const prepared = await hasura.engine.service.prepare(request, session, {});
    if (prepared.kind !== 'subscription') throw new Error('no subscription');
    const { group, values } = prepared.source;
    const answers = await group.poll([{ id: 'a', values, cursor: null }]);
    expect(answers.get('a')?.data).toBe('{"second_users":[{"name":"ben"}]}');
  });

  it('are reached by an Action', async () => {
    const relationship = {
      name: 'user',
      type: 'object',
      source: 'second',
      remote_table: 'users',
      field_mapping: { id: 'id' },
    };
    const objects = [
      { name: 'Found', fields: [{ name: 'id', type: 'Int!' }], relationships: [relationship] },
    ];
    expect(await hasura.metadata('set_custom_types', { objects })).toEqual(success);
    const definition = { type: 'query', output_type: 'Found', handler: 'http://hook.example' };
    expect(await hasura.metadata('create_action', { name: 'find', definition })).toEqual(success);
    expect(await hasura.graphql('{ find { user { name __typename } } }')).toEqual({
      data: { find: { user: { name: 'cleo', __typename: 'second_users' } } },
    });
    expect(await hasura.metadata('pg_drop_source', { name: 'second' })).toMatchObject({
      code: 'dependency-error',
    });
  });

  it('take rows by the older commands', async () => {
    const args = { source: 'second', table: 'users', columns: ['name'], where: { id: 2 } };
    expect(await hasura.post('/v1/query', { type: 'select', args })).toEqual([{ name: 'cleo' }]);
    const count = { type: 'count', args: { table: 'users' } };
    expect(await hasura.post('/v1/query', count)).toEqual({ count: 1 });
  });

  it('follow SQL of their own database only', async () => {
    await hasura.sql('alter table users rename column name to label', 'second');
    expect(await hasura.graphql('{ second_users_by_pk(id: 1) { label } users { name } }')).toEqual({
      data: { second_users_by_pk: { label: 'ben' }, users: [{ name: 'ada' }] },
    });
    await hasura.sql('alter table users rename column label to name', 'second');
  });

  it('are changed together or not at all in a bulk of the older API', async () => {
    const sql = (source: string, text: string) => ({ type: 'run_sql', args: { source, sql: text } });
    const args = [
      sql('default', `insert into users values (8, 'x')`),
      sql('second', `insert into users values (8, 'x')`),
      sql('second', 'insert into missing values (1)'),
    ];
    expect(await hasura.post('/v1/query', { type: 'bulk', args })).toMatchObject({ code: 'postgres-error' });
    expect([await names('default'), await names('second')]).toEqual([['ada'], ['ben', 'cleo']]);
    const done = await hasura.post('/v1/query', { type: 'bulk', args: args.slice(0, 2) });
    expect(done).toHaveLength(2);
    expect([await names('default'), await names('second')]).toEqual([
      ['ada', 'x'],
      ['ben', 'cleo', 'x'],
    ]);
  });

  it('are served again by an engine that starts over the same database', async () => {
    const { database, secondUrl } = hasura;
    const another = await createEngine({ database, env: { SECOND: secondUrl }, webhookFetch });
    const init = {
      method: 'POST',
      body: JSON.stringify({ query: '{ second_users_by_pk(id: 2) { name } }' }),
    };
    const answer = await another.fetch('http://engine/v1/graphql', init);
    expect(await answer.json()).toEqual({ data: { second_users_by_pk: { name: 'cleo' } } });
    await another.close();

    const without = await createEngine({ database, env: {}, webhookFetch });
    expect(without.metadata.state().model.inconsistencies.map((each) => [each.name, each.reason])).toEqual([
      ['source second', "Inconsistent object: environment variable 'SECOND' not set"],
      ['custom_types custom_types', expect.stringContaining('the remote table "users"')],
      ['action find', 'Inconsistent object: custom types are inconsistent'],
    ]);
    const served = await without.fetch('http://engine/v1/graphql', {
      method: 'POST',
      body: JSON.stringify({ query: '{ users { name } }' }),
    });
    expect(await served.json()).toEqual({ data: { users: [{ name: 'ada' }, { name: 'x' }] } });
    await without.close();
  });

  it('can be renamed, and dropped: then no connection is left', async () => {
    await hasura.metadata('drop_action', { name: 'find' });
    await hasura.metadata('set_custom_types', {});
    expect(await hasura.metadata('rename_source', { name: 'second', new_name: 'other' })).toEqual(success);
    expect(await hasura.graphql('{ second_users_by_pk(id: 1) { name } }')).toEqual({
      data: { second_users_by_pk: { name: 'ben' } },
    });
    expect(await hasura.metadata('pg_drop_source', { name: 'other' })).toEqual(success);
    expect(await hasura.graphql('{ second_users { name } }')).toMatchObject({
      errors: [{ extensions: { code: 'validation-failed' } }],
    });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const database = new URL(hasura.secondUrl).pathname.slice(1);
    const connections = async () =>
      (await client.query('select 1 from pg_stat_activity where datname = $1', [database])).rowCount;
    await expect.poll(connections, { timeout: 5000 }).toBe(0);
    await client.end();
  });
});
