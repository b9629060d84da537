import {
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { HasuraError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { isList, isObject } from '../jsonText.js';
import type { Metadata } from '../metadata/types.js';
import { type ParsedDocument, parseDocument } from './document.js';

/** The documents that may be sent: by every role, and by some alone. */
interface Allowlist {
  readonly everybody: ReadonlySet<string>;
  readonly byRole: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Holds a request to the collections of metadata's allow list (HASURA_GRAPHQL_ENABLE_ALLOWLIST). As in Hasura admins
 * may send anything, documents count by what they say and not by how they are laid out, and `__typename` may be added.
 *
 * @throws HasuraError validation-failed
 */
export function checkAllowlist(query: string, role: string, metadata: Metadata): void {
  if (role === 'admin') return;
  const { everybody, byRole } = allowlistOf(metadata);
  const document = normalized(parseDocument(query));
  if (everybody.has(document) || byRole.get(role)?.has(document)) return;
  const internal = { message: 'query is not in any of the allowlists' };
  throw new HasuraError('validation-failed', 'query is not allowed', { internal });
}

const allowlists = new WeakMap<Metadata, Allowlist>();

function allowlistOf(metadata: Metadata): Allowlist {
  let known = allowlists.get(metadata);
  if (!known) {
    known = readAllowlist(metadata);
    allowlists.set(metadata, known);
  }
  return known;
}

function readAllowlist({ allowlist, queryCollections }: Metadata): Allowlist {
  const everybody = new Set<string>();
  const byRole = new Map<string, Set<string>>();
  for (const entry of allowlist.filter(isObject)) {
    const collection = queryCollections.filter(isObject).find((each) => each.name === entry.collection);
    const documents = collection ? documentsOf(collection) : [];
    const scope: Json = entry.scope ?? null;
    const roles = isObject(scope) && isList(scope.roles ?? null) ? (scope.roles as readonly Json[]) : null;
    for (const document of documents) {
      if (roles === null) everybody.add(document);
      for (const role of roles ?? []) {
        if (typeof role !== 'string') continue;
        const own = byRole.get(role) ?? new Set();
        byRole.set(role, own.add(document));
      }
    }
  }
  return { everybody, byRole };
}

function documentsOf({ definition }: JsonObject): string[] {
  const queries: Json = isObject(definition) ? (definition.queries ?? null) : null;
  if (!isList(queries)) return [];
  return queries.filter(isObject).flatMap(({ query }) => {
    if (typeof query !== 'string') return [];
    try {
      return [normalized(parseDocument(query))];
    } catch {
      // What can't be read can't be sent either.
      return [];
    }
  });
}

const texts = new WeakMap<ParsedDocument, string>();

/** One text for all documents that say the same. */
function normalized(document: ParsedDocument): string {
  let text = texts.get(document);
  if (text === undefined) {
    text = [...document.operations, ...document.fragments.values()]
      .map((each) => print(withoutTypename(each)))
      .join('\n');
    texts.set(document, text);
  }
  return text;
}

const withoutTypename = <Definition extends OperationDefinitionNode | FragmentDefinitionNode>(
  definition: Definition,
): Definition => ({ ...definition, selectionSet: selectionSet(definition.selectionSet) });

function selectionSet(set: SelectionSetNode): SelectionSetNode {
  return { ...set, selections: set.selections.flatMap(selection) };
}

/** Hasura looks into fields, not into inline fragments. */
function selection(node: SelectionNode): SelectionNode[] {
  if (node.kind !== Kind.FIELD) return [node];
  if (node.name.value === '__typename') return [];
  return [node.selectionSet ? { ...node, selectionSet: selectionSet(node.selectionSet) } : node];
}
