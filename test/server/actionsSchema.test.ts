import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadActionRoles } from '../../src/server/actionRoles.js';
import { buildActionsSchema, loadActionsSchema } from '../../src/server/actionsSchema.js';

describe('buildActionsSchema', () => {
  it('merges types that are written once per Action, and adds Postgres scalars', () => {
    const schema = buildActionsSchema(`
      type Mutation { a(id: uuid!): Int }
      type Mutation { b: jsonb }
      extend type Mutation { c: Boolean }
      type Query { d: Int }
    `);
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toEqual(['a', 'b', 'c']);
    expect(printSchema(schema)).toContain('scalar uuid');
    expect(printSchema(schema)).toContain('scalar jsonb');
  });
});

describe.each([
  ['actions.graphql', loadActionsSchema, 'type Query {'],
  ['actions.yaml', loadActionRoles, 'actions: 1'],
] as const)('%s of the metadata', (name, load, broken) => {
  it('is named when it is missing or broken', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'metadata-'));
    await expect(load(directory)).rejects.toThrow(join(directory, name));
    await writeFile(join(directory, name), broken);
    await expect(load(directory)).rejects.toThrow(join(directory, name));
  });
});
