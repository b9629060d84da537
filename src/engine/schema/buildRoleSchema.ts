import type { Model, SourceModel } from '../model/types.js';
import { actionRootFields, actionsOwner } from './actions.js';
import { ownerOf, type SchemaContext } from './context.js';
import { functionRootFields } from './functions.js';
import { LazyMap } from './lazyMap.js';
import { customTypeName } from './naming.js';
import { type RootEntries, type RootEntry, tableRootFields } from './rootFields.js';
import { scalar } from './scalars.js';
import { described, outputField, required } from './typeRef.js';
import { TypeRegistry } from './typeRegistry.js';
import type { ObjectType, OutputField, RoleSchema } from './types.js';

export interface RoleSchemaOptions {
  /** The request may use backend_only permissions. */
  readonly backendOnly: boolean;
  /** Hasura's HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS; default true. */
  readonly inferFunctionPermissions?: boolean;
}

type Root = keyof RootEntries;

/**
 * The schema that `role` sees, as Hasura v2.48 builds it.
 *
 * Cheap: only the names of root fields are worked out here. Every field and type is built when somebody asks for it,
 * so that neither time nor memory grows with the tables that a role never uses.
 */
export function buildRoleSchema(model: Model, role: string, options: RoleSchemaOptions): RoleSchema {
  const registry = new TypeRegistry();
  const shared = {
    model,
    role,
    backendOnly: options.backendOnly,
    inferFunctionPermissions: options.inferFunctionPermissions ?? true,
    registry,
    permissions: new Map(),
  };
  const context: SchemaContext = { ...shared, source: noSource };
  for (const name of ['Boolean', 'Int', 'String']) scalar(context, name);

  // What gives a role its root fields, in order; of two fields with one name the first holds.
  const sources = [...model.sources.values()].map((source) => ({ ...shared, source }));
  const fromSources = sources.map((each) => ({ source: each, ...sourceRootFields(each) }));
  const fromActions = actionRootFields(context);
  const entries = (root: Root) => [
    ...fromSources.flatMap(({ source, ...entries }) => namespaced(source, root, entries[root])),
    ...fromActions[root],
  ];

  const query = queryRoot(context, entries('query'));
  const mutation = rootObject('mutation_root', entries('mutation'), 'mutation root');
  const subscription = rootObject('subscription_root', entries('subscription'));
  const roots = [query, mutation, subscription].filter((root) => root !== null);
  const all = join([...fromSources, fromActions]);
  registry.connect({
    roots,
    rootFieldsFor: (name) => rootFieldsFor(model, Object.values(all).flat(), name),
    copy: () => (buildRoleSchema(model, role, options).types as TypeRegistry).expand(),
  });
  const schema: RoleSchema = {
    role,
    types: registry,
    query,
    mutation,
    subscription,
    introspectionEnabled: !model.introspectionDisabledFor.has(role),
  };
  copies.set(schema, () => buildRoleSchema(model, role, options));
  return schema;
}

const copies = new WeakMap<RoleSchema, () => RoleSchema>();

/**
 * The same schema with every type built, to be thrown away after use: introspection and printing walk all types, and
 * the schema that serves requests shall not keep them. A schema not made by `buildRoleSchema` is returned as it is.
 */
export function expandedCopy(schema: RoleSchema): RoleSchema {
  const copy = copies.get(schema)?.() ?? schema;
  if (copy.types instanceof TypeRegistry) copy.types.expand();
  return copy;
}

/** For what belongs to no source: shared scalars, Actions. */
const noSource: SourceModel = {
  name: '',
  tables: new Map(),
  functions: [],
  dependencies: [],
  customization: { rootFields: {}, typeNames: {} },
};

const sourceRootFields = (context: SchemaContext): RootEntries =>
  join([
    ...[...context.source.tables.values()].map((table) => tableRootFields(context, table)),
    ...context.source.functions.map((tracked) => functionRootFields(context, tracked)),
  ]);

function join(parts: readonly RootEntries[]): RootEntries {
  return {
    query: parts.flatMap((part) => part.query),
    mutation: parts.flatMap((part) => part.mutation),
    subscription: parts.flatMap((part) => part.subscription),
  };
}

function rootObject(name: string, entries: readonly RootEntry[], description?: string): ObjectType | null {
  if (entries.length === 0) return null;
  const builders = new Map<string, () => OutputField>();
  for (const entry of entries) if (!builders.has(entry.name)) builders.set(entry.name, entry.build);
  return { kind: 'object', name, ...described(description), fields: new LazyMap(builders) };
}

const placeholderText =
  'There are no queries available to the current role. Either there are no sources or remote schemas configured, ' +
  "or the current role doesn't have the required permissions.";

/** GraphQL demands a query type, and that it has a field. */
function queryRoot(context: SchemaContext, entries: readonly RootEntry[]): ObjectType {
  const placeholder: RootEntry = {
    name: 'no_queries_available',
    owner: '',
    build: () =>
      outputField(
        'no_queries_available',
        required(scalar(context, 'String')),
        { is: 'placeholder' },
        { description: placeholderText },
      ),
  };
  return rootObject('query_root', entries.length > 0 ? entries : [placeholder]) as ObjectType;
}

/** Puts the source's root fields under its namespace, if it is customized so: `my_source { users }`. */
function namespaced(context: SchemaContext, root: Root, entries: readonly RootEntry[]): readonly RootEntry[] {
  const namespace = context.source.customization.rootFields.namespace;
  if (!namespace || entries.length === 0) return entries;
  const mutation = context.backendOnly ? 'mutation_backend' : 'mutation_frontend';
  const ending = { query: 'query', mutation, subscription: 'subscription' }[root];
  const name = customTypeName(context, `${namespace}_${ending}`);
  const build = () => {
    context.registry.define(name, null, () => rootObject(name, entries) as ObjectType);
    return outputField(namespace, required(name), { is: 'namespace' });
  };
  return [{ name: namespace, owner: '', build }];
}

/** The root fields of tables whose types could have this name: `auth_users_bool_exp` is of `auth_users`, or of `auth`. */
function* rootFieldsFor(
  model: Model,
  entries: readonly RootEntry[],
  typeName: string,
): Generator<{ owner: string; field: OutputField }> {
  const owners = possibleOwners(model, typeName);
  for (const { owner, build } of entries) if (owners.has(owner)) yield { owner, field: build() };
}

function possibleOwners(model: Model, typeName: string): ReadonlySet<string> {
  const owners = new Set([...model.sources.values()].flatMap((source) => ownersIn(source, typeName)));
  const { inputObjects, objects, enums, scalars } = model.customTypes;
  const isCustom = [inputObjects, objects, enums, scalars].some((list) =>
    list.some(({ name }) => name === typeName),
  );
  if (isCustom) owners.add(actionsOwner);
  return owners;
}

function ownersIn({ tables, customization }: SourceModel, typeName: string): readonly string[] {
  const { prefix = '', suffix = '' } = customization.typeNames;
  const plain = typeName.startsWith(prefix) ? typeName.slice(prefix.length) : typeName;
  return [...tables.values()]
    .filter(({ graphqlName }) => plain === `${graphqlName}${suffix}` || plain.startsWith(`${graphqlName}_`))
    .map(ownerOf);
}
