import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildActionsSchema, loadActionsMetadata } from '../../src/server/actionsMetadata.js';

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

describe('loadActionsMetadata', () => {
  it('names the file that is broken', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'metadata-'));
    await expect(loadActionsMetadata(directory)).rejects.toThrow(/actions\.graphql/);
    await writeFile(join(directory, 'actions.graphql'), 'type Query { a: Int }');
    await writeFile(join(directory, 'actions.yaml'), 'actions: 1');
    await expect(loadActionsMetadata(directory)).rejects.toThrow(/actions\.yaml/);
  });
});
