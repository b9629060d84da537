import {
  type ASTVisitor,
  type DefinitionNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** Bounds of one GraphQL request. GraphiQL's introspection nests 13 levels deep. */
export const queryLimits = {
  /** Words and signs of the text; deep nesting would otherwise overflow the parser's stack. */
  tokens: 2000,
  depth: 16,
  /** Fields of the root type, each alias counted: a request is not a way to try a hundred passwords at once. */
  rootFields: 10,
} as const;

interface Size {
  readonly depth: number;
  readonly fields: number;
}

/** Refuses operations that nest too deep or ask for too many root fields, fragments resolved. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  const fragments = new Map(
    context
      .getDocument()
      .definitions.filter(isFragment)
      .map((each) => [each.name.value, each]),
  );
  const measured = new Map<string, Size>();

  function measureFragment(name: string): Size {
    const known = measured.get(name);
    if (known) return known;
    // Counts as empty while it is measured: a cycle is reported by another rule.
    measured.set(name, { depth: 0, fields: 0 });
    const fragment = fragments.get(name);
    const size = fragment ? measure(fragment.selectionSet) : { depth: 0, fields: 0 };
    measured.set(name, size);
    return size;
  }

  /** The depth of a selection, and how many fields it has on its first level. */
  function measure({ selections }: SelectionSetNode): Size {
    let depth = 0;
    let fields = 0;
    for (const each of selections) {
      if (each.kind === Kind.FIELD) {
        fields += 1;
        depth = Math.max(depth, 1 + (each.selectionSet ? measure(each.selectionSet).depth : 0));
      } else {
        const size =
          each.kind === Kind.FRAGMENT_SPREAD ? measureFragment(each.name.value) : measure(each.selectionSet);
        fields += size.fields;
        depth = Math.max(depth, size.depth);
      }
    }
    return { depth, fields };
  }

  return {
    OperationDefinition(node) {
      const { depth, fields } = measure(node.selectionSet);
      if (depth > queryLimits.depth) report(`The query nests more than ${queryLimits.depth} levels deep`);
      if (fields > queryLimits.rootFields)
        report(`The operation has more than ${queryLimits.rootFields} root fields`);
    },
  };

  function report(message: string): void {
    context.reportError(new GraphQLError(message, { extensions: { code: 'invalid-request' } }));
  }
}

function isFragment(definition: DefinitionNode): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}
