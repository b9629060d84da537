import { quoted } from '../model/naming.js';
import type { TableColumn, TrackedTable } from '../model/types.js';
import { orderedFunctions, statisticalFunctions } from './aggregateFunctions.js';
import {
  define,
  type SchemaContext,
  selectableColumns,
  type VisibleComputedField,
  visibleComputedFields,
} from './context.js';
import { selectColumnEnum } from './enums.js';
import { describe, tableTypeName } from './naming.js';
import { columnsWhere, isComparable, isNumeric, pgTypeRef, scalar } from './scalars.js';
import { computedField, tableObject } from './tableObject.js';
import { fieldMap, inputField, listOf, named, outputField, required, requiredListOf } from './typeRef.js';
import type { AggregateFunction, OutputField } from './types.js';

/** `notes_aggregate`: `{aggregate, nodes}`. */
export function aggregateObject(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_aggregate');
  return define(context, name, table, () => ({
    kind: 'object',
    name,
    description: `aggregated selection of ${quoted(table)}`,
    fields: fieldMap([
      outputField('aggregate', named(aggregateFields(context, table)), { is: 'aggregate' }),
      outputField('nodes', requiredListOf(tableObject(context, table)), { is: 'nodes' }),
    ]),
  }));
}

/** What one aggregate function may be applied to. */
interface Aggregable {
  readonly columns: readonly TableColumn[];
  readonly computedFields: readonly VisibleComputedField[];
}

function aggregateFields(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_aggregate_fields');
  return define(context, name, table, () => {
    const columns = selectableColumns(context, table);
    const scalars = visibleComputedFields(context, table).filter(({ target }) => target === null);
    const over = (accepts: typeof isNumeric): Aggregable => ({
      columns: columnsWhere(columns, accepts),
      computedFields: scalars.filter((each) => accepts(each.computedField.function.returns)),
    });
    const numbers = over(isNumeric);
    const comparables = over(isComparable);
    return {
      kind: 'object',
      name,
      description: `aggregate fields of ${quoted(table)}`,
      fields: fieldMap([
        countField(context, table),
        ...statisticalFunctions.flatMap((each) => functionField(context, table, each, numbers)),
        ...orderedFunctions.flatMap((each) => functionField(context, table, each, comparables)),
      ]),
    };
  });
}

function countField(context: SchemaContext, table: TrackedTable): OutputField {
  const columns = selectColumnEnum(context, table);
  const distinct = inputField('distinct', named(scalar(context, 'Boolean')));
  return outputField(
    'count',
    required(scalar(context, 'Int')),
    { is: 'count' },
    { arguments: columns === undefined ? [distinct] : [inputField('columns', listOf(columns)), distinct] },
  );
}

/** `sum`, `max` and `min` keep the column's type; the rest are Float. All are null over no rows. */
function functionField(
  context: SchemaContext,
  table: TrackedTable,
  aggregate: AggregateFunction,
  { columns, computedFields }: Aggregable,
): readonly OutputField[] {
  if (columns.length + computedFields.length === 0) return [];
  const keepsType = aggregate === 'sum' || aggregate === 'max' || aggregate === 'min';
  const name = tableTypeName(context, table, `_${aggregate}_fields`);
  define(context, name, table, () => ({
    kind: 'object',
    name,
    description: `aggregate ${aggregate} on columns`,
    fields: fieldMap([
      ...columns.map((column) =>
        outputField(
          column.graphqlName,
          keepsType ? pgTypeRef(context, column.type) : named(scalar(context, 'Float')),
          { is: 'column', column },
          { description: describe(column.comment) },
        ),
      ),
      ...computedFields.map((each) => {
        const field = computedField(context, table, each);
        return keepsType ? field : { ...field, type: named(scalar(context, 'Float')) };
      }),
    ]),
  }));
  return [outputField(aggregate, named(name), { is: 'aggregateFunction', function: aggregate })];
}
