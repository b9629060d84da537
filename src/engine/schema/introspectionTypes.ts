import type { Json } from '../json.js';
import { named, nonNull, parseTypeRef } from './typeRef.js';
import type { EnumTypeValue, InputField, NamedType, OutputField, RoleSchema, TypeRef } from './types.js';

/** A type as introspection sees it: a named one, or a list or non-null around one. */
export type MetaType = NamedType | { readonly kind: 'LIST' | 'NON_NULL'; readonly of: TypeRef };

interface Directive {
  readonly name: string;
  readonly description: string;
  readonly locations: readonly string[];
  readonly args: readonly InputField[];
}

/** The objects that introspection fields are resolved on. */
interface Sources {
  readonly __Schema: RoleSchema;
  readonly __Type: MetaType;
  readonly __Field: OutputField;
  readonly __InputValue: InputField;
  readonly __EnumValue: EnumTypeValue;
  readonly __Directive: Directive;
}

export type MetaTypeName = keyof Sources;

export interface MetaField {
  /** GraphQL type text. */
  readonly type: string;
  /** `name: type text` */
  readonly arguments?: Readonly<Record<string, string>>;
  /** A leaf's JSON, or the source object(s) that the selection below goes on with. */
  readonly resolve: (source: never, schema: RoleSchema, args: Readonly<Record<string, unknown>>) => unknown;
}

type MetaFields = { readonly [Name in MetaTypeName]: Readonly<Record<string, MetaField>> };

const field = <Source>(
  type: string,
  resolve: (source: Source, schema: RoleSchema, args: Readonly<Record<string, unknown>>) => unknown,
  args?: Readonly<Record<string, string>>,
): MetaField => ({ type, resolve, ...(args === undefined ? {} : { arguments: args }) });

const deprecation = { includeDeprecated: 'Boolean' } as const;

/** A reference as a type: the wrappers first, then what is in them. */
function metaType(schema: RoleSchema, ref: TypeRef): MetaType {
  if (ref.nonNull) return { kind: 'NON_NULL', of: { ...ref, nonNull: false } };
  if (ref.kind === 'list') return { kind: 'LIST', of: ref.of };
  const type = findType(schema, ref.name);
  if (type === undefined) throw new Error(`The schema refers to a type that it lacks: ${ref.name}`);
  return type;
}

/** A type by name, introspection's own among them. */
export const findType = (schema: RoleSchema, name: string): NamedType | undefined =>
  introspectionTypes.get(name) ?? schema.types.get(name);

/** By name; deprecated ones only when asked for. */
function sorted<Item extends { readonly name: string; readonly deprecated?: string }>(
  items: Iterable<Item>,
  args: Readonly<Record<string, unknown>> = { includeDeprecated: true },
): readonly Item[] {
  return [...items]
    .filter((item) => item.deprecated === undefined || args.includeDeprecated === true)
    .sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
}

const kinds = {
  scalar: 'SCALAR',
  enum: 'ENUM',
  object: 'OBJECT',
  input: 'INPUT_OBJECT',
  LIST: 'LIST',
  NON_NULL: 'NON_NULL',
} as const satisfies Record<MetaType['kind'], string>;

interface Described {
  readonly name: string;
  readonly description?: string;
}

interface Deprecatable extends Described {
  readonly deprecated?: string;
}

