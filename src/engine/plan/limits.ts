import type { OperationDefinitionNode } from 'graphql';
import type { Json, JsonObject } from '../json.js';
import { isObject } from '../jsonText.js';
import { measureOperation } from './complexity.js';
import type { ParsedDocument } from './document.js';
import { refuse } from './refusal.js';
import { usedVariables } from './usedNames.js';

/**
 * Checks an operation against metadata's `api_limits`: `{disabled, depth_limit: {global, per_role}, node_limit}`.
 * As in Hasura, they don't hold for admin. Which words Hasura's edition with limits uses isn't known here.
 *
 * @throws HasuraError validation-failed
 */
export function checkLimits(
  document: ParsedDocument,
  operation: OperationDefinitionNode,
  apiLimits: JsonObject,
  role: string,
): void {
  const depthLimit = limitFor(apiLimits, 'depth_limit', role);
  const nodeLimit = limitFor(apiLimits, 'node_limit', role);
  if (depthLimit === undefined && nodeLimit === undefined) return;
  usedVariables(document, operation);
  const { depth, nodes } = measureOperation(document, operation);
  if (depthLimit !== undefined && depth > depthLimit) {
    refuse('$', `the query has a depth of ${depth}, which exceeds the limit of ${depthLimit}`);
  }
  if (nodeLimit !== undefined && nodes > nodeLimit) {
    refuse('$', `the query has ${nodes} nodes, which exceeds the limit of ${nodeLimit}`);
  }
}

/** The most operations of one HTTP request, `batch_limit`; null for any number. */
export const batchLimit = (apiLimits: JsonObject, role: string): number | null =>
  limitFor(apiLimits, 'batch_limit', role) ?? null;

function limitFor(apiLimits: JsonObject, name: string, role: string): number | undefined {
  if (role === 'admin' || apiLimits.disabled === true) return undefined;
  const limit: Json = apiLimits[name] ?? null;
  if (!isObject(limit)) return undefined;
  const perRole: Json = limit.per_role ?? null;
  const own = isObject(perRole) ? perRole[role] : undefined;
  const value = own ?? limit.global;
  return typeof value === 'number' ? value : undefined;
}
