import {
  type ASTNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { ParsedDocument } from './document.js';
import { refuse } from './refusal.js';

/** Fragments that spread fragments. Hasura knows no bound; the stack has one. */
const maximumDepth = 200;

const cache = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>();

/**
 * Names of the variables that an operation uses, in fragments too.
 *
 * @throws HasuraError when a fragment isn't defined or includes itself.
 */
export function usedVariables(
  document: ParsedDocument,
  operation: OperationDefinitionNode,
): ReadonlySet<string> {
  const cached = cache.get(operation);
  if (cached) return cached;
  const used = new Set<string>();
  const done = new Set<string>();
  collectFrom(operation, document, [], used, done);
  cache.set(operation, used);
  return used;
}

function collectFrom(
  root: OperationDefinitionNode | FragmentDefinitionNode,
  document: ParsedDocument,
  within: readonly string[],
  used: Set<string>,
  done: Set<string>,
): void {
  const add = (node: ASTNode) =>
    visit(node, {
      Variable: (each) => void used.add(each.name.value),
      FragmentSpread: (each) => spread(each.name.value),
    });
  const spread = (name: string) => {
    if (within.includes(name)) refuseCycle([...within.slice(within.indexOf(name)), name]);
    if (within.length >= maximumDepth) refuse('$', `fragments nest more than ${maximumDepth} times`);
    const fragment = document.fragments.get(name) ?? refuse('$', `reference to undefined fragment "${name}"`);
    if (done.has(name)) return;
    collectFrom(fragment, document, [...within, name], used, done);
    done.add(name);
  };
  for (const directive of root.directives ?? []) add(directive);
  add(root.selectionSet satisfies SelectionSetNode);
}

function refuseCycle(names: readonly string[]): never {
  const unique = [...new Set(names)].map((name) => `"${name}"`);
  const last = unique.pop();
  const list = unique.length === 0 ? last : `${unique.join(', ')} and ${last}`;
  return refuse('$', `the fragment definition(s) ${list} form a cycle`);
}
