import type {
  DeletePermissionDefinition,
  InsertPermissionDefinition,
  PermissionMetadata,
  SelectPermissionDefinition,
  TableMetadata,
  UpdatePermissionDefinition,
} from '../metadata/types.js';
import { always, type Condition } from './condition.js';
import { Uses } from './dependencies.js';
import { Fault } from './fault.js';
import { type FilterContext, parseFilter, parseOptionalFilter } from './filter.js';
import { buildOr, type PermissionType, permissionSubject } from './inconsistencies.js';
import { quoted } from './naming.js';
import { parsePresets } from './presets.js';
import type { TableFields } from './tables.js';
import type {
  DeletePermission,
  Dependency,
  Inconsistency,
  InsertPermission,
  SelectPermission,
  TablePermissions,
  TrackedTable,
  UpdatePermission,
} from './types.js';

/** What a role may do with a table; `admin` may do all that the database allows. */
export function permissionsFor(table: TrackedTable, role: string): TablePermissions {
  if (role !== 'admin') return table.permissions.get(role) ?? {};
  const known = adminPermissions.get(table);
  if (known) return known;
  const permissions = everything(table);
  adminPermissions.set(table, permissions);
  return permissions;
}

const adminPermissions = new WeakMap<TrackedTable, TablePermissions>();

function everything(table: TrackedTable): TablePermissions {
  const { insertable, updatable, deletable } = table.catalog;
  const columns = new Set(table.columns.map((each) => each.name));
  return {
    select: {
      columns: new Map([...columns].map((name) => [name, null])),
      computedFields: new Map(table.computedFields.map((each) => [each.name, null])),
      filter: always,
      limit: null,
      allowAggregations: true,
      queryRootFields: null,
      subscriptionRootFields: null,
    },
    ...(insertable && {
      insert: {
        columns: writable(table, columns, 'insertable'),
        presets: new Map(),
        check: always,
        backendOnly: false,
      },
    }),
    ...(updatable && {
      update: {
        columns: writable(table, columns, 'updatable'),
        presets: new Map(),
        filter: always,
        check: null,
        backendOnly: false,
      },
    }),
    ...(deletable && { delete: { filter: always, backendOnly: false } }),
  };
}

interface PermissionsContext {
  readonly source: string;
  readonly tables: ReadonlyMap<string, TableFields>;
  readonly inconsistencies: Inconsistency[];
  readonly dependencies: Dependency[];
}

/** Permissions as metadata defines them, by role; inherited ones are added by inheritedRoles.ts. */
export function buildPermissions(
  metadata: TableMetadata,
  table: TableFields,
  context: PermissionsContext,
): ReadonlyMap<string, TablePermissions> {
  const roles = new Map<string, TablePermissions>();
  const build = <Type extends PermissionType>(
    type: Type,
    permissions: readonly PermissionMetadata<object>[],
    parse: (definition: never, filter: FilterContext) => NonNullable<TablePermissions[Type]>,
  ): void => {
    for (const each of permissions) {
      const subject = permissionSubject(context.source, metadata.table, type, each);
      const uses = new Uses({ kind: 'permission', table: metadata.table, role: each.role, type });
      const prefix = `in table ${quoted(table)}: in permission for role ${quoted(each.role)}: `;
      const filter = { tables: context.tables, root: table, source: context.source, uses };
      const built = buildOr(context.inconsistencies, subject, prefix, () => {
        refuseUnsupported(each);
        return parse(each.permission as never, filter);
      });
      if (!built) continue;
      context.dependencies.push(...uses.list());
      roles.set(each.role, { ...roles.get(each.role), [type]: built });
    }
  };
  build('select', metadata.selectPermissions, buildSelect);
  build('insert', metadata.insertPermissions, buildInsert);
  build('update', metadata.updatePermissions, buildUpdate);
  build('delete', metadata.deletePermissions, buildDelete);
  return roles;
}

/** A permission with a check that isn't made here must not be served. */
function refuseUnsupported({ unsupported = {} }: PermissionMetadata<object>): void {
  const [key] = Object.keys(unsupported);
  if (key !== undefined) throw new Fault(`${quoted(key)} is not supported by the embedded engine`);
}

