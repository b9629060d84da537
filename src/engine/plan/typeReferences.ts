import { Kind, type TypeNode } from 'graphql';
import type { TypeRef } from '../schema/types.js';

/** GraphQL syntax of a type, e.g. `[notes_insert_input!]!`. */
export function showType(type: TypeRef): string {
  const text = type.kind === 'named' ? type.name : `[${showType(type.of)}]`;
  return type.nonNull ? `${text}!` : text;
}

export function typeOfNode(node: TypeNode, nonNull = false): TypeRef {
  switch (node.kind) {
    case Kind.NON_NULL_TYPE:
      return typeOfNode(node.type, true);
    case Kind.LIST_TYPE:
      return { kind: 'list', of: typeOfNode(node.type), nonNull };
    case Kind.NAMED_TYPE:
      return { kind: 'named', name: node.name.value, nonNull };
  }
}

export function namedTypeOf(type: TypeRef): string {
  return type.kind === 'named' ? type.name : namedTypeOf(type.of);
}

/** May a value of type `given` stand where `expected` is? */
export function isCompatible(expected: TypeRef, given: TypeRef): boolean {
  if (expected.nonNull && !given.nonNull) return false;
  if (expected.kind === 'list') return given.kind === 'list' && isCompatible(expected.of, given.of);
  return given.kind === 'named' && expected.name === given.name;
}
