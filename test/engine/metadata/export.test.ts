import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/engine/json.js';
import { exportMetadata } from '../../../src/engine/metadata/export.js';
import { parseMetadata } from '../../../src/engine/metadata/parse.js';

const roundTrip = (document: Json): string =>
  JSON.stringify(exportMetadata(parseMetadata(document)), null, 1);
const source = (tables: readonly Json[], more: JsonObject = {}): JsonObject => ({
  version: 3,
  sources: [{ name: 'default', kind: 'postgres', tables, configuration: {}, ...more }],
});
const firstTable = (document: Json): JsonObject => {
  const sources = exportMetadata(parseMetadata(document)).sources as readonly {
    readonly tables: readonly JsonObject[];
  }[];
  return sources[0]?.tables[0] ?? {};
};

/** In the order of keys in which Hasura exports. */
const exported: JsonObject = {
  version: 3,
  sources: [
    {
      name: 'default',
      kind: 'postgres',
      tables: [
        { table: { name: 'z', schema: 'auth' } },
        {
          table: { name: 'notes', schema: 'public' },
          configuration: {
            column_config: { user_id: { comment: 'owner', custom_name: 'userId' } },
            comment: 'of somebody',
            custom_column_names: { user_id: 'userId' },
            custom_name: 'note',
            custom_root_fields: { insert: { comment: 'adds', name: 'addNotes' }, select: 'allNotes' },
          },
          object_relationships: [
            { name: 'owner', using: { foreign_key_constraint_on: 'user_id' } },
            { name: 'pair', using: { foreign_key_constraint_on: ['a', 'b'] }, comment: 'both' },
          ],
          array_relationships: [
            {
              name: 'likes',
              using: {
                manual_configuration: {
                  column_mapping: { id: 'note_id' },
                  insertion_order: null,
                  remote_table: { name: 'likes', schema: 'public' },
                },
              },
            },
            {
              name: 'tags',
              using: {
                foreign_key_constraint_on: { column: 'note', table: { name: 'tags', schema: 'public' } },
              },
            },
          ],
          computed_fields: [
            {
              name: 'short',
              definition: { function: { name: 'short', schema: 'public' }, table_argument: 'n' },
              comment: '',
            },
          ],
          insert_permissions: [
            {
              role: 'user',
              permission: {
                check: {},
                set: { user_id: 'x-hasura-user-id' },
                columns: ['title'],
                backend_only: true,
              },
            },
          ],
          select_permissions: [
            {
              role: 'user',
              permission: {
                columns: '*',
                computed_fields: ['short'],
                filter: { _and: [{ user_id: { _eq: 'X-Hasura-User-Id' } }] },
                limit: 10,
                allow_aggregations: true,
                query_root_fields: ['select'],
                subscription_root_fields: [],
              },
              comment: 'own',
            },
          ],
          update_permissions: [{ role: 'user', permission: { columns: ['title'], filter: {}, check: null } }],
          delete_permissions: [{ role: 'user', permission: { filter: {} } }],
          event_triggers: [{ name: 'on_note' }],
        },
      ],
      functions: [
        {
          function: { name: 'search', schema: 'public' },
          configuration: { custom_root_fields: {}, exposed_as: 'mutation' },
          permissions: [{ role: 'user' }],
        },
      ],
      configuration: {
        connection_info: {
          database_url: { from_env: 'PG' },
          isolation_level: 'read-committed',
          use_prepared_statements: false,
        },
      },
      customization: { root_fields: { namespace: 'ns', prefix: 'p_' } },
    },
  ],
  actions: [
    {
      name: 'signIn',
      definition: {
        handler: '{{URL}}',
        output_type: 'Out!',
        headers: [{ name: 'x', value_from_env: 'X' }],
        arguments: [{ name: 'a', type: 'In!' }],
        type: 'mutation',
        kind: 'synchronous',
        timeout: 5,
      },
      permissions: [{ role: 'public' }, { role: 'user', comment: 'why' }],
    },
    { name: 'who', definition: { handler: '/', output_type: 'String', type: 'query' }, comment: 'asks' },
  ],
  custom_types: {
    input_objects: [{ name: 'In', fields: [{ name: 'a', type: 'Int', description: 'n' }] }],
    objects: [
      {
        name: 'Out',
        fields: [{ name: 'id', type: 'uuid' }],
        description: 'result',
        relationships: [
          {
            field_mapping: { id: 'id' },
            name: 'note',
            remote_table: { name: 'notes', schema: 'public' },
            source: 'default',
            type: 'object',
          },
        ],
      },
    ],
    scalars: [{ name: 'S' }],
    enums: [{ name: 'E', values: [{ description: null, is_deprecated: null, value: 'A' }] }],
  },
  cron_triggers: [{ name: 'nightly' }],
  inherited_roles: [{ role_name: 'both', role_set: ['user', 'editor'] }],
  graphql_schema_introspection: { disabled_for_roles: ['public'] },
};

