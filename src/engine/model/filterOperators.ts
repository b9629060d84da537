import type { ComparisonOperator } from './condition.js';
import { type LtreeOperator, ltreeOperators } from './ltreeOperators.js';

/** Operators that compare with a value, by their name without `_` or `$`. */
export const valueOperators: Readonly<Record<string, ComparisonOperator>> = {
  eq: '_eq',
  ne: '_neq',
  neq: '_neq',
  gt: '_gt',
  gte: '_gte',
  lt: '_lt',
  lte: '_lte',
  in: '_in',
  nin: '_nin',
  like: '_like',
  nlike: '_nlike',
  ilike: '_ilike',
  nilike: '_nilike',
  similar: '_similar',
  nsimilar: '_nsimilar',
  regex: '_regex',
  nregex: '_nregex',
  iregex: '_iregex',
  niregex: '_niregex',
  contains: '_contains',
  contained_in: '_contained_in',
  has_key: '_has_key',
  has_keys_any: '_has_keys_any',
  has_keys_all: '_has_keys_all',
  ancestor: '_ancestor',
  ancestor_any: '_ancestor_any',
  descendant: '_descendant',
  descendant_any: '_descendant_any',
  matches: '_matches',
  matches_any: '_matches_any',
  matches_fulltext: '_matches_fulltext',
};

/** Operators that compare with another column. */
export const columnOperators: Readonly<Record<string, ComparisonOperator>> = {
  ceq: '_eq',
  cne: '_neq',
  cneq: '_neq',
  cgt: '_gt',
  cgte: '_gte',
  clt: '_lt',
  clte: '_lte',
};

const stringTypes = ['text', 'varchar', 'bpchar', 'char', 'citext', 'name'];

const stringOperators: readonly ComparisonOperator[] = [
  '_like',
  '_nlike',
  '_ilike',
  '_nilike',
  '_similar',
  '_nsimilar',
  '_regex',
  '_nregex',
  '_iregex',
  '_niregex',
];

/** Types an operator is for; absent: all. */
export const operatorTypes: ReadonlyMap<ComparisonOperator, readonly string[]> = new Map([
  ...stringOperators.map((each): [ComparisonOperator, readonly string[]] => [each, stringTypes]),
  ['_has_key', ['jsonb']],
  ['_has_keys_any', ['jsonb']],
  ['_has_keys_all', ['jsonb']],
  ...Object.keys(ltreeOperators).map((each): [ComparisonOperator, readonly string[]] => [
    each as LtreeOperator,
    ['ltree'],
  ]),
]);

/** `_eq` and `$eq` are the same. Null when `key` isn't written like an operator. */
export const operatorName = (key: string): string | null =>
  key.startsWith('_') || key.startsWith('$') ? key.slice(1) : null;
