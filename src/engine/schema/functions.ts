import { isGraphqlName, quoted } from '../model/naming.js';
import type { TrackedFunction, TrackedTable } from '../model/types.js';
import { aggregateObject } from './aggregate.js';
import { findTable, ownerOf, type SchemaContext, selectPermission } from './context.js';
import { functionArgs } from './functionArguments.js';
import { customRootName, describe } from './naming.js';
import type { RootEntries, RootEntry } from './rootFields.js';
import { selectArguments } from './selectArguments.js';
import { tableObject } from './tableObject.js';
import { named, outputField, required, requiredListOf } from './typeRef.js';
import type { OutputField } from './types.js';

const none: RootEntries = { query: [], mutation: [], subscription: [] };

/** The root fields of a tracked function: rows of a table that the role may read. */
export function functionRootFields(context: SchemaContext, tracked: TrackedFunction): RootEntries {
  const table = findTable(context, tracked.returnsTable);
  const select = table && selectPermission(context, table);
  if (!table || !select || !mayCall(context, tracked) || !isGraphqlName(tracked.graphqlName)) return none;
  const rowsEntry = entry(context, table, tracked.rootFields.function ?? tracked.graphqlName, (name) =>
    rowsField(context, tracked, table, name),
  );
  if (tracked.exposedAs === 'mutation') return { ...none, mutation: [rowsEntry] };
  const entries = [rowsEntry];
  if (select.allowAggregations) {
    const name = tracked.rootFields.function_aggregate ?? `${tracked.graphqlName}_aggregate`;
    entries.push(entry(context, table, name, (custom) => aggregateField(context, tracked, table, custom)));
  }
  return { query: entries, mutation: [], subscription: entries };
}

function mayCall(context: SchemaContext, tracked: TrackedFunction): boolean {
  const inferred = tracked.exposedAs === 'query' && context.inferFunctionPermissions;
  return context.role === 'admin' || inferred || tracked.permissions.has(context.role);
}

function entry(
  context: SchemaContext,
  table: TrackedTable,
  plainName: string,
  build: (name: string) => OutputField,
): RootEntry {
  const name = customRootName(context, plainName);
  return { name, owner: ownerOf(table), build: () => build(name) };
}

function rowsField(
  context: SchemaContext,
  tracked: TrackedFunction,
  table: TrackedTable,
  name: string,
): OutputField {
  const { exposedAs, comment, function: called } = tracked;
  const object = tableObject(context, table);
  const returns = `${quoted(tracked)} which returns ${quoted(table)}`;
  const description =
    exposedAs === 'mutation'
      ? `execute VOLATILE function ${returns}`
      : describe(comment ?? called.comment, `execute function ${returns}`);
  return outputField(
    name,
    called.returnsSet ? requiredListOf(object) : named(object),
    exposedAs === 'mutation'
      ? { is: 'callFunction', table, function: tracked }
      : { is: 'select', table, function: tracked },
    { description, arguments: [...functionArgs(context, tracked), ...selectArguments(context, table)] },
  );
}

function aggregateField(
  context: SchemaContext,
  tracked: TrackedFunction,
  table: TrackedTable,
  name: string,
): OutputField {
  return outputField(
    name,
    required(aggregateObject(context, table)),
    { is: 'selectAggregate', table, function: tracked },
    {
      description: `execute function ${quoted(tracked)} and query aggregates on result of table type ${quoted(table)}`,
      arguments: [...functionArgs(context, tracked), ...selectArguments(context, table)],
    },
  );
}