/** Introspection's own types; the one place that says what they hold and where it comes from. */
export const metaFields: MetaFields = {
  __Schema: {
    description: field('String', () => null),
    directives: field('[__Directive!]!', () => directives),
    mutationType: field<RoleSchema>('__Type', ({ mutation }) => mutation),
    queryType: field<RoleSchema>('__Type!', ({ query }) => query),
    subscriptionType: field<RoleSchema>('__Type', ({ subscription }) => subscription),
    types: field<RoleSchema>('[__Type!]!', ({ types }) =>
      sorted([...types.values(), ...introspectionTypes.values()]),
    ),
  },
  __Type: {
    description: field<MetaType>('String', (type) => ('of' in type ? null : (type.description ?? null))),
    enumValues: field<MetaType>(
      '[__EnumValue!]',
      (type, _schema, args) => (type.kind === 'enum' ? sorted(type.values.values(), args) : null),
      deprecation,
    ),
    fields: field<MetaType>(
      '[__Field!]',
      (type, _schema, args) => (type.kind === 'object' ? sorted(type.fields.values(), args) : null),
      deprecation,
    ),
    inputFields: field<MetaType>('[__InputValue!]', (type) =>
      type.kind === 'input' ? sorted(type.fields.values()) : null,
    ),
    interfaces: field<MetaType>('[__Type!]', (type) => (type.kind === 'object' ? [] : null)),
    kind: field<MetaType>('__TypeKind!', (type) => kinds[type.kind]),
    name: field<MetaType>('String', (type) => ('of' in type ? null : type.name)),
    ofType: field<MetaType>('__Type', (type, schema) => ('of' in type ? metaType(schema, type.of) : null)),
    possibleTypes: field('[__Type!]', () => null),
    specifiedByURL: field('String', () => null),
  },
  __Field: {
    args: field<OutputField>('[__InputValue!]!', (source) => sorted(source.arguments.values())),
    deprecationReason: field<Deprecatable>('String', ({ deprecated }) => deprecated ?? null),
    description: field<Described>('String', ({ description }) => description ?? null),
    isDeprecated: field<Deprecatable>('Boolean!', ({ deprecated }) => deprecated !== undefined),
    name: field<Described>('String!', ({ name }) => name),
    type: field<OutputField>('__Type!', ({ type }, schema) => metaType(schema, type)),
  },
  __InputValue: {
    defaultValue: field<InputField>('String', (source) =>
      source.default === undefined ? null : printJson(source.default),
    ),
    description: field<Described>('String', ({ description }) => description ?? null),
    name: field<Described>('String!', ({ name }) => name),
    type: field<InputField>('__Type!', ({ type }, schema) => metaType(schema, type)),
  },
  __EnumValue: {
    deprecationReason: field<Deprecatable>('String', ({ deprecated }) => deprecated ?? null),
    description: field<Described>('String', ({ description }) => description ?? null),
    isDeprecated: field<Deprecatable>('Boolean!', ({ deprecated }) => deprecated !== undefined),
    name: field<Described>('String!', ({ name }) => name),
  },
  __Directive: {
    args: field<Directive>('[__InputValue!]!', ({ args }) => args),
    description: field<Described>('String', ({ description }) => description ?? null),
    isRepeatable: field('Boolean!', () => false),
    locations: field<Directive>('[__DirectiveLocation!]!', ({ locations }) => locations),
    name: field<Described>('String!', ({ name }) => name),
  },
};

/** The defaults that occur are lists, numbers, booleans and strings, which GraphQL writes as JSON does. */
const printJson = (value: Json): string => JSON.stringify(value);

const directiveArgument = (name: string, type: string, more: Partial<InputField> = {}): InputField => ({
  name,
  type: nonNull(named(type)),
  means: { is: 'byName' },
  ...more,
});

const selectionLocations = ['FIELD', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT'];

const directives: readonly Directive[] = [
  {
    name: 'include',
    description: 'whether this query should be included',
    locations: selectionLocations,
    args: [directiveArgument('if', 'Boolean')],
  },
  {
    name: 'skip',
    description: 'whether this query should be skipped',
    locations: selectionLocations,
    args: [directiveArgument('if', 'Boolean')],
  },
  {
    name: 'cached',
    description: 'whether this query should be cached (Hasura Cloud only)',
    locations: ['QUERY'],
    args: [
      directiveArgument('ttl', 'Int', { description: 'measured in seconds', default: 60 }),
      directiveArgument('refresh', 'Boolean', { description: 'refresh the cache entry', default: false }),
    ],
  },
];

const enumOf = (name: string, values: readonly string[]): NamedType => ({
  kind: 'enum',
  name,
  values: new Map(values.map((value) => [value, { name: value }])),
});

const typeKinds = ['ENUM', 'INPUT_OBJECT', 'INTERFACE', 'LIST', 'NON_NULL', 'OBJECT', 'SCALAR', 'UNION'];
const directiveLocations = [
  'ARGUMENT_DEFINITION',
  'ENUM',
  'ENUM_VALUE',
  'FIELD',
  'FIELD_DEFINITION',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'INPUT_FIELD_DEFINITION',
  'INPUT_OBJECT',
  'INTERFACE',
  'MUTATION',
  'OBJECT',
  'QUERY',
  'SCALAR',
  'SCHEMA',
  'SUBSCRIPTION',
  'UNION',
];

function objectType(name: string, fields: Readonly<Record<string, MetaField>>): NamedType {
  const outputs = Object.entries(fields).map(([fieldName, { type, arguments: args = {} }]): OutputField => {
    const inputs = Object.entries(args).map(
      ([argument, text]): InputField => ({
        name: argument,
        type: parseTypeRef(text),
        means: { is: 'byName' },
        default: false,
      }),
    );
    return {
      name: fieldName,
      arguments: new Map(inputs.map((input) => [input.name, input])),
      type: parseTypeRef(type),
      means: { is: 'placeholder' },
    };
  });
  return { kind: 'object', name, fields: new Map(outputs.map((output) => [output.name, output])) };
}

const introspectionTypes: ReadonlyMap<string, NamedType> = new Map(
  [
    ...Object.entries(metaFields).map(([name, fields]) => objectType(name, fields)),
    enumOf('__TypeKind', typeKinds),
    enumOf('__DirectiveLocation', directiveLocations),
  ].map((type) => [type.name, type]),
);
