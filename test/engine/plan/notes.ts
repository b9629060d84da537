import { HasuraError } from '../../../src/engine/errors.js';
import type { JsonObject } from '../../../src/engine/json.js';
import type { Model } from '../../../src/engine/model/types.js';
import { planOperation } from '../../../src/engine/plan/planOperation.js';
import type { OperationPlan } from '../../../src/engine/plan/types.js';
import { buildRoleSchema } from '../../../src/engine/schema/buildRoleSchema.js';
import type { RoleSchema } from '../../../src/engine/schema/types.js';
import { column, insert, model, publicName, relationship, select, table } from '../schema/models.js';

/** Users with notes; a note has a color of an enum table. */
export const notes: Model = model({
  tables: [
    table(
      'users',
      [
        column('id', 'uuid!', { hasDefault: true }),
        column('name', 'text!'),
        column('age', 'int4'),
        column('height', 'float4'),
        column('info', 'jsonb'),
        column('tags', 'text[]'),
        column('big', 'int8'),
      ],
      {
        relationships: [relationship('array', 'notes', 'notes', { columns: [['id', 'user_id']] })],
        permissions: new Map([['reader', { select: select(['id', 'name']) }]]),
      },
    ),
    table(
      'notes',
      [
        column('id', 'int4!', { hasDefault: true }),
        column('title', 'text!'),
        column('user_id', 'uuid'),
        column('color', 'text!', { enumTable: publicName('colors') }),
        column('at', 'timestamptz'),
      ],
      {
        relationships: [relationship('object', 'user', 'users', { columns: [['user_id', 'id']] })],
        permissions: new Map([['writer', { insert: insert(['title']) }]]),
      },
    ),
    table('colors', [column('value', 'text!')], {
      primaryKey: ['value'],
      isEnum: true,
      enumValues: ['blue', 'red'].map((value) => ({ value, comment: null })),
    }),
  ],
});

const schemas = new Map<string, RoleSchema>();

export function schemaFor(role: string): RoleSchema {
  const schema = schemas.get(role) ?? buildRoleSchema(notes, role, { backendOnly: false });
  schemas.set(role, schema);
  return schema;
}

export interface Asked {
  readonly variables?: JsonObject;
  readonly role?: string;
  readonly operationName?: string;
}

function planNotes(query: string, { variables, role = 'admin', operationName }: Asked = {}): OperationPlan {
  return planOperation({ query, variables, operationName }, schemaFor(role));
}

/** `code | path | message` of the refusal, or `planned`. */
export function refusal(query: string, asked: Asked = {}): string {
  try {
    planNotes(query, asked);
    return 'planned';
  } catch (error) {
    if (!(error instanceof HasuraError)) throw error;
    return `${error.code} | ${error.path} | ${error.message}`;
  }
}
