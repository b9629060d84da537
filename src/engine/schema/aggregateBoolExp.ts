import type { PgType } from '../catalog/types.js';
import type { PredicateFunction } from '../model/condition.js';
import type { TrackedTable } from '../model/types.js';
import { boolExp } from './boolExp.js';
import { comparisonExp } from './comparison.js';
import { define, type SchemaContext, selectableColumns } from './context.js';
import { aggregateColumnEnum, selectColumnEnum } from './enums.js';
import { tableTypeName } from './naming.js';
import { columnsWhere, isBoolean, isDouble, scalar } from './scalars.js';
import { fieldMap, inputField, listOf, named, required } from './typeRef.js';
import type { InputField, TypeRef } from './types.js';

interface PredicateRow {
  readonly takes: 'any columns' | 'one column' | 'two columns';
  /** Which columns it takes. */
  readonly accepts: (type: PgType) => boolean;
  /** What the aggregate is compared as. */
  readonly compares: PgType;
}

const base = (sql: string): PgType => ({
  sql,
  name: sql,
  schema: 'pg_catalog',
  isArray: false,
  kind: 'base',
});
const overBooleans = { takes: 'one column', accepts: isBoolean, compares: base('bool') } as const;
const overDoubles = { takes: 'one column', accepts: isDouble, compares: base('float8') } as const;
const overPairs = { ...overDoubles, takes: 'two columns' } as const;

/** Hasura's aggregation predicates. The numeric ones exist for double precision alone. */
const predicates: Readonly<Record<PredicateFunction, PredicateRow>> = {
  avg: overDoubles,
  bool_and: overBooleans,
  bool_or: overBooleans,
  corr: overPairs,
  count: { takes: 'any columns', accepts: () => true, compares: base('int4') },
  covar_samp: overPairs,
  max: overDoubles,
  min: overDoubles,
  stddev_samp: overDoubles,
  sum: overDoubles,
  var_samp: overDoubles,
};

/** `notes_aggregate_bool_exp`: conditions on aggregates of related rows. */
export function aggregateBoolExp(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_aggregate_bool_exp');
  return define(context, name, table, () => ({
    kind: 'input',
    name,
    fields: fieldMap(
      Object.entries(predicates).flatMap(([of, row]) =>
        predicateField(context, table, of as PredicateFunction, row),
      ),
    ),
  }));
}

function predicateField(
  context: SchemaContext,
  table: TrackedTable,
  of: PredicateFunction,
  row: PredicateRow,
): readonly InputField[] {
  const columns = columnsWhere(selectableColumns(context, table), row.accepts);
  if (row.takes !== 'any columns' && columns.length === 0) return [];
  const name = tableTypeName(context, table, `_aggregate_bool_exp_${of}`);
  define(context, name, table, () => {
    const argument = argumentsType(context, table, of, row);
    const fields: InputField[] = argument === undefined ? [] : [inputField('arguments', argument)];
    fields.push(
      inputField('distinct', named(scalar(context, 'Boolean'))),
      inputField('filter', named(boolExp(context, table))),
      inputField('predicate', required(comparisonExp(context, row.compares))),
    );
    return { kind: 'input', name, fields: fieldMap(fields) };
  });
  return [inputField(of, named(name), { is: 'aggregatePredicate', function: of })];
}

/** A list of columns, one, or `{X, Y}`; undefined if the role may read none. */
function argumentsType(
  context: SchemaContext,
  table: TrackedTable,
  of: PredicateFunction,
  { takes, accepts }: PredicateRow,
): TypeRef | undefined {
  if (takes === 'any columns') {
    const columns = selectColumnEnum(context, table);
    return columns === undefined ? undefined : listOf(columns);
  }
  const columns = columnsWhere(selectableColumns(context, table), accepts);
  const column = required(aggregateColumnEnum(context, table, of, columns));
  if (takes === 'one column') return column;
  const name = tableTypeName(context, table, `_aggregate_bool_exp_${of}_arguments`);
  define(context, name, table, () => ({
    kind: 'input',
    name,
    fields: fieldMap([inputField('X', column), inputField('Y', column)]),
  }));
  return required(name);
}
