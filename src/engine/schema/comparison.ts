import type { PgType } from '../catalog/types.js';
import type { ComparisonOperator } from '../model/condition.js';
import type { TableColumn } from '../model/types.js';
import { define, type SchemaContext } from './context.js';
import { columnEnum, isJsonb, isLtree, isString, pgTypeRef, scalar, scalarName } from './scalars.js';
import { fieldMap, inputField, listOf, named, nonNull } from './typeRef.js';
import type { InputField, TypeRef } from './types.js';

/** What an operator takes: a value of the column's type, a list of such, or a fixed type. */
type Operand = 'value' | 'values' | 'String' | 'Strings' | 'Boolean' | 'lquery' | 'lqueries' | 'ltxtquery';

interface OperatorRow {
  readonly operator: ComparisonOperator | '_is_null';
  readonly takes: Operand;
  readonly description?: string;
}

const equality: readonly OperatorRow[] = [
  { operator: '_is_null', takes: 'Boolean' },
  { operator: '_eq', takes: 'value' },
  { operator: '_neq', takes: 'value' },
  { operator: '_in', takes: 'values' },
  { operator: '_nin', takes: 'values' },
];

const order: readonly OperatorRow[] = [
  { operator: '_gt', takes: 'value' },
  { operator: '_lt', takes: 'value' },
  { operator: '_gte', takes: 'value' },
  { operator: '_lte', takes: 'value' },
];

const text: readonly OperatorRow[] = [
  { operator: '_like', takes: 'value', description: 'does the column match the given pattern' },
  { operator: '_nlike', takes: 'value', description: 'does the column NOT match the given pattern' },
  {
    operator: '_ilike',
    takes: 'value',
    description: 'does the column match the given case-insensitive pattern',
  },
  {
    operator: '_nilike',
    takes: 'value',
    description: 'does the column NOT match the given case-insensitive pattern',
  },
  {
    operator: '_similar',
    takes: 'value',
    description: 'does the column match the given SQL regular expression',
  },
  {
    operator: '_nsimilar',
    takes: 'value',
    description: 'does the column NOT match the given SQL regular expression',
  },
  {
    operator: '_regex',
    takes: 'value',
    description: 'does the column match the given POSIX regular expression, case sensitive',
  },
  {
    operator: '_iregex',
    takes: 'value',
    description: 'does the column match the given POSIX regular expression, case insensitive',
  },
  {
    operator: '_nregex',
    takes: 'value',
    description: 'does the column NOT match the given POSIX regular expression, case sensitive',
  },
  {
    operator: '_niregex',
    takes: 'value',
    description: 'does the column NOT match the given POSIX regular expression, case insensitive',
  },
];

const jsonb: readonly OperatorRow[] = [
  {
    operator: '_contains',
    takes: 'value',
    description: 'does the column contain the given json value at the top level',
  },
  {
    operator: '_contained_in',
    takes: 'value',
    description: 'is the column contained in the given json value',
  },
  {
    operator: '_has_key',
    takes: 'String',
    description: 'does the string exist as a top-level key in the column',
  },
  {
    operator: '_has_keys_any',
    takes: 'Strings',
    description: 'do any of these strings exist as top-level keys in the column',
  },
  {
    operator: '_has_keys_all',
    takes: 'Strings',
    description: 'do all of these strings exist as top-level keys in the column',
  },
];

const array: readonly OperatorRow[] = [
  { operator: '_contains', takes: 'value', description: 'does the array contain the given value' },
  {
    operator: '_contained_in',
    takes: 'value',
    description: 'is the array contained in the given array value',
  },
];

const ltree: readonly OperatorRow[] = [
  {
    operator: '_ancestor',
    takes: 'value',
    description: 'is the left argument an ancestor of right (or equal)?',
  },
  { operator: '_ancestor_any', takes: 'values', description: 'does array contain an ancestor of `ltree`?' },
  {
    operator: '_descendant',
    takes: 'value',
    description: 'is the left argument a descendant of right (or equal)?',
  },
  {
    operator: '_descendant_any',
    takes: 'values',
    description: 'does array contain a descendant of `ltree`?',
  },
  { operator: '_matches', takes: 'lquery', description: 'does `ltree` match `lquery`?' },
  { operator: '_matches_any', takes: 'lqueries', description: 'does `ltree` match any `lquery` in array?' },
  { operator: '_matches_fulltext', takes: 'ltxtquery', description: 'does `ltree` match `ltxtquery`?' },
];

/** The operators of a type, in Hasura's families. */
function operatorsFor(type: PgType): readonly OperatorRow[] {
  return [
    ...equality,
    ...order,
    ...(isString(type) ? text : []),
    ...(isJsonb(type) ? jsonb : []),
    ...(isLtree(type) ? ltree : []),
    ...(type.isArray ? array : []),
  ];
}

/** `Int_comparison_exp`, `String_array_comparison_exp`, … */
export function comparisonExp(context: SchemaContext, type: PgType): string {
  const base = scalarName(type);
  const name = `${base}${type.isArray ? '_array' : ''}_comparison_exp`;
  return define(context, name, null, () => ({
    kind: 'input',
    name,
    description: comparisonDescription(base),
    fields: fieldMap([
      ...castFields(context, type),
      ...operatorFields(context, operatorsFor(type), pgTypeRef(context, type)),
    ]),
  }));
}

/** The comparison of a column: by its enum table's values where it has one, which then only knows equality. */
export function columnComparisonExp(context: SchemaContext, column: TableColumn): string {
  const enumName = columnEnum(context, column);
  if (enumName === undefined) return comparisonExp(context, column.type);
  const name = `${enumName}_comparison_exp`;
  return define(context, name, null, () => ({
    kind: 'input',
    name,
    description: comparisonDescription(enumName),
    fields: fieldMap(operatorFields(context, equality, named(enumName))),
  }));
}

const comparisonDescription = (name: string): string =>
  `Boolean expression to compare columns of type "${name}". All fields are combined with logical 'AND'.`;

function operatorFields(
  context: SchemaContext,
  rows: readonly OperatorRow[],
  value: TypeRef,
): readonly InputField[] {
  const types: Readonly<Record<Operand, () => TypeRef>> = {
    value: () => value,
    values: () => ({ kind: 'list', of: nonNull(value), nonNull: false }),
    String: () => named(scalar(context, 'String')),
    Strings: () => listOf(scalar(context, 'String')),
    Boolean: () => named(scalar(context, 'Boolean')),
    lquery: () => named(scalar(context, 'lquery')),
    lqueries: () => listOf(scalar(context, 'lquery')),
    ltxtquery: () => named(scalar(context, 'ltxtquery')),
  };
  return rows.map(({ operator, takes, description }) =>
    inputField(operator, types[takes](), { is: 'operator', operator }, description),
  );
}

const textType: PgType = { sql: 'text', name: 'text', schema: 'pg_catalog', isArray: false, kind: 'base' };

/** `_cast: {String: {…}}`, which jsonb has. */
function castFields(context: SchemaContext, type: PgType): readonly InputField[] {
  if (!isJsonb(type)) return [];
  const name = `${scalarName(type)}_cast_exp`;
  define(context, name, null, () => ({
    kind: 'input',
    name,
    fields: fieldMap([
      inputField('String', named(comparisonExp(context, textType)), { is: 'castTo', pgType: textType.sql }),
    ]),
  }));
  return [inputField('_cast', named(name), { is: 'cast' })];
}
