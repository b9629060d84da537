import type { Json } from '../../json.js';
import { boolean, Fields, nonEmptyString, type Place, string, uniqueList } from '../reader.js';
import type {
  ComputedFieldMetadata,
  PermissionMetadata,
  RelationshipMetadata,
  TableMetadata,
} from '../types.js';
import { emptyConfiguration, parseTableConfiguration } from './configuration.js';
import { parseTableName } from './names.js';
import {
  parseDeleteDefinition,
  parseInsertDefinition,
  parsePermission,
  parseSelectDefinition,
  parseUpdateDefinition,
} from './permissions.js';
import { parseArrayRelationship, parseObjectRelationship } from './relationships.js';

/** Keys of a table that are kept but not supported; the model reports each as an inconsistency. */
export const unsupportedTableKeys = [
  'remote_relationships',
  'event_triggers',
  'apollo_federation_config',
  'logical_model',
] as const;

export function parseTable(value: Json, at: Place): TableMetadata {
  const fields = new Fields(value, at);
  const byName = (item: RelationshipMetadata | ComputedFieldMetadata) => item.name;
  const byRole = (item: PermissionMetadata<unknown>) => item.role;
  const table: TableMetadata = {
    table: fields.required('table', parseTableName),
    isEnum: fields.withDefault('is_enum', boolean, false),
    configuration: fields.withDefault('configuration', parseTableConfiguration, emptyConfiguration),
    objectRelationships: fields.withDefault(
      'object_relationships',
      uniqueList(parseObjectRelationship, byName, 'object relationships'),
      [],
    ),
    arrayRelationships: fields.withDefault(
      'array_relationships',
      uniqueList(parseArrayRelationship, byName, 'array relationships'),
      [],
    ),
    computedFields: fields.withDefault(
      'computed_fields',
      uniqueList(parseComputedField, byName, 'computed fields'),
      [],
    ),
    selectPermissions: fields.withDefault(
      'select_permissions',
      uniqueList(parsePermission(parseSelectDefinition), byRole, 'select permissions'),
      [],
    ),
    insertPermissions: fields.withDefault(
      'insert_permissions',
      uniqueList(parsePermission(parseInsertDefinition), byRole, 'insert permissions'),
      [],
    ),
    updatePermissions: fields.withDefault(
      'update_permissions',
      uniqueList(parsePermission(parseUpdateDefinition), byRole, 'update permissions'),
      [],
    ),
    deletePermissions: fields.withDefault(
      'delete_permissions',
      uniqueList(parsePermission(parseDeleteDefinition), byRole, 'delete permissions'),
      [],
    ),
    unsupported: fields.kept(unsupportedTableKeys),
  };
  fields.end('TableMetadata');
  return table;
}

export function parseComputedField(value: Json, at: Place): ComputedFieldMetadata {
  const fields = new Fields(value, at);
  const computed = {
    name: fields.required('name', nonEmptyString),
    ...fields.required('definition', (definition, place) => {
      const inner = new Fields(definition, place);
      const parsed = {
        function: inner.required('function', parseTableName),
        ...inner.maybe('table_argument', nonEmptyString, 'tableArgument'),
        ...inner.maybe('session_argument', nonEmptyString, 'sessionArgument'),
      };
      inner.end('ComputedFieldDefinition');
      return parsed;
    }),
    ...fields.maybe('comment', string, 'comment'),
  };
  fields.end('ComputedFieldMetadata');
  return computed;
}

/** A table as it is right after tracking. */
export function newTable(
  table: TableMetadata['table'],
  given: Partial<Pick<TableMetadata, 'isEnum' | 'configuration' | 'unsupported'>> = {},
): TableMetadata {
  return {
    table,
    isEnum: given.isEnum ?? false,
    configuration: given.configuration ?? emptyConfiguration,
    objectRelationships: [],
    arrayRelationships: [],
    computedFields: [],
    selectPermissions: [],
    insertPermissions: [],
    updatePermissions: [],
    deletePermissions: [],
    unsupported: given.unsupported ?? {},
  };
}