function buildSelect(definition: SelectPermissionDefinition, context: FilterContext): SelectPermission {
  const table = context.root;
  const columns = columnSet(definition.columns, context);
  for (const name of definition.computedFields) requireScalarComputedField(table, name);
  for (const name of definition.computedFields) {
    context.uses.add({ kind: 'computedField', table: { schema: table.schema, name: table.name }, name });
  }
  const permitted = new Set(definition.computedFields);
  const computedFields = table.computedFields.filter((each) => each.returnsTable || permitted.has(each.name));
  if (definition.limit !== undefined && definition.limit < 0) throw new Fault('unexpected negative value');
  return {
    columns: new Map([...columns].map((name) => [name, null])),
    computedFields: new Map(computedFields.map((each) => [each.name, null])),
    filter: parseFilter(definition.filter, table, context),
    limit: definition.limit ?? null,
    allowAggregations: definition.allowAggregations,
    queryRootFields: definition.queryRootFields ? new Set(definition.queryRootFields) : null,
    subscriptionRootFields: definition.subscriptionRootFields
      ? new Set(definition.subscriptionRootFields)
      : null,
  };
}

function requireScalarComputedField(table: TableFields, name: string): void {
  const field = table.computedFields.find((each) => each.name === name);
  if (!field) throw new Fault(`computed field ${quoted(name)} does not exist`);
  if (field.returnsTable) {
    throw new Fault(
      `select permissions on computed field ${quoted(name)} are auto-derived from the permissions on its returning ` +
        `table ${quoted(field.returnsTable)} and cannot be specified manually`,
    );
  }
}

function buildInsert(definition: InsertPermissionDefinition, context: FilterContext): InsertPermission {
  const table = context.root;
  requireMutable(table, table.catalog.insertable, 'insertable');
  const presets = parsePresets(definition.set, table, context.uses);
  const columns = columnSet(definition.columns ?? '*', context);
  return {
    columns: writable(table, columns, 'insertable', presets),
    presets,
    check: parseFilter(definition.check, table, context),
    backendOnly: definition.backendOnly,
  };
}

function buildUpdate(definition: UpdatePermissionDefinition, context: FilterContext): UpdatePermission {
  const table = context.root;
  requireMutable(table, table.catalog.updatable, 'updatable');
  const presets = parsePresets(definition.set, table, context.uses);
  const columns = columnSet(definition.columns, context);
  const { check } = definition;
  return {
    columns: writable(table, columns, 'updatable', presets),
    presets,
    filter: parseOptionalFilter(definition.filter, table, context),
    check: check === undefined || check === null ? null : parseFilter(check, table, context),
    backendOnly: definition.backendOnly,
  };
}

function buildDelete(definition: DeletePermissionDefinition, context: FilterContext): DeletePermission {
  const table = context.root;
  requireMutable(table, table.catalog.deletable, 'deletable');
  return { filter: parseFilter(definition.filter, table, context), backendOnly: definition.backendOnly };
}

function requireMutable(table: TableFields, mutable: boolean, operation: string): void {
  if (!mutable) throw new Fault(`view ${quoted(table)} is not ${operation}`);
}

/** `*` is all columns. A column that GraphQL can't name may stand in metadata without being shown. */
function columnSet(
  columns: readonly string[] | '*',
  { root: table, uses }: FilterContext,
): ReadonlySet<string> {
  const shown = table.columns.map((each) => each.name);
  if (columns === '*') return new Set(shown);
  for (const name of columns) {
    if (!table.catalog.columns.some((each) => each.name === name)) throw new Fault(notAColumn(table, name));
    uses.add({ kind: 'column', table: { schema: table.schema, name: table.name }, column: name });
  }
  const wanted = new Set(columns);
  return new Set(shown.filter((name) => wanted.has(name)));
}

function notAColumn(table: TableFields, name: string): string {
  const hint = 'permissions for relationships are automatically inferred';
  if (table.relationships.some((each) => each.name === name)) {
    return `expecting a postgres column; but, ${quoted(name)} is a relationship; ${hint}`;
  }
  if (table.computedFields.some((each) => each.name === name)) {
    return `expecting a postgres column; but, ${quoted(name)} is a computed field; ${hint}`;
  }
  return `column ${quoted(name)} does not exist`;
}

/** Columns that clients give: those the database takes, without presets. */
function writable(
  table: Pick<TableFields, 'columns'>,
  columns: ReadonlySet<string>,
  how: 'insertable' | 'updatable',
  presets: ReadonlyMap<string, unknown> = new Map(),
): ReadonlySet<string> {
  const permitted = table.columns.filter(
    (each) => each[how] && columns.has(each.name) && !presets.has(each.name),
  );
  return new Set(permitted.map((each) => each.name));
}

/** Tells whether a condition holds for every row, whatever it holds. */
export const isAlways = (condition: Condition): boolean =>
  condition.kind === 'and' && condition.of.every(isAlways);
