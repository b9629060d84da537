import { EnvelopArmor } from '@escape.tech/graphql-armor';
import { NoSchemaIntrospectionCustomRule, type ValidationContext } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Bounds of one GraphQL request. */
export const queryLimits = {
  /** Words and signs of the text; deep nesting would otherwise overflow the parser's stack. */
  tokens: 2000,
  /** GraphiQL's introspection nests 13 levels deep. */
  depth: 16,
  /** A request is not a way to try a hundred passwords at once. */
  aliases: 10,
  directives: 20,
  /** An object costs 2, a field 1, each level half as much again; introspection is bounded by its depth. */
  cost: 5000,
} as const;

/**
 * Bounds what one request may ask for, before any of it is run.
 *
 * @param introspection whether clients may ask for the schema, and errors suggest names of it.
 */
export function limitQueries({ introspection }: { readonly introspection: boolean }): Plugin[] {
  const onReject = [
    (context: ValidationContext | null, error: Parameters<ValidationContext['reportError']>[0]) =>
      context?.reportError(error),
  ];
  const reporting = { propagateOnRejection: false, onReject };
  const armor = new EnvelopArmor({
    maxTokens: { n: queryLimits.tokens },
    maxDepth: { n: queryLimits.depth, ignoreIntrospection: false, flattenFragments: true, ...reporting },
    maxAliases: { n: queryLimits.aliases, ...reporting },
    maxDirectives: { n: queryLimits.directives, ...reporting },
    costLimit: { maxCost: queryLimits.cost, ...reporting },
    blockFieldSuggestion: { enabled: !introspection },
  });
  return [...(armor.protect().plugins as Plugin[]), ...(introspection ? [] : [noIntrospection])];
}

const noIntrospection: Plugin = {
  onValidate: ({ addValidationRule }) => addValidationRule(NoSchemaIntrospectionCustomRule),
};
