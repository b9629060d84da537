import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMetadataDirectory } from '../../../src/engine/metadata/directory.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'metadata-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function given(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), text);
  }
}

describe('loadMetadataDirectory', () => {
  it('answers what the CLI posts for an empty directory', async () => {
    expect(await loadMetadataDirectory(directory)).toEqual({
      allowlist: [],
      api_limits: {},
      backend_configs: {},
      cron_triggers: [],
      graphql_schema_introspection: { disabled_for_roles: [] },
      inherited_roles: [],
      network: {},
      opentelemetry: {},
      query_collections: [],
      remote_schemas: [],
      sources: [],
      version: 3,
    });
  });

  it('resolves quoted and tagged includes relative to the including file', async () => {
    await given({
      'databases/databases.yaml': '- name: default\n  tables: "!include default/tables/tables.yaml"\n',
      'databases/default/tables/tables.yaml': '- "!include public_a.yaml"\n- !include public_b.yaml\n',
      'databases/default/tables/public_a.yaml': 'table: {name: a, schema: public}\n',
      'databases/default/tables/public_b.yaml': 'table: {name: "no", schema: public}\nflag: yes\n',
    });
    const { sources } = await loadMetadataDirectory(directory);
    expect(sources).toEqual([
      {
        name: 'default',
        tables: [
          { table: { name: 'a', schema: 'public' } },
          { table: { name: 'no', schema: 'public' }, flag: 'yes' },
        ],
      },
    ]);
  });

  it.each([
    ['a missing file', '"!include nowhere.yaml"', 'the file does not exist'],
    ['a file outside', '"!include ../../../../../../../../etc/passwd"', 'the file is outside'],
    ['itself', '"!include databases.yaml"', 'the file includes itself'],
  ])('refuses to include %s, with file and key', async (_case, include, reason) => {
    await given({ 'databases/databases.yaml': `- name: default\n  tables: ${include}\n` });
    await expect(loadMetadataDirectory(directory)).rejects.toThrow(
      new RegExp(`databases\\.yaml: \\[0\\]\\.tables: .*${reason}`),
    );
  });

  it('merges actions.graphql with actions.yaml as the CLI does', async () => {
    await given({
      'actions.graphql': `
        type Mutation { "dropped" signIn(email: String!, "secret" password: String! = "x"): [Session!]! }
        extend type Mutation { signOut: Boolean }
        type Query { me: Session }
        "kept" type Session { token: String!, "a field" at: timestamptz }
        "lost" type Other { id: uuid }
        enum Kind { "first" A B @deprecated }
        scalar Money
        input Options { locale: String }`,
      'actions.yaml': `
actions:
  - name: signIn
    definition: {kind: synchronous, handler: "{{BASE}}/a", ignored_client_headers: [X], timeout: 3}
    permissions: [{role: public}]
    comment: hello
  - name: me
    definition: {kind: "", handler: "{{BASE}}/a", type: mutation}
custom_types:
  objects:
    - name: Other
      relationships: [{name: user, type: object}]`,
    });
    const metadata = await loadMetadataDirectory(directory);
    expect(metadata.actions).toEqual([
      {
        name: 'signIn',
        definition: {
          kind: 'synchronous',
          handler: '{{BASE}}/a',
          type: 'mutation',
          arguments: [
            { name: 'email', type: 'String!', description: null },
            { name: 'password', type: 'String!', description: 'secret' },
          ],
          output_type: '[Session!]!',
          timeout: 3,
        },
        permissions: [{ role: 'public' }],
        comment: 'hello',
      },
      { name: 'signOut', definition: { kind: '', handler: '', type: 'mutation', output_type: 'Boolean' } },
      { name: 'me', definition: { kind: '', handler: '{{BASE}}/a', type: 'query', output_type: 'Session' } },
    ]);
    expect(metadata.custom_types).toEqual({
      input_objects: [
        {
          name: 'Options',
          description: null,
          fields: [{ name: 'locale', type: 'String', description: null }],
        },
      ],
      objects: [
        {
          name: 'Session',
          description: 'kept',
          fields: [
            { name: 'token', type: 'String!', description: null },
            { name: 'at', type: 'timestamptz', description: 'a field' },
          ],
        },
        {
          name: 'Other',
          description: null,
          fields: [{ name: 'id', type: 'uuid', description: null }],
          relationships: [{ name: 'user', type: 'object' }],
        },
      ],
      scalars: [{ name: 'Money', description: null }],
      enums: [
        {
          name: 'Kind',
          description: null,
          values: [
            { value: 'A', description: 'first' },
            { value: 'B', description: null },
          ],
        },
      ],
    });
  });

  it.each([
    [
      'actions: [{name: gone}]',
      /actions\.yaml: actions\[0\]: action gone is not present in actions\.graphql/,
    ],
    ['custom_types: {enums: [{name: Gone}]}', /custom type Gone is not present in actions\.graphql/],
  ])('refuses YAML that the SDL does not know: %s', async (yaml, message) => {
    await given({ 'actions.yaml': yaml, 'actions.graphql': 'type Query { me: String }' });
    await expect(loadMetadataDirectory(directory)).rejects.toThrow(message);
  });

  it.each([
    ['version.yaml', 'version: 2', /version\.yaml: version: only version 3 is supported, found 2/],
    ['actions.graphql', 'type Query { me: }', /actions\.graphql: line 1: Syntax Error/],
    ['api_limits.yaml', '[]', /api_limits\.yaml: must be a map/],
    ['network.yaml', 'a: 1\na: 2', /network\.yaml: not valid YAML: Map keys must be unique/],
    ['actions.yaml', 'actions: [{name: a}]', /actions\.graphql: the file is missing/],
  ])('names the file that is wrong: %s', async (file, text, message) => {
    await given({ 'actions.yaml': 'actions: []', 'actions.graphql': '', [file]: text });
    if (file === 'actions.yaml') await rm(path.join(directory, 'actions.graphql'));
    await expect(loadMetadataDirectory(directory)).rejects.toThrow(message);
  });
});
