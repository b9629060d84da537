import { catalogKey } from '../catalog/types.js';
import type { Model, TrackedTable } from '../model/types.js';
import { actionRootFields, actionsOwner } from './actions.js';
import type { SchemaContext } from './context.js';
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
  const context: SchemaContext = {
    model,
    role,
    backendOnly: options.backendOnly,
    inferFunctionPermissions: options.inferFunctionPermissions ?? true,
    registry,
    permissions: new Map(),
  };
  for (const name of ['Boolean', 'Int', 'String']) scalar(context, name);

  // What gives a role its root fields, in order; of two fields with one name the first holds.
  const fromSource = join([
    ...[...model.tables.values()].map((table) => tableRootFields(context, table)),
    ...model.functions.map((tracked) => functionRootFields(context, tracked)),
  ]);
  const fromActions = actionRootFields(context);
  const entries = (root: Root) => [...namespaced(context, root, fromSource[root]), ...fromActions[root]];

  const query = queryRoot(context, entries('query'));
  const mutation = rootObject('mutation_root', entries('mutation'), 'mutation root');
  const subscription = rootObject('subscription_root', entries('subscription'));
  const roots = [query, mutation, subscription].filter((root) => root !== null);
  const all = [...Object.values(fromSource).flat(), ...Object.values(fromActions).flat()];
  registry.connect({
    roots,
    rootFieldsFor: (name) => rootFieldsFor(context, all, name),
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
  const namespace = context.model.customization.rootFields.namespace;
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
  context: SchemaContext,
  entries: readonly RootEntry[],
  typeName: string,
): Generator<{ owner: string; field: OutputField }> {
  const owners = possibleOwners(context, typeName);
  for (const { owner, build } of entries) if (owners.has(owner)) yield { owner, field: build() };
}

function possibleOwners({ model }: SchemaContext, typeName: string): ReadonlySet<string> {
  const { prefix = '', suffix = '' } = model.customization.typeNames;
  const plain = typeName.startsWith(prefix) ? typeName.slice(prefix.length) : typeName;
  const mayName = (table: TrackedTable) =>
    plain === `${table.graphqlName}${suffix}` || plain.startsWith(`${table.graphqlName}_`);
  const owners = new Set([...model.tables.values()].filter(mayName).map(catalogKey));
  const { inputObjects, objects, enums, scalars } = model.customTypes;
  const isCustom = [inputObjects, objects, enums, scalars].some((list) =>
    list.some(({ name }) => name === typeName),
  );
  if (isCustom) owners.add(actionsOwner);
  return owners;
}
