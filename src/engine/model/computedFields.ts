import { type Catalog, type CatalogFunction, catalogKey, type QualifiedName } from '../catalog/types.js';
import type { ComputedFieldMetadata } from '../metadata/types.js';
import type { FunctionCall } from './condition.js';
import type { Uses } from './dependencies.js';
import { Fault, reasonList } from './fault.js';
import { isGraphqlName, quoted } from './naming.js';
import type { ComputedField } from './types.js';

/**
 * A function over a table's row, as a field of the table.
 * @throws Fault with all that is wrong with it
 */
export function buildComputedField(
  table: QualifiedName,
  metadata: ComputedFieldMetadata,
  catalog: Catalog,
  isTracked: (table: QualifiedName) => boolean,
  uses: Uses,
): ComputedField {
  const found = getOnlyFunction(catalog, metadata.function);
  const rowArgument = metadata.tableArgument ? argumentIndex(found, metadata.tableArgument) : 0;
  const sessionArgument = metadata.sessionArgument ? argumentIndex(found, metadata.sessionArgument) : null;
  const returnsTable = found.returnsSet ? found.returnsTable : null;
  const faults = [
    ...(isGraphqlName(metadata.name) ? [] : [`${quoted(metadata.name)} is not a valid GraphQL name`]),
    ...rowArgumentFaults(found, rowArgument, metadata.tableArgument, table),
    ...sessionArgumentFaults(found, sessionArgument, metadata.sessionArgument),
    ...(found.volatility === 'volatile'
      ? [`the function ${quoted(found)} is of type VOLATILE; cannot be added as a computed field`]
      : []),
    ...returnFaults(found, returnsTable, isTracked),
  ];
  if (faults.length > 0) {
    throw new Fault(
      reasonList(
        `the computed field ${quoted(metadata.name)} cannot be added to table ${quoted(table)}`,
        faults,
      ),
    );
  }
  if (returnsTable) uses.add({ kind: 'table', table: returnsTable });
  return {
    name: metadata.name,
    function: found,
    rowArgument,
    sessionArgument,
    returnsTable,
    comment: metadata.comment ?? found.comment,
  };
}

/** @throws Fault when there is none, or more than one of that name */
export function getOnlyFunction(catalog: Catalog, name: QualifiedName): CatalogFunction {
  const [first, ...more] = (catalog.functions.get(catalogKey(name)) ?? []).filter(
    (each) => each.kind === 'function',
  );
  if (!first) throw new Fault(`no such function exists: ${quoted(name)}`);
  if (more.length > 0) {
    throw new Fault(`function ${quoted(name)} is overloaded. Overloaded functions are not supported`);
  }
  return first;
}

/** -1 when there is no argument of that name. */
const argumentIndex = (found: CatalogFunction, name: string): number =>
  found.arguments.findIndex((each) => each.name === name);

function rowArgumentFaults(
  found: CatalogFunction,
  index: number,
  name: string | undefined,
  table: QualifiedName,
): string[] {
  if (index < 0) return [`${quoted(name ?? '')} is not an input argument of the function ${quoted(found)}`];
  const argument = found.arguments[index];
  if (!argument) return [`the function ${quoted(found)} has no input arguments`];
  const text = name
    ? `${quoted(name)} argument of the function ${quoted(found)}`
    : `first argument of the function ${quoted(found)}`;
  if (argument.type.kind !== 'composite' || argument.type.isArray) return [`${text} is not COMPOSITE type`];
  if (catalogKey(argument.type) === catalogKey(table)) return [];
  return [
    `${text} of type ${quoted(argument.type)} is not the table to which the computed field is being added`,
  ];
}

function sessionArgumentFaults(
  found: CatalogFunction,
  index: number | null,
  name: string | undefined,
): string[] {
  if (index === null || name === undefined) return [];
  const argument = found.arguments[index];
  if (!argument) return [`${quoted(name)} is not an input argument of the function ${quoted(found)}`];
  if (argument.type.name === 'json' && !argument.type.isArray) return [];
  return [`${quoted(name)} argument of the function ${quoted(found)} is not of type JSON`];
}

function returnFaults(
  found: CatalogFunction,
  returnsTable: QualifiedName | null,
  isTracked: (table: QualifiedName) => boolean,
): string[] {
  if (returnsTable) {
    if (isTracked(returnsTable)) return [];
    return [`the function ${quoted(found)} returning set of table ${quoted(returnsTable)} is not tracked`];
  }
  if (found.returns.kind === 'base' && !found.returnsSet) return [];
  return [`the function ${quoted(found)} returning type ${found.returns.name} is not a BASE type`];
}

/**
 * The call of a computed field for the current row, with the session where it asks for it. Arguments that clients give
 * aren't in it.
 */
export function computedFieldCall({
  function: found,
  rowArgument,
  sessionArgument,
}: ComputedField): FunctionCall {
  const calls = found.arguments.flatMap((argument, index): FunctionCall['arguments'][number][] => {
    if (index === rowArgument) return [{ kind: 'row' }];
    if (index !== sessionArgument) return [];
    // Postgres wants positional arguments before named ones, and the row is positional.
    const name = index < rowArgument ? null : argument.name;
    return [
      {
        kind: 'value',
        name,
        value: { kind: 'value', source: { from: 'sessionObject' }, type: argument.type },
      },
    ];
  });
  return { function: { schema: found.schema, name: found.name }, arguments: calls };
}

/** Whether clients can or must give arguments of their own; such fields can't be used in conditions. */
export const takesArguments = ({ function: found, rowArgument, sessionArgument }: ComputedField): boolean =>
  found.arguments.some((_, index) => index !== rowArgument && index !== sessionArgument);
