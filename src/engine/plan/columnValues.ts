import type { InputField, TypeRef } from '../schema/types.js';

/** The value is a column's, or compared with one. */
export function isColumnValue({ means }: Pick<InputField, 'means'>): boolean {
  if (means.is === 'operator') return means.operator !== '_is_null';
  return means.is === 'column' || means.is === 'functionArgument';
}

/** Values of array types take null elements, and variables that may hold them, although the schema says `[String!]`. */
export function acceptedType(field: InputField): TypeRef {
  const { type } = field;
  return type.kind === 'list' && isArrayValue(field) ? { ...type, of: { ...type.of, nonNull: false } } : type;
}

/** The value is for a column of arrays. */
export function isArrayValue({ type, means }: InputField): boolean {
  const isList = means.is === 'operator' && listOperators.has(means.operator);
  return type.kind === 'list' && isColumnValue({ means }) && !isList;
}

/** Operators that take a list of values, whatever the column is. */
const listOperators: ReadonlySet<string> = new Set([
  '_in',
  '_nin',
  '_has_keys_any',
  '_has_keys_all',
  '_ancestor_any',
  '_descendant_any',
  '_matches_any',
]);
