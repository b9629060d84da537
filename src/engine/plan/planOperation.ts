import type { OperationDefinitionNode } from 'graphql';
import type { JsonObject } from '../json.js';
import type { ObjectType, RoleSchema } from '../schema/types.js';
import { measureOperation } from './complexity.js';
import type { PlanContext } from './context.js';
import { readOperationDirectives } from './directives.js';
import { chooseOperation, type ParsedDocument, parseDocument } from './document.js';
import { refuse } from './refusal.js';
import { planRoot } from './root.js';
import type { OperationPlan } from './types.js';
import { usedVariables } from './usedNames.js';
import { resolveVariables } from './variables.js';

/** The body of a GraphQL request. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: JsonObject | null | undefined;
}

export interface PlanOptions {
  /** HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES: columns whose numbers a double may not hold are answered as strings. */
  readonly stringifyNumericTypes?: boolean;
  /** HASURA_GRAPHQL_V1_BOOLEAN_NULL_COLLAPSE: a comparison with null counts as not given, where else it is refused. */
  readonly collapsesNulls?: boolean;
}

/**
 * What a request does, for the role whose schema is given, with all its permissions applied.
 *
 * @throws HasuraError with Hasura's code, path and wording for the first fault found.
 */
export function planOperation(
  request: GraphqlRequest,
  schema: RoleSchema,
  options: PlanOptions = {},
): OperationPlan {
  const document = parseDocument(request.query);
  const operation = chooseOperation(document, request.operationName);
  return planChosen(document, operation, request.variables ?? {}, schema, options);
}

/** The same for a document that is parsed already. */
export function planChosen(
  document: ParsedDocument,
  operation: OperationDefinitionNode,
  values: JsonObject,
  schema: RoleSchema,
  options: PlanOptions = {},
): OperationPlan {
  const used = usedVariables(document, operation);
  measureOperation(document, operation);
  const root = rootOf(schema, operation);
  const variables = resolveVariables(operation, values, used);
  let reusable = true;
  const context: PlanContext = {
    role: schema.role,
    schema,
    stringifyNumericTypes: options.stringifyNumericTypes ?? false,
    collapsesNulls: options.collapsesNulls ?? false,
    kind: operation.operation,
    variables,
    fragments: document.fragments,
    dependsOnValue: () => {
      reusable = false;
    },
  };
  const { fields, stream } = planRoot(context, root, operation.selectionSet.selections, '$');
  const { multipleTopLevelFields } = readOperationDirectives(context, operation);
  if (operation.operation === 'subscription' && fields.length > 1 && !multipleTopLevelFields) {
    refuse('$', 'subscriptions must select one top level field');
  }
  return { kind: operation.operation, fields, ...(stream ? { stream } : {}), reusable };
}

function rootOf(schema: RoleSchema, { operation }: OperationDefinitionNode): ObjectType {
  const root = schema[operation];
  return root ?? refuse('$', `no ${operation}s exist`);
}
