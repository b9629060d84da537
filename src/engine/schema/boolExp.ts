import { quoted } from '../model/naming.js';
import type { TrackedTable } from '../model/types.js';
import { aggregateBoolExp } from './aggregateBoolExp.js';
import { columnComparisonExp, comparisonExp } from './comparison.js';
import {
  define,
  type SchemaContext,
  selectableColumns,
  type VisibleComputedField,
  type VisibleRelationship,
  visibleComputedFields,
  visibleRelationships,
} from './context.js';
import { takesArguments } from './functionArguments.js';
import { tableTypeName } from './naming.js';
import { fieldMap, inputField, listOf, named } from './typeRef.js';
import type { InputField } from './types.js';

/** `notes_bool_exp`. A role without select permission gets one of `_and`, `_or` and `_not` alone. */
export function boolExp(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_bool_exp');
  return define(context, name, table, () => ({
    kind: 'input',
    name,
    description:
      `Boolean expression to filter rows from the table ${quoted(table)}. ` +
      `All fields are combined with a logical 'AND'.`,
    fields: fieldMap([
      inputField('_and', listOf(name), { is: 'and' }),
      inputField('_not', named(name), { is: 'not' }),
      inputField('_or', listOf(name), { is: 'or' }),
      ...selectableColumns(context, table).map((column) =>
        inputField(column.graphqlName, named(columnComparisonExp(context, column)), {
          is: 'whereColumn',
          column,
        }),
      ),
      ...visibleRelationships(context, table).flatMap((each) => relationshipFields(context, each)),
      ...visibleComputedFields(context, table).flatMap((each) => computedField(context, each)),
    ]),
  }));
}

function relationshipFields(
  context: SchemaContext,
  { relationship, target, select }: VisibleRelationship,
): readonly InputField[] {
  const { name, kind } = relationship;
  const means = { relationship, table: target };
  const rows = inputField(name, named(boolExp(context, target)), { is: 'whereRelation', ...means });
  if (kind === 'object' || !select.allowAggregations) return [rows];
  const aggregate = named(aggregateBoolExp(context, target));
  return [rows, inputField(`${name}_aggregate`, aggregate, { is: 'whereAggregate', ...means })];
}

/** Computed fields can be compared if they take nothing but the row and the session. */
function computedField(context: SchemaContext, visible: VisibleComputedField): readonly InputField[] {
  const { computedField, target } = visible;
  if (takesArguments(computedField)) return [];
  if (target === null) {
    const type = named(comparisonExp(context, computedField.function.returns));
    return [inputField(computedField.name, type, { is: 'whereComputedScalar', computedField })];
  }
  const type = named(boolExp(context, target));
  return [inputField(computedField.name, type, { is: 'whereComputedTable', computedField, table: target })];
}
