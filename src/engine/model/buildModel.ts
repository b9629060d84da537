import type { Catalog } from '../catalog/types.js';
import type { CustomTypes, Metadata, SourceMetadata } from '../metadata/types.js';
import { checkAction } from './actions.js';
import { checkCustomTypes, typeNamesOf } from './customTypes.js';
import { Uses } from './dependencies.js';
import type { EnumValues } from './enums.js';
import { Fault } from './fault.js';
import { addFields } from './fields.js';
import { buildFunction } from './functions.js';
import {
  actionSubject,
  buildOr,
  customTypesSubject,
  functionSubject,
  inconsistent,
  tableSubject,
} from './inconsistencies.js';
import { ancestors, inheritMembership, inheritPermissions, orderInheritedRoles } from './inheritedRoles.js';
import { quoted } from './naming.js';
import { buildPermissions } from './permissions.js';
import { RootFields } from './rootFieldConflicts.js';
import { servedSource } from './servedSource.js';
import { buildTables, type TableFields } from './tables.js';
import type { Dependency, Inconsistency, Model, TrackedFunction, TrackedTable } from './types.js';
import { unsupportedParts } from './unsupported.js';

/**
 * Joins metadata with the catalog. Never throws for what metadata says: objects that can't work are left out, with
 * those that need them, and are listed in `inconsistencies` in Hasura's form.
 *
 * @param enumValues rows of the tables with `is_enum`, see `readEnumValues`
 */
export function buildModel(metadata: Metadata, catalog: Catalog, enumValues: EnumValues): Model {
  const source = servedSource(metadata) ?? emptySource;
  const notes: Notes = { inconsistencies: [], dependencies: [] };
  const { inconsistencies, dependencies } = notes;
  const rootFields = new RootFields(source.name);

  const drafts = takeRootFields(
    source,
    buildTables(source, catalog, enumValues, inconsistencies),
    rootFields,
    notes,
  );
  const fields = new Map<string, TableFields>();
  for (const [key, draft] of drafts) {
    fields.set(
      key,
      addFields(draft, { source: source.name, drafts, catalog, inconsistencies, dependencies }),
    );
  }
  const permissions = new Map(
    [...drafts].flatMap(([key, draft]) => {
      const table = fields.get(key);
      if (!table) return [];
      const context = { source: source.name, tables: fields, inconsistencies, dependencies };
      return [[key, buildPermissions(draft.metadata, table, context)] as const];
    }),
  );
  const functions = buildFunctions(source, catalog, fields, rootFields, notes);
  const { customTypes, actions } = buildActions(metadata, catalog, fields, rootFields, notes);

  const ordinaryRoles = rolesOf(metadata, source);
  const inherited = orderInheritedRoles(metadata.inheritedRoles, ordinaryRoles, inconsistencies);
  const inheritedRoles = ancestors(inherited);
  const tables = new Map<string, TrackedTable>();
  for (const [key, table] of fields) {
    const own = permissions.get(key) ?? new Map();
    const all = inheritPermissions(table, source.name, own, inherited, inconsistencies);
    tables.set(key, { ...table, permissions: all });
  }
  return {
    source: source.name,
    tables,
    functions: functions.map((each) => ({
      ...each,
      permissions: inheritMembership(each.permissions, inheritedRoles),
    })),
    actions: actions.map((each) => ({
      ...each,
      permissions: [...inheritMembership(each.permissions, inheritedRoles)],
    })),
    customTypes,
    roles: new Set([...ordinaryRoles, ...inheritedRoles.keys()]),
    inheritedRoles,
    inconsistencies: [...inconsistencies, ...unsupportedParts(metadata, servedSource(metadata))],
    dependencies,
    introspectionDisabledFor: new Set(metadata.graphqlSchemaIntrospection.disabledForRoles),
    customization: source.customization,
  };
}

interface Notes {
  readonly inconsistencies: Inconsistency[];
  readonly dependencies: Dependency[];
}

const emptySource: SourceMetadata = {
  name: 'default',
  kind: 'postgres',
  configuration: {},
  customization: { rootFields: {}, typeNames: {} },
  tables: [],
  functions: [],
  unsupported: {},
};

const noCustomTypes: CustomTypes = { inputObjects: [], objects: [], scalars: [], enums: [] };

type Drafts = ReturnType<typeof buildTables>;

function takeRootFields(
  source: SourceMetadata,
  drafts: Drafts,
  rootFields: RootFields,
  notes: Notes,
): Drafts {
  const kept = new Map(drafts);
  for (const [key, draft] of drafts) {
    const reason = rootFields.takeTable(draft);
    if (reason === undefined) continue;
    notes.inconsistencies.push(inconsistent(tableSubject(source.name, draft.base), reason));
    kept.delete(key);
  }
  return kept;
}

function buildFunctions(
  source: SourceMetadata,
  catalog: Catalog,
  tables: ReadonlyMap<string, TableFields>,
  rootFields: RootFields,
  { inconsistencies, dependencies }: Notes,
): TrackedFunction[] {
  return source.functions.flatMap((metadata) => {
    const uses = new Uses({ kind: 'function', function: metadata.function });
    const prefix = `in function ${quoted(metadata.function)}: `;
    const built = buildOr(inconsistencies, functionSubject(source.name, metadata), prefix, () => {
      const tracked = buildFunction(metadata, catalog, tables, uses);
      const reason = rootFields.takeFunction(tracked);
      if (reason !== undefined) throw new Fault(reason, { bare: true });
      return tracked;
    });
    if (!built) return [];
    dependencies.push(...uses.list());
    return [built];
  });
}

function buildActions(
  metadata: Metadata,
  catalog: Catalog,
  tables: ReadonlyMap<string, TableFields>,
  rootFields: RootFields,
  { inconsistencies, dependencies }: Notes,
): Pick<Model, 'customTypes' | 'actions'> {
  const names = typeNamesOf(metadata.customTypes, catalog);
  const uses = new Uses({ kind: 'customTypes' });
  const customTypes = buildOr(inconsistencies, customTypesSubject(metadata.customTypes), '', () => {
    checkCustomTypes(metadata.customTypes, { names, tables, uses });
    return metadata.customTypes;
  });
  if (customTypes) dependencies.push(...uses.list());
  const actions = metadata.actions.filter((action) => {
    const prefix = `in action ${quoted(action.name)}; `;
    const built = buildOr(inconsistencies, actionSubject(action), prefix, () => {
      if (!customTypes) throw new Fault('custom types are inconsistent', { bare: true });
      checkAction(action, names);
      const reason = rootFields.takeAction(action);
      if (reason !== undefined) throw new Fault(reason, { bare: true });
      return action;
    });
    return built !== undefined;
  });
  return { customTypes: customTypes ?? noCustomTypes, actions };
}

/** Every role that metadata gives something to. */
function rolesOf(metadata: Metadata, source: SourceMetadata): Set<string> {
  const tables = source.tables.flatMap((table) => [
    ...table.selectPermissions,
    ...table.insertPermissions,
    ...table.updatePermissions,
    ...table.deletePermissions,
  ]);
  const permissions = [...tables, ...source.functions.flatMap((each) => each.permissions)];
  const roles = [
    ...permissions.map((each) => each.role),
    ...metadata.actions.flatMap((each) => each.permissions),
  ];
  return new Set(roles.filter((each) => each !== 'admin'));
}
