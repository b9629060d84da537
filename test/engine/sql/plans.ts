import type { PgType, QualifiedName } from '../../../src/engine/catalog/types.js';
import type { Json } from '../../../src/engine/json.js';
import type { BoundValue, ColumnOperand, Condition } from '../../../src/engine/model/condition.js';
import { always } from '../../../src/engine/model/condition.js';
import type { Field, OrderBy, SelectOutput, SelectPlan } from '../../../src/engine/plan/types.js';

/** Short ways to write plans by hand. */

export const publicTable = (name: string): QualifiedName => ({ schema: 'public', name });

export function pgType(name: string, isArray = false): PgType {
  return { sql: isArray ? `${name}[]` : name, name, schema: 'pg_catalog', isArray, kind: 'base' };
}

export const value = (literal: Json, type = pgType('text')): BoundValue => ({
  kind: 'value',
  source: { from: 'literal', value: literal },
  type,
});

export const int = (literal: number): BoundValue => value(literal, pgType('int4'));

export function columnOperand(column: string, options: Partial<ColumnOperand> = {}): ColumnOperand {
  return {
    kind: 'column',
    row: 'current',
    through: [],
    column,
    type: pgType('int4'),
    nullable: false,
    ...options,
  };
}

export const equals = (column: string, to: BoundValue): Condition => ({
  kind: 'compare',
  left: columnOperand(column),
  operator: '_eq',
  right: to,
});

export const field = (column: string, alias = column): Field => ({
  kind: 'column',
  alias,
  column,
  type: pgType('text'),
});

export const ascending = (column: string): OrderBy => ({
  by: { kind: 'operand', operand: columnOperand(column) },
  direction: 'asc',
  nulls: 'last',
});

export function select(table: string, output: SelectOutput, rest: Partial<SelectPlan> = {}): SelectPlan {
  return {
    from: { kind: 'table', table: publicTable(table) },
    where: always,
    orderBy: [],
    distinctOn: [],
    limit: null,
    permissionLimit: null,
    offset: null,
    output,
    ...rest,
  };
}

export const list = (...fields: readonly Field[]): SelectOutput => ({ kind: 'list', fields });
export const object = (...fields: readonly Field[]): SelectOutput => ({ kind: 'object', fields });

export const rows = (count: number) => ({ kind: 'constant', count }) as const;

/** Binds literals only. */
export function bindLiteral(bound: BoundValue): string | null {
  if (bound.source.from !== 'literal') throw new Error('Only literals are bound here');
  const literal = bound.source.value;
  if (literal === null) return null;
  return typeof literal === 'object' ? JSON.stringify(literal) : String(literal);
}
