import type { Json, JsonObject } from '../../json.js';
import { isList, isObject } from '../../jsonText.js';
import type {
  ComputedFieldMetadata,
  DeletePermissionDefinition,
  InsertPermissionDefinition,
  PermissionMetadata,
  RelationshipMetadata,
  SelectPermissionDefinition,
  TableConfiguration,
  TableMetadata,
  UpdatePermissionDefinition,
} from '../types.js';
import { exportName, object, someOf, sorted, sortedBy } from './order.js';

export function exportTable(table: TableMetadata): JsonObject {
  const byName = (item: { readonly name: string }) => item.name;
  const kept = (key: string) =>
    table.unsupported[key] === undefined ? undefined : sorted(table.unsupported[key]);
  return object([
    ['table', exportName(table.table)],
    ['is_enum', table.isEnum || undefined],
    ['configuration', exportConfiguration(table.configuration)],
    ['object_relationships', someOf(sortedBy(table.objectRelationships, byName), exportRelationship)],
    ['array_relationships', someOf(sortedBy(table.arrayRelationships, byName), exportRelationship)],
    ['computed_fields', someOf(sortedBy(table.computedFields, byName), exportComputedField)],
    ['remote_relationships', kept('remote_relationships')],
    ['insert_permissions', exportPermissions(table.insertPermissions, exportInsert)],
    ['select_permissions', exportPermissions(table.selectPermissions, exportSelect)],
    ['update_permissions', exportPermissions(table.updatePermissions, exportUpdate)],
    ['delete_permissions', exportPermissions(table.deletePermissions, exportDelete)],
    ['event_triggers', kept('event_triggers')],
    ['apollo_federation_config', kept('apollo_federation_config')],
    ['logical_model', kept('logical_model')],
  ]);
}

/** Undefined when nothing is configured. Both forms of column names are written, as Hasura does. */
function exportConfiguration(configuration: TableConfiguration): Json | undefined {
  const { customName, comment, customRootFields, columnConfig } = configuration;
  const names = Object.entries(columnConfig).flatMap(([column, config]) =>
    config.customName === undefined ? [] : [[column, config.customName] as const],
  );
  const empty = Object.keys(customRootFields).length === 0 && Object.keys(columnConfig).length === 0;
  if (empty && customName === undefined && comment === undefined) return undefined;
  return sorted(
    object([
      [
        'column_config',
        mapValues(columnConfig, (each) => nameAndComment('custom_name', each.customName, each.comment)),
      ],
      ['comment', comment],
      ['custom_column_names', Object.fromEntries(names)],
      ['custom_name', customName],
      ['custom_root_fields', mapValues(customRootFields, exportRootField)],
    ]),
  );
}

const exportRootField = (field: { readonly name?: string; readonly comment?: string | null }): Json =>
  field.comment === undefined ? (field.name ?? null) : nameAndComment('name', field.name, field.comment);

const nameAndComment = (
  key: string,
  name: string | undefined,
  comment: string | null | undefined,
): JsonObject =>
  object([
    [key, name],
    ['comment', comment],
  ]);

const mapValues = <T>(record: Readonly<Record<string, T>>, toJson: (item: T) => Json): JsonObject =>
  Object.fromEntries(Object.entries(record).map(([key, item]) => [key, toJson(item)]));

const exportRelationship = ({ name, using, comment }: RelationshipMetadata): JsonObject =>
  object([
    ['name', name],
    ['using', exportUsing(using)],
    ['comment', comment],
  ]);

function exportUsing(using: RelationshipMetadata['using']): JsonObject {
  switch (using.kind) {
    case 'foreignKey':
      return { foreign_key_constraint_on: oneOrMany(using.columns) };
    case 'remoteForeignKey': {
      const key = using.columns.length === 1 ? 'column' : 'columns';
      return {
        foreign_key_constraint_on: { [key]: oneOrMany(using.columns), table: exportName(using.table) },
      };
    }
    case 'manual':
      return {
        manual_configuration: {
          column_mapping: sorted(Object.fromEntries(using.columnMapping)),
          insertion_order: using.insertionOrder ?? null,
          remote_table: exportName(using.table),
        },
      };
  }
}

const oneOrMany = (columns: readonly string[]): Json =>
  columns.length === 1 ? (columns[0] ?? null) : columns;

const exportComputedField = (field: ComputedFieldMetadata): JsonObject =>
  object([
    ['name', field.name],
    ['definition', exportComputedFieldDefinition(field)],
    ['comment', field.comment],
  ]);

const exportComputedFieldDefinition = (field: ComputedFieldMetadata): JsonObject =>
  object([
    ['function', exportName(field.function)],
    ['session_argument', field.sessionArgument],
    ['table_argument', field.tableArgument],
  ]);

function exportPermissions<Definition>(
  permissions: readonly PermissionMetadata<Definition>[],
  toJson: (definition: Definition) => JsonObject,
): Json | undefined {
  return someOf(
    sortedBy(permissions, (each) => each.role),
    ({ role, permission, comment, unsupported }) =>
      object([
        ['role', role],
        ['permission', { ...toJson(permission), ...(unsupported && (sorted(unsupported) as JsonObject)) }],
        ['comment', comment],
      ]),
  );
}

const exportInsert = (definition: InsertPermissionDefinition): JsonObject =>
  object([
    ['check', exportCondition(definition.check)],
    ['set', exportPresets(definition.set)],
    ['columns', definition.columns],
    ['backend_only', definition.backendOnly || undefined],
  ]);

const exportSelect = (definition: SelectPermissionDefinition): JsonObject =>
  object([
    ['columns', definition.columns],
    ['computed_fields', definition.computedFields.length > 0 ? definition.computedFields : undefined],
    ['filter', exportCondition(definition.filter)],
    ['limit', definition.limit],
    ['allow_aggregations', definition.allowAggregations || undefined],
    ['query_root_fields', definition.queryRootFields],
    ['subscription_root_fields', definition.subscriptionRootFields],
  ]);

const exportUpdate = (definition: UpdatePermissionDefinition): JsonObject =>
  object([
    ['columns', definition.columns],
    ['filter', exportCondition(definition.filter)],
    ['check', definition.check ? exportCondition(definition.check) : null],
    ['set', exportPresets(definition.set)],
    ['backend_only', definition.backendOnly || undefined],
  ]);

const exportDelete = (definition: DeletePermissionDefinition): JsonObject =>
  object([
    ['filter', exportCondition(definition.filter)],
    ['backend_only', definition.backendOnly || undefined],
  ]);

const exportPresets = (set: JsonObject): Json | undefined =>
  Object.keys(set).length === 0 ? undefined : sorted(set);

/** Hasura reads `$and`, `$or` and `$not` on the level of the table's own columns and writes `_and`, `_or`, `_not`. */
function exportCondition(condition: JsonObject): Json {
  const entries = Object.entries(condition).map(([key, value]): [string, Json] => {
    const operator = /^[$_](and|or|not)$/.exec(key)?.[1];
    if (operator === undefined || value === undefined) return [key, value ?? null];
    const inner = (each: Json) => (isObject(each) ? exportCondition(each) : each);
    return [`_${operator}`, isList(value) ? value.map(inner) : inner(value)];
  });
  return sorted(Object.fromEntries(entries));
}
