import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  lexicographicSortSchema,
  specifiedDirectives,
} from 'graphql';
import { expandedCopy } from './buildRoleSchema.js';
import type { InputField, NamedType, OutputField, RoleSchema, TypeRef } from './types.js';

const builtIn: Readonly<Record<string, GraphQLScalarType>> = {
  Boolean: GraphQLBoolean,
  Float: GraphQLFloat,
  ID: GraphQLID,
  Int: GraphQLInt,
  String: GraphQLString,
};

const cached = new GraphQLDirective({
  name: 'cached',
  description: 'whether this query should be cached (Hasura Cloud only)',
  locations: [DirectiveLocation.QUERY],
  args: {
    ttl: {
      type: new GraphQLNonNull(GraphQLInt),
      defaultValue: 60,
      description: 'measured in seconds',
    },
    refresh: {
      type: new GraphQLNonNull(GraphQLBoolean),
      defaultValue: false,
      description: 'refresh the cache entry',
    },
  },
});

/**
 * A role's schema as a graphql-js schema, everything sorted by name; for tools (printing, code generation), never for
 * requests: it has no resolvers.
 */
export function toGraphQLSchema(schema: RoleSchema): GraphQLSchema {
  const complete = expandedCopy(schema);
  const types = new Map<string, GraphQLNamedType>();
  for (const type of complete.types.values()) types.set(type.name, convert(type, types));
  const object = (name: string | undefined) => types.get(name ?? '') as GraphQLObjectType | undefined;
  return lexicographicSortSchema(
    new GraphQLSchema({
      query: object(complete.query.name),
      mutation: object(complete.mutation?.name),
      subscription: object(complete.subscription?.name),
      types: [...types.values()],
      directives: [...specifiedDirectives, cached],
    }),
  );
}

function convert(type: NamedType, types: ReadonlyMap<string, GraphQLNamedType>): GraphQLNamedType {
  const { name } = type;
  const description = type.description ?? null;
  switch (type.kind) {
    case 'scalar':
      return builtIn[name] ?? new GraphQLScalarType({ name, description });
    case 'enum':
      return new GraphQLEnumType({
        name,
        description,
        values: mapped(type.values, (value) => ({
          description: value.description ?? null,
          deprecationReason: value.deprecated ?? null,
        })),
      });
    case 'object':
      return new GraphQLObjectType({
        name,
        description,
        fields: () => mapped(type.fields, (field) => outputField(field, types)),
      });
    case 'input':
      return new GraphQLInputObjectType({
        name,
        description,
        fields: () => mapped(type.fields, (field) => inputField(field, types)),
      });
  }
}

function outputField(field: OutputField, types: ReadonlyMap<string, GraphQLNamedType>) {
  return {
    description: field.description ?? null,
    deprecationReason: field.deprecated ?? null,
    type: convertRef(field.type, types) as GraphQLOutputType,
    args: mapped(field.arguments, (argument) => inputField(argument, types)),
  };
}

function inputField(field: InputField, types: ReadonlyMap<string, GraphQLNamedType>) {
  return {
    description: field.description ?? null,
    type: convertRef(field.type, types) as GraphQLInputType,
    ...(field.default === undefined ? {} : { defaultValue: field.default }),
  };
}

function convertRef(ref: TypeRef, types: ReadonlyMap<string, GraphQLNamedType>): unknown {
  const inner =
    ref.kind === 'list'
      ? new GraphQLList(convertRef(ref.of, types) as GraphQLNamedType)
      : types.get(ref.name);
  if (inner === undefined) throw new Error('The schema refers to a type that it lacks');
  return ref.nonNull ? new GraphQLNonNull(inner) : inner;
}

function mapped<From, To>(
  from: ReadonlyMap<string, From>,
  convertOne: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries([...from].map(([name, value]) => [name, convertOne(value)]));
}
