import { Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { ParsedDocument } from './document.js';
import { refuse } from './refusal.js';

export interface Complexity {
  /** Fields within fields, leaves included: `{ users { id } }` has 2. */
  readonly depth: number;
  /** Fields that have subfields. */
  readonly nodes: number;
  /** All fields, those of a fragment once for each time it is spread. */
  readonly fields: number;
}

/**
 * What any operation may have. Hasura knows no such bounds, but a document of 2 kB can spread fragments into more
 * fields than there is memory, and one of 100 kB nest beyond the stack.
 */
const maximum = { depth: 200, fields: 100_000 } as const;

const cache = new WeakMap<OperationDefinitionNode, Complexity>();

/**
 * How large an operation is with its fragments spread, introspection left out. The fragments must be free of cycles.
 *
 * @throws HasuraError when it is beyond what can be planned.
 */
export function measureOperation(document: ParsedDocument, operation: OperationDefinitionNode): Complexity {
  const cached = cache.get(operation);
  if (cached) return cached;
  const complexity = measure(operation.selectionSet, document, new Map());
  if (complexity.depth > maximum.depth) refuse('$', `the query nests more than ${maximum.depth} fields`);
  if (complexity.fields > maximum.fields) refuse('$', `the query selects more than ${maximum.fields} fields`);
  cache.set(operation, complexity);
  return complexity;
}

function measure(
  { selections }: SelectionSetNode,
  document: ParsedDocument,
  fragments: Map<string, Complexity>,
): Complexity {
  const total = { depth: 0, nodes: 0, fields: 0 };
  for (const selection of selections) {
    const each =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? measureFragment(selection.name.value, document, fragments)
        : selection.kind === Kind.INLINE_FRAGMENT
          ? measure(selection.selectionSet, document, fragments)
          : measureField(selection.name.value, selection.selectionSet, document, fragments);
    total.depth = Math.max(total.depth, each.depth);
    total.nodes += each.nodes;
    total.fields += each.fields;
  }
  return total;
}

function measureField(
  name: string,
  within: SelectionSetNode | undefined,
  document: ParsedDocument,
  fragments: Map<string, Complexity>,
): Complexity {
  if (name.startsWith('__')) return { depth: 0, nodes: 0, fields: 1 };
  if (!within) return { depth: 1, nodes: 0, fields: 1 };
  const inner = measure(within, document, fragments);
  return { depth: inner.depth + 1, nodes: inner.nodes + 1, fields: inner.fields + 1 };
}

function measureFragment(
  name: string,
  document: ParsedDocument,
  fragments: Map<string, Complexity>,
): Complexity {
  const known = fragments.get(name);
  if (known) return known;
  const fragment = document.fragments.get(name);
  const complexity = fragment
    ? measure(fragment.selectionSet, document, fragments)
    : { depth: 0, nodes: 0, fields: 0 };
  fragments.set(name, complexity);
  return complexity;
}
