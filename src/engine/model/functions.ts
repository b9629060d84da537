import { type Catalog, type CatalogFunction, catalogKey } from '../catalog/types.js';
import type { FunctionMetadata } from '../metadata/types.js';
import { getOnlyFunction } from './computedFields.js';
import type { Uses } from './dependencies.js';
import { dangling, Fault, reasonList } from './fault.js';
import { functionGraphqlName, isGraphqlName, quoted } from './naming.js';
import type { TrackedFunction } from './types.js';

/**
 * A function as a root field. Which roles may call it is completed by inheritedRoles.ts.
 * @throws Fault with all that is wrong with it
 */
export function buildFunction(
  metadata: FunctionMetadata,
  catalog: Catalog,
  tables: ReadonlyMap<string, unknown>,
  uses: Uses,
): TrackedFunction {
  const found = getOnlyFunction(catalog, metadata.function);
  const { configuration } = metadata;
  const returnsTable = found.returnsTable;
  const graphqlName = functionGraphqlName(metadata);
  const faults = functionFaults(found, metadata, graphqlName);
  if (faults.length > 0)
    throw new Fault(reasonList(`the function ${quoted(found)} cannot be tracked`, faults));
  if (!returnsTable) throw new Fault('unreachable: a function without a table was not refused');
  if (!tables.has(catalogKey(returnsTable))) throw dangling(`table ${quoted(returnsTable)} is not tracked`);
  uses.add({ kind: 'table', table: returnsTable });
  const standard = found.volatility === 'volatile' ? 'mutation' : 'query';
  return {
    schema: found.schema,
    name: found.name,
    function: found,
    graphqlName,
    rootFields: configuration.customRootFields,
    exposedAs: configuration.exposedAs ?? standard,
    returnsTable,
    sessionArgument: sessionIndex(found, configuration.sessionArgument),
    permissions: new Set(metadata.permissions.map((each) => each.role)),
    comment: metadata.comment ?? found.comment,
  };
}

function functionFaults(
  found: CatalogFunction,
  { configuration }: FunctionMetadata,
  graphqlName: string,
): string[] {
  const faults: string[] = [];
  if (!isGraphqlName(graphqlName)) faults.push('function name is not a legal GraphQL identifier');
  if (found.isVariadic) faults.push('function with "VARIADIC" parameters are not supported');
  if (found.returns.kind !== 'composite' || found.returns.isArray) {
    faults.push('the function does not return a "COMPOSITE" type');
  } else if (!found.returnsTable) faults.push('the function does not return a table');
  if (configuration.exposedAs === 'mutation' && found.volatility !== 'volatile') {
    faults.push(
      'the function was requested to be exposed as a mutation, but is not marked VOLATILE. ' +
        'Maybe the function was given the wrong volatility when it was defined?',
    );
  }
  const named = configuration.sessionArgument;
  const session = sessionIndex(found, named);
  const sessionType = session === null ? undefined : found.arguments[session]?.type;
  if (named !== undefined && !sessionType) {
    faults.push(
      `given session argument ${quoted(named)} not the input argument of the function ${quoted(found)}`,
    );
  } else if (named !== undefined && (sessionType?.name !== 'json' || sessionType.isArray)) {
    faults.push(`given session argument ${quoted(named)} is not of type json`);
  }
  const wrong = found.arguments.filter((each) => each.name !== null && !isGraphqlName(each.name));
  if (wrong.length > 0) {
    const names = wrong.map((each) => each.name).join(',');
    faults.push(`the function arguments ${names} are not in compliance with GraphQL spec`);
  }
  return faults;
}

function sessionIndex(found: CatalogFunction, name: string | undefined): number | null {
  const index = name === undefined ? -1 : found.arguments.findIndex((each) => each.name === name);
  return index < 0 ? null : index;
}
