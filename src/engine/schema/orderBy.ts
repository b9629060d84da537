import { quoted } from '../model/naming.js';
import type { TableColumn, TrackedTable } from '../model/types.js';
import { orderedFunctions, statisticalFunctions } from './aggregateFunctions.js';
import {
  define,
  type SchemaContext,
  selectableColumns,
  type VisibleComputedField,
  type VisibleRelationship,
  visibleComputedFields,
  visibleRelationships,
} from './context.js';
import { orderByEnum } from './enums.js';
import { takesArguments } from './functionArguments.js';
import { describe, tableTypeName } from './naming.js';
import { columnsWhere, isComparable, isNumeric } from './scalars.js';
import { fieldMap, inputField, named } from './typeRef.js';
import type { AggregateFunction, InputField } from './types.js';

/** `notes_order_by`: by columns, through object relationships, by aggregates of array relationships. */
export function orderBy(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_order_by');
  return define(context, name, table, () => ({
    kind: 'input',
    name,
    description: `Ordering options when selecting data from ${quoted(table)}.`,
    fields: fieldMap([
      ...selectableColumns(context, table).map((column) =>
        inputField(column.graphqlName, named(orderByEnum(context)), { is: 'orderColumn', column }),
      ),
      ...visibleRelationships(context, table).flatMap((each) => relationshipField(context, each)),
      ...visibleComputedFields(context, table).flatMap((each) => computedField(context, each)),
    ]),
  }));
}

function relationshipField(
  context: SchemaContext,
  { relationship, target, select }: VisibleRelationship,
): readonly InputField[] {
  const { name, kind } = relationship;
  const means = { relationship, table: target };
  if (kind === 'object') {
    return [inputField(name, named(orderBy(context, target)), { is: 'orderRelation', ...means })];
  }
  if (!select.allowAggregations) return [];
  const type = named(aggregateOrderBy(context, target));
  return [inputField(`${name}_aggregate`, type, { is: 'orderAggregate', ...means })];
}

function computedField(context: SchemaContext, visible: VisibleComputedField): readonly InputField[] {
  const { computedField, target } = visible;
  if (takesArguments(computedField)) return [];
  if (target === null) {
    const type = named(orderByEnum(context));
    return [inputField(computedField.name, type, { is: 'orderComputedScalar', computedField })];
  }
  if (!visible.select.allowAggregations) return [];
  const type = named(aggregateOrderBy(context, target));
  const means = { is: 'orderComputedAggregate', computedField, table: target } as const;
  return [inputField(`${computedField.name}_aggregate`, type, means)];
}

/** `notes_aggregate_order_by`: by the count, or an aggregate function over a column, of related rows. */
function aggregateOrderBy(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_aggregate_order_by');
  return define(context, name, table, () => {
    const columns = selectableColumns(context, table);
    const numbers = columnsWhere(columns, isNumeric);
    const comparables = columnsWhere(columns, isComparable);
    return {
      kind: 'input',
      name,
      description: `order by aggregate values of table ${quoted(table)}`,
      fields: fieldMap([
        inputField('count', named(orderByEnum(context)), { is: 'orderCount' }),
        ...statisticalFunctions.flatMap((each) => functionField(context, table, each, numbers)),
        ...orderedFunctions.flatMap((each) => functionField(context, table, each, comparables)),
      ]),
    };
  });
}

function functionField(
  context: SchemaContext,
  table: TrackedTable,
  aggregate: AggregateFunction,
  columns: readonly TableColumn[],
): readonly InputField[] {
  if (columns.length === 0) return [];
  const name = tableTypeName(context, table, `_${aggregate}_order_by`);
  define(context, name, table, () => ({
    kind: 'input',
    name,
    description: `order by ${aggregate}() on columns of table ${quoted(table)}`,
    fields: fieldMap(
      columns.map((column) =>
        inputField(
          column.graphqlName,
          named(orderByEnum(context)),
          { is: 'orderColumn', column },
          describe(column.comment),
        ),
      ),
    ),
  }));
  return [inputField(aggregate, named(name), { is: 'orderFunction', function: aggregate })];
}
