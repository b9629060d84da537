import { EnvelopArmor } from '@escape.tech/graphql-armor';
import {
  GraphQLError,
  Lexer,
  NoSchemaIntrospectionCustomRule,
  Source,
  TokenKind,
  type ValidationContext,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Bounds of one GraphQL request. */
export const queryLimits = {
  /** Words and signs of the text. */
  tokens: 2000,
  /** Brackets within brackets, those of values included: the parser calls itself for each, and its stack has an end. */
  nesting: 128,
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
  return [
    noDeepNesting,
    ...(armor.protect().plugins as Plugin[]),
    ...(introspection ? [] : [noIntrospection]),
  ];
}

const noDeepNesting: Plugin = {
  onParse({ params }) {
    if (isTooDeep(String(params.source))) {
      throw new GraphQLError(`Syntax Error: Nesting limit of ${queryLimits.nesting} exceeded.`);
    }
  },
};

const opening: readonly TokenKind[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const closing: readonly TokenKind[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/** Reads no further than the limit of words. What is no GraphQL is the parser's to refuse. */
function isTooDeep(text: string): boolean {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  try {
    for (let read = 0; read <= queryLimits.tokens; read += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return false;
      if (opening.includes(kind)) depth += 1;
      if (closing.includes(kind)) depth -= 1;
      if (depth > queryLimits.nesting) return true;
    }
  } catch {
    return false;
  }
  return false;
}

const noIntrospection: Plugin = {
  onValidate: ({ addValidationRule }) => addValidationRule(NoSchemaIntrospectionCustomRule),
};
