import { Kind, parseType, type TypeNode } from 'graphql';
import type { InputField, InputMeaning, OutputField, OutputMeaning, TypeRef } from './types.js';

export const named = (name: string): TypeRef => ({ kind: 'named', name, nonNull: false });
export const nonNull = (type: TypeRef): TypeRef => (type.nonNull ? type : { ...type, nonNull: true });
export const required = (name: string): TypeRef => ({ kind: 'named', name, nonNull: true });
/** `[T!]`; Hasura's lists never hold null. */
export const listOf = (name: string): TypeRef => ({ kind: 'list', of: required(name), nonNull: false });
/** `[T!]!` */
export const requiredListOf = (name: string): TypeRef => ({
  kind: 'list',
  of: required(name),
  nonNull: true,
});

/** `[T!]!` as GraphQL writes it. `nameOf` answers for the name inside. */
export function parseTypeRef(text: string, nameOf: (name: string) => string = (name) => name): TypeRef {
  const fromNode = (node: TypeNode): TypeRef => {
    switch (node.kind) {
      case Kind.NON_NULL_TYPE:
        return nonNull(fromNode(node.type));
      case Kind.LIST_TYPE:
        return { kind: 'list', of: fromNode(node.type), nonNull: false };
      case Kind.NAMED_TYPE:
        return named(nameOf(node.name.value));
    }
  };
  return fromNode(parseType(text, { noLocation: true }));
}

const noArguments: ReadonlyMap<string, InputField> = new Map();
const byName: InputMeaning = { is: 'byName' };

export interface FieldDetails {
  readonly description?: string | undefined;
  readonly arguments?: readonly InputField[];
}

export function outputField(
  name: string,
  type: TypeRef,
  means: OutputMeaning,
  details: FieldDetails = {},
): OutputField {
  const { description, arguments: given } = details;
  const list = given === undefined || given.length === 0 ? noArguments : fieldMap(given);
  return { name, ...described(description), arguments: list, type, means };
}

export function inputField(
  name: string,
  type: TypeRef,
  means: InputMeaning = byName,
  description?: string,
): InputField {
  return { name, ...described(description), type, means };
}

/** By name; of two with one name the first holds. */
export function fieldMap<Field extends { readonly name: string }>(
  fields: Iterable<Field>,
): ReadonlyMap<string, Field> {
  const map = new Map<string, Field>();
  for (const field of fields) if (!map.has(field.name)) map.set(field.name, field);
  return map;
}

/** `description` as a property only where there is one. */
export const described = (description: string | undefined): { description?: string } =>
  description === undefined ? {} : { description };