describe('exportMetadata', () => {
  it('gives back byte by byte what Hasura exported', () => {
    expect(roundTrip(exported)).toBe(JSON.stringify(exported, null, 1));
  });

  it('leaves out what is empty or a default', () => {
    const empty = {
      actions: [],
      custom_types: { enums: [], input_objects: [], objects: [], scalars: [] },
      graphql_schema_introspection: { disabled_for_roles: [] },
      network: {},
      api_limits: {},
    };
    expect(exportMetadata(parseMetadata({ version: 3, sources: [], ...empty }))).toEqual({
      version: 3,
      sources: [],
    });
    const action = {
      name: 'a',
      definition: { kind: '', handler: '/', output_type: 'Int', type: 'query', timeout: 30 },
    };
    expect(exportMetadata(parseMetadata({ version: 3, sources: [], actions: [action] })).actions).toEqual([
      { name: 'a', definition: { handler: '/', output_type: 'Int', type: 'query' } },
    ]);
  });

  it('sorts tables by schema, then name, and permissions by role', () => {
    const permission = (role: string) => ({ role, permission: { filter: {} } });
    const text = roundTrip(
      source([
        { table: 'b' },
        { table: 'a', delete_permissions: [permission('z'), permission('m')] },
        { table: { name: 'x', schema: 'auth' } },
      ]),
    );
    const order = [...text.matchAll(/"(?:name|role)": "(\w+)"/g)].map((match) => match[1]);
    expect(order).toEqual(['default', 'x', 'a', 'm', 'z', 'b']);
  });

  it('merges the older names of columns', () => {
    const configuration = {
      custom_column_names: { id: 'ID', at: 'when' },
      column_config: { at: { custom_name: 'time' } },
    };
    expect(firstTable(source([{ table: 'a', configuration }])).configuration).toEqual({
      column_config: { at: { custom_name: 'time' }, id: { custom_name: 'ID' } },
      custom_column_names: { at: 'time', id: 'ID' },
      custom_root_fields: {},
    });
  });

  it('writes the $-forms of _and, _or and _not as Hasura does, but leaves values alone', () => {
    const filter = { $or: [{ a: { $eq: 1 } }, { $not: { b: 2 } }], rel: { $and: [] } };
    const table = firstTable(
      source([{ table: 'a', delete_permissions: [{ role: 'r', permission: { filter } }] }]),
    );
    expect(table.delete_permissions).toEqual([
      {
        role: 'r',
        permission: { filter: { _or: [{ a: { $eq: 1 } }, { _not: { b: 2 } }], rel: { $and: [] } } },
      },
    ]);
  });
});

describe('parseMetadata', () => {
  it('reads versions 1 and 2 as the source default', () => {
    const [one] = parseMetadata({ tables: [{ table: 'a' }], functions: ['f'] }).sources;
    expect(one?.functions[0]?.function).toEqual({ schema: 'public', name: 'f' });
    const [two] = parseMetadata({
      version: 2,
      tables: [],
      functions: [{ function: 'f', configuration: { session_argument: 's' } }],
    }).sources;
    expect(two?.functions[0]?.configuration.sessionArgument).toBe('s');
  });

  it.each<[string, Json, string, string]>([
    [
      'unknown key',
      source([{ table: 'a', colour: 1 }]),
      '$.sources[0].tables[0]',
      'unexpected keys when parsing TableMetadata: ["colour"]',
    ],
    ['missing key', source([{ is_enum: true }]), '$.sources[0].tables[0]', 'key "table" not found'],
    [
      'wrong type',
      source([{ table: 'a', is_enum: 'yes' }]),
      '$.sources[0].tables[0].is_enum',
      'parsing Bool failed, expected Boolean, but encountered String',
    ],
    [
      'duplicate',
      source([{ table: 'a' }, { table: { name: 'a' } }]),
      '$.sources[0].tables',
      'multiple declarations exist for the following tables: a',
    ],
    ['no sources', { version: 3 }, '$', 'key "sources" not found'],
    ['not an object', [], '$', 'parsing Object failed, expected Object, but encountered Array'],
    [
      'both usings',
      source([{ table: 'a', object_relationships: [{ name: 'r', using: {} }] }]),
      '$.sources[0].tables[0].object_relationships[0].using',
      'atleast one of foreign_key_constraint_on/manual_configuration should be present',
    ],
  ])('refuses an %s with its path', (_case, document, path, message) => {
    expect(() => parseMetadata(document)).toThrow(
      expect.objectContaining({ code: 'parse-failed', path, message }),
    );
  });

  it('refuses secrets of the engine itself as header values', () => {
    const definition = {
      handler: '/',
      output_type: 'Int',
      headers: [{ name: 'x', value_from_env: 'HASURA_GRAPHQL_ADMIN_SECRET' }],
    };
    expect(() => parseMetadata({ version: 3, sources: [], actions: [{ name: 'a', definition }] })).toThrow(
      'env variables starting with "HASURA_GRAPHQL_" are not allowed in value_from_env: HASURA_GRAPHQL_ADMIN_SECRET',
    );
  });
});
