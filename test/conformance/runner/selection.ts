import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';

/** What a query selects, by response name; null for a leaf, whose own keys have no order. */
export type Selection = ReadonlyMap<string, Selection | null>;

/** The selection of a document with one operation; undefined when it can't be read, which is then the case's point. */
export function selectionOf(query: unknown): Selection | undefined {
  try {
    const { definitions } = parse(String(query));
    const fragments = new Map(
      definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
      ),
    );
    const [operation, ...others] = definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
    return operation && others.length === 0 ? collect([operation.selectionSet], fragments) : undefined;
  } catch {
    return undefined;
  }
}

function collect(
  sets: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Selection {
  const below = new Map<string, SelectionSetNode[]>();
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment) visit(fragment.selectionSet);
      } else {
        const name = selection.alias?.value ?? selection.name.value;
        below.set(name, [
          ...(below.get(name) ?? []),
          ...(selection.selectionSet ? [selection.selectionSet] : []),
        ]);
      }
    }
  };
  for (const set of sets) visit(set);
  return new Map(
    [...below].map(
      ([name, nested]) => [name, nested.length > 0 ? collect(nested, fragments) : null] as const,
    ),
  );
}
