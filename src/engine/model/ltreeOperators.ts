import type { PgType } from '../catalog/types.js';
import type { ComparisonOperator } from './condition.js';

/** The types of the extension ltree: a path, a pattern of paths, a search for labels. */
export type LtreeType = 'ltree' | 'lquery' | 'ltxtquery';

export interface LtreeOperand {
  readonly type: LtreeType;
  readonly isList: boolean;
}

/** What the operators of ltree columns take. */
export const ltreeOperators = {
  _ancestor: { type: 'ltree', isList: false },
  _ancestor_any: { type: 'ltree', isList: true },
  _descendant: { type: 'ltree', isList: false },
  _descendant_any: { type: 'ltree', isList: true },
  _matches: { type: 'lquery', isList: false },
  _matches_any: { type: 'lquery', isList: true },
  _matches_fulltext: { type: 'ltxtquery', isList: false },
} as const satisfies Partial<Record<ComparisonOperator, LtreeOperand>>;

export type LtreeOperator = keyof typeof ltreeOperators;

export const isLtreeOperator = (operator: string): operator is LtreeOperator =>
  Object.hasOwn(ltreeOperators, operator);

/** A type of the extension, which lives in the schema of the column's own type. */
export const ltreeType = (column: PgType, name: LtreeType): PgType => ({
  ...column,
  name,
  sql: column.sql.replace(/"ltree"$/, `"${name}"`),
});
