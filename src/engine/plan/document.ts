import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { BoundedMap } from '../boundedMap.js';
import { refuse } from './refusal.js';

export interface ParsedDocument {
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

const cache = new BoundedMap<string, ParsedDocument>(1000);

/** In characters. Longer documents are read each time: anybody may send them, and a thousand would fill the memory. */
const maximumRemembered = 20_000;

export function isWorthRemembering(document: string): boolean {
  return document.length <= maximumRemembered;
}

/** @throws HasuraError when `text` isn't a GraphQL document of operations and fragments. */
export function parseDocument(text: string): ParsedDocument {
  const cached = cache.get(text);
  if (cached) return cached;
  const document = readDocument(syntaxOf(text));
  if (isWorthRemembering(text)) cache.set(text, document);
  return document;
}

function syntaxOf(text: string): DocumentNode {
  try {
    return parse(text);
  } catch {
    // A GraphQLError, or a RangeError of its recursive descent on thousands of nested braces.
    return invalid();
  }
}

function invalid(): never {
  return refuse('$.query', 'not a valid graphql query');
}

function readDocument(syntax: DocumentNode): ParsedDocument {
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of syntax.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) addFragment(fragments, definition);
    else invalid();
  }
  return { operations, fragments };
}

function addFragment(
  fragments: Map<string, FragmentDefinitionNode>,
  definition: FragmentDefinitionNode,
): void {
  const name = definition.name.value;
  if (fragments.has(name)) refuse('$', `multiple definitions for fragment "${name}"`, 'parse-failed');
  fragments.set(name, definition);
}

/** The operation to run; `operationName` decides where the document has several. */
export function chooseOperation(
  document: ParsedDocument,
  operationName: string | null | undefined,
): OperationDefinitionNode {
  const { operations } = document;
  if (operationName !== null && operationName !== undefined) {
    if (operations.some(isShorthand)) {
      refuse('$', 'operationName cannot be used when an anonymous operation exists in the document');
    }
    const found = operations.find((each) => each.name?.value === operationName);
    return found ?? refuse('$', `no such operation found in the document: "${operationName}"`);
  }
  const [only, ...others] = operations;
  if (only && others.length === 0) return only;
  return refuse(
    '$',
    'exactly one operation has to be present in the document when operationName is not specified',
  );
}

/** `{ field }` without the word `query`. */
const isShorthand = (operation: OperationDefinitionNode) => operation.loc?.startToken.kind === '{';
