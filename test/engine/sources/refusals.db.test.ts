import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/engine/json.js';
import { findServer, fromEnv, hasServer, openTestEngine, success, type TestEngine } from './twoSources.js';

describe.runIf(hasServer)('a source', () => {
  let server: Awaited<ReturnType<typeof findServer>>;
  let hasura: TestEngine;

  beforeAll(async () => {
    server = await findServer();
    hasura = await openTestEngine(server.url);
    await hasura.sql('create table notes (id int primary key)', 'default');
    await hasura.metadata('pg_track_table', { table: 'notes' });
    await hasura.metadata('create_action', {
      name: 'taken',
      definition: { type: 'query', output_type: 'Int', handler: 'http://hook.example' },
    });
  });
  afterAll(async () => {
    await hasura.close();
    server.stop();
  });

  const add = (name: string, variable: string, customization: Json = {}) =>
    hasura.metadata('pg_add_source', { name, configuration: fromEnv(variable), customization });
  const sources = () => [...hasura.engine.metadata.state().model.sources.keys()];

  it.each([
    ['UNSET', "Inconsistent object: environment variable 'UNSET' not set"],
    ['AWAY', 'Inconsistent object: connection error'],
  ])('whose database can not be had (%s) is refused', async (variable, error) => {
    const internal = [expect.objectContaining({ type: 'source', name: 'source s', definition: 's' })];
    expect(await add('s', variable)).toMatchObject({ code: 'invalid-configuration', error, internal });
    expect(sources()).toEqual(['default']);
  });

  it('must be there for commands that name it', async () => {
    const missing = { code: 'not-exists', error: 'source with name "no" does not exist', path: '$.args' };
    expect(await hasura.sql('select 1', 'no')).toMatchObject(missing);
    expect(await hasura.metadata('pg_track_table', { source: 'no', table: 'notes' })).toMatchObject(missing);
    expect(await hasura.metadata('pg_drop_source', { name: 'no' })).toMatchObject(missing);
    expect(await hasura.metadata('rename_source', { name: 'no', new_name: 'x' })).toMatchObject(missing);
  });

  it('has one name', async () => {
    expect(await add('default', 'SECOND')).toMatchObject({ code: 'already-exists' });
  });

  it('can not take the names of another: not of tables, nor of Actions', async () => {
    expect(await add('s', 'SECOND', { root_fields: { namespace: 'taken' } })).toMatchObject({
      code: 'unexpected',
      error: expect.stringContaining("field 'taken' defined in [source s, action taken]"),
    });

    expect(await add('s', 'SECOND')).toEqual(success);
    await hasura.sql('create table notes (id int primary key)', 's');
    const tracked = await hasura.metadata('pg_track_table', { source: 's', table: 'notes' });
    expect(tracked).toMatchObject({
      code: 'unexpected',
      error: expect.stringContaining("conflicting definitions for GraphQL type 'notes'"),
    });
    const renamed = { type_names: { prefix: 's_' } };
    const customize = (customization: Json) =>
      hasura.metadata('set_source_customization', { source: 's', customization });
    expect(await customize(renamed)).toEqual(success);
    expect(await hasura.metadata('pg_track_table', { source: 's', table: 'notes' })).toMatchObject({
      error: expect.stringContaining(
        "for field 'notes' defined in [table notes in source default, table notes in source s]",
      ),
    });
    expect(await customize({ ...renamed, root_fields: { namespace: 'mine' } })).toEqual(success);
    expect(await hasura.metadata('pg_track_table', { source: 's', table: 'notes' })).toEqual(success);
    expect(await hasura.graphql('{ notes { id } mine { __typename notes { __typename id } } }')).toEqual({
      data: { notes: [], mine: { __typename: 's_mine_query', notes: [] } },
    });
  });

  it('is dropped with all that is inconsistent when its database is gone', async () => {
    const update = { name: 's', configuration: fromEnv('AWAY') };
    expect(await hasura.metadata('pg_update_source', update)).toMatchObject({
      code: 'invalid-configuration',
    });
    const metadata = (await hasura.metadata('export_metadata', {})) as { sources: { name: string }[] };
    const away = metadata.sources.map((each) =>
      each.name === 's' ? { ...each, configuration: fromEnv('AWAY') } : each,
    );
    const replaced = await hasura.post('/v1/metadata', {
      type: 'replace_metadata',
      version: 2,
      args: { allow_inconsistent_metadata: true, metadata: { ...metadata, sources: away } as Json },
    });
    expect(replaced).toMatchObject({ is_consistent: false, inconsistent_objects: [{ name: 'source s' }] });
    expect(sources()).toEqual(['default']);
    expect(await hasura.sql('select 1', 's')).toMatchObject({ error: 'connection error' });
    expect(await hasura.metadata('pg_untrack_table', { source: 's', table: 'notes' })).toMatchObject({
      code: 'unexpected',
      error: 'source with name "s" is inconsistent',
    });
    expect(await hasura.metadata('drop_inconsistent_metadata', {})).toEqual(success);
    const { sources: left } = (await hasura.metadata('export_metadata', {})) as { sources: unknown[] };
    expect(left).toHaveLength(1);
  });

  it("may be the engine's own database once more, also where that has one session", async () => {
    const customization = { root_fields: { prefix: 'again_' }, type_names: { prefix: 'again_' } };
    expect(await add('again', 'HASURA_GRAPHQL_DATABASE_URL', customization)).toEqual(success);
    expect(await hasura.metadata('pg_track_table', { source: 'again', table: 'notes' })).toEqual(success);
    const both = await hasura.graphql(
      'mutation { insert_notes_one(object: {id: 1}) { id } again_delete_notes_by_pk(id: 1) { id } }',
    );
    expect(both).toEqual({
      data: { insert_notes_one: { id: 1 }, again_delete_notes_by_pk: { id: 1 } },
    });
  });
});
