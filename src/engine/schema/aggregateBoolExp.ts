import type { PgType } from '../catalog/types.js';
import type { TrackedTable } from '../model/types.js';
import { boolExp } from './boolExp.js';
import { comparisonExp } from './comparison.js';
import { define, type SchemaContext, selectableColumns } from './context.js';
import { aggregateColumnEnum, selectColumnEnum } from './enums.js';
import { tableTypeName } from './naming.js';
import { columnsWhere, isBoolean, scalar } from './scalars.js';
import { fieldMap, inputField, listOf, named, required } from './typeRef.js';
import type { InputField, TypeRef } from './types.js';

const base = (sql: string): PgType => ({
  sql,
  name: sql,
  schema: 'pg_catalog',
  isArray: false,
  kind: 'base',
});
const integer = base('int4');
const boolean = base('bool');

/** `notes_aggregate_bool_exp`: conditions on the count and the booleans of related rows. */
export function aggregateBoolExp(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_aggregate_bool_exp');
  return define(context, name, table, () => {
    const booleans = columnsWhere(selectableColumns(context, table), isBoolean);
    const countable = selectColumnEnum(context, table);
    const field = (of: 'count' | 'bool_and' | 'bool_or', argument: TypeRef | null, compares: PgType) =>
      inputField(of, named(predicate(context, table, `${name}_${of}`, argument, compares)), {
        is: 'aggregatePredicate',
        function: of,
      });
    return {
      kind: 'input',
      name,
      fields: fieldMap([
        ...(booleans.length === 0
          ? []
          : (['bool_and', 'bool_or'] as const).map((of) =>
              field(of, required(aggregateColumnEnum(context, table, of, booleans)), boolean),
            )),
        field('count', countable === undefined ? null : listOf(countable), integer),
      ]),
    };
  });
}

/** `{arguments, distinct, filter, predicate}` */
function predicate(
  context: SchemaContext,
  table: TrackedTable,
  name: string,
  argument: TypeRef | null,
  compares: PgType,
): string {
  return define(context, name, table, () => {
    const fields: InputField[] = argument === null ? [] : [inputField('arguments', argument)];
    fields.push(
      inputField('distinct', named(scalar(context, 'Boolean'))),
      inputField('filter', named(boolExp(context, table))),
      inputField('predicate', required(comparisonExp(context, compares))),
    );
    return { kind: 'input', name, fields: fieldMap(fields) };
  });
}
