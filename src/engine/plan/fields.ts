import type { PgType } from '../catalog/types.js';
import { always, type Condition } from '../model/condition.js';
import type { TrackedTable } from '../model/types.js';
import { type PlanContext, selectPermissionOf } from './context.js';
import { computedFieldCall } from './functionCall.js';
import { type Arguments, readArguments } from './input.js';
import { parseJsonPath } from './jsonPath.js';
import { planRow, planSelect, readSelectArguments, type Selection } from './select.js';
import { type DefinedField, selectFields } from './selection.js';
import type { Field } from './types.js';
import { nameOf } from './where.js';

/** The fields selected from rows of `table`. */
export function planFields(context: PlanContext, selected: Selection, table: TrackedTable): readonly Field[] {
  return selectFields(context, selected.type, selected.selections, selected.path).map((each) =>
    each.field === null
      ? { kind: 'constant', alias: each.alias, value: selected.type.name }
      : planField(context, each, table),
  );
}

function planField(context: PlanContext, selected: DefinedField, table: TrackedTable): Field {
  const { alias, field, path } = selected;
  const { means } = field;
  switch (means.is) {
    case 'column': {
      const { name, type } = means.column;
      const mask = selectPermissionOf(context, table).columns.get(name);
      const shown = { ...jsonPath(context, selected), ...masked(mask), ...asText(context, type) };
      return { kind: 'column', alias, column: name, type, ...shown };
    }
    case 'computedScalar': {
      const { computedField } = means;
      const given = readArguments(context, selected.arguments, field.arguments, selected);
      const call = computedFieldCall(context, computedField, given, path);
      const type = computedField.function.returns;
      const mask = selectPermissionOf(context, table).computedFields.get(computedField.name);
      const shown = { ...pathIn(context, given), ...masked(mask), ...asText(context, type) };
      return { kind: 'computed', alias, call, type, ...shown };
    }
    case 'relation':
    case 'relationAggregate': {
      const { relationship, table: remote } = means;
      const from = { kind: 'table', table: nameOf(remote) } as const;
      const rows = withSubfields(selected);
      const isObject = relationship.kind === 'object';
      if (isObject) readArguments(context, selected.arguments, field.arguments, selected);
      const select = isObject
        ? planRow(context, rows, remote, from, always)
        : planSelect(context, rows, remote, from);
      return { kind: 'relation', alias, columns: relationship.columns, select };
    }
    case 'computedTable':
    case 'computedAggregate': {
      const rows = withSubfields(selected);
      const given = readSelectArguments(context, rows);
      const call = computedFieldCall(context, means.computedField, given, path);
      const from = { kind: 'function', call, table: nameOf(means.table) } as const;
      return { kind: 'computedRows', alias, select: planSelect(context, rows, means.table, from, given) };
    }
    default:
      throw new Error(`A row of ${table.name} has no field that means ${means.is}`);
  }
}

const masked = (visibleWhere: Condition | null | undefined) => (visibleWhere ? { visibleWhere } : {});

/** Types that Hasura counts as big numbers. */
const bigNumbers: ReadonlySet<string> = new Set(['int8', 'numeric', 'float8']);

/** How a column is written under HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES. */
export function asText(
  { stringifyNumericTypes }: Pick<PlanContext, 'stringifyNumericTypes'>,
  type: PgType,
): { readonly asText?: true } {
  return stringifyNumericTypes && !type.isArray && bigNumbers.has(type.name) ? { asText: true } : {};
}

export function withSubfields(selected: DefinedField): Selection {
  const { type } = selected;
  if (!type) throw new Error(`${selected.name} has no subfields`);
  return { ...selected, type };
}

/** `path:` of a JSON column. */
function jsonPath(context: PlanContext, selected: DefinedField): { readonly jsonPath?: readonly string[] } {
  const given = readArguments(context, selected.arguments, selected.field.arguments, selected);
  return pathIn(context, given);
}

function pathIn(context: PlanContext, given: Arguments): { readonly jsonPath?: readonly string[] } {
  const input = given.get('path');
  if (input?.kind !== 'scalar' || typeof input.value !== 'string') return {};
  if (input.source.from === 'variable') context.dependsOnValue();
  return { jsonPath: parseJsonPath(input.value, input.path) };
}
