import type { Json } from '../json.js';
import type {
  ActionMetadata,
  ComputedFieldMetadata,
  CustomTypes,
  FunctionMetadata,
  PermissionMetadata,
  RelationshipMetadata,
  TableName,
} from '../metadata/types.js';
import { Fault } from './fault.js';
import { nameText } from './naming.js';
import type { Inconsistency } from './types.js';

/** Which object of metadata is at fault: Hasura's type, name and definition of it. */
export type Subject = Pick<Inconsistency, 'type' | 'name' | 'definition'>;

export const inconsistent = (subject: Subject, reason: string): Inconsistency => ({
  definition: subject.definition,
  reason: `Inconsistent object: ${reason}`,
  name: subject.name,
  type: subject.type,
});

/** Runs `build`; a fault is noted about `subject` and answers undefined. `context` goes before the reason. */
export function buildOr<Result>(
  inconsistencies: Inconsistency[],
  subject: Subject,
  context: string,
  build: () => Result,
): Result | undefined {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    inconsistencies.push(inconsistent(subject, error.bare ? error.message : `${context}${error.message}`));
    return undefined;
  }
}

const subjectOf = (type: string, name: string, definition: Json): Subject => ({
  type,
  name: `${type} ${name}`,
  definition,
});

const tableJson = ({ schema, name }: TableName): Json => ({ schema, name });

const inTable = (table: TableName, source: string): string =>
  ` in table ${nameText(table)} in source ${source}`;

export const sourceSubject = (source: string): Subject => subjectOf('source', source, source);

export const tableSubject = (source: string, table: TableName): Subject =>
  subjectOf('table', `${nameText(table)} in source ${source}`, tableJson(table));

export const relationshipSubject = (
  source: string,
  table: TableName,
  kind: 'object' | 'array',
  relationship: RelationshipMetadata,
): Subject =>
  subjectOf(`${kind}_relation`, `${relationship.name}${inTable(table, source)}`, {
    using: relationshipUsing(relationship.using),
    name: relationship.name,
    source,
    comment: relationship.comment ?? null,
    table: tableJson(table),
  });

function relationshipUsing(using: RelationshipMetadata['using']): Json {
  switch (using.kind) {
    case 'foreignKey':
      return {
        foreign_key_constraint_on: using.columns.length === 1 ? (using.columns[0] ?? null) : using.columns,
      };
    case 'remoteForeignKey':
      return {
        foreign_key_constraint_on: {
          ...(using.columns.length === 1 ? { column: using.columns[0] } : { columns: using.columns }),
          table: tableJson(using.table),
        },
      };
    case 'manual':
      return {
        manual_configuration: {
          remote_table: tableJson(using.table),
          column_mapping: Object.fromEntries(using.columnMapping),
          insertion_order: using.insertionOrder ?? null,
        },
      };
  }
}

export const computedFieldSubject = (
  source: string,
  table: TableName,
  field: ComputedFieldMetadata,
): Subject =>
  subjectOf('computed_field', `${field.name}${inTable(table, source)}`, {
    source,
    table: tableJson(table),
    name: field.name,
    definition: {
      function: tableJson(field.function),
      table_argument: field.tableArgument ?? null,
      session_argument: field.sessionArgument ?? null,
    },
    comment: field.comment ?? null,
  });

export type PermissionType = 'select' | 'insert' | 'update' | 'delete';

export const permissionSubject = (
  source: string,
  table: TableName,
  type: PermissionType,
  permission: PermissionMetadata<object>,
): Subject =>
  subjectOf(`${type}_permission`, `${permission.role}${inTable(table, source)}`, {
    source,
    table: tableJson(table),
    role: permission.role,
    comment: permission.comment ?? null,
    permission: snakeKeys(permission.permission),
  });

/** Definitions keep camelCase keys after parsing; columns inside of filters and presets stay as they are. */
const snakeKeys = (definition: object): Json =>
  Object.fromEntries(
    Object.entries(definition as Record<string, Json>).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

export const functionSubject = (
  source: string,
  { function: name, configuration, comment }: FunctionMetadata,
): Subject =>
  subjectOf('function', `${nameText(name)} in source ${source}`, {
    source,
    function: tableJson(name),
    configuration: {
      custom_name: configuration.customName,
      custom_root_fields: { ...configuration.customRootFields },
      exposed_as: configuration.exposedAs,
      session_argument: configuration.sessionArgument,
    },
    comment: comment ?? null,
  });

export const customTypesSubject = (types: CustomTypes): Subject =>
  subjectOf('custom_types', 'custom_types', {
    input_objects: types.inputObjects.map(({ name, description, fields }) => ({
      name,
      description: description ?? null,
      fields: fields.map((field) => ({
        name: field.name,
        type: field.type,
        description: field.description ?? null,
      })),
    })),
    objects: types.objects.map(({ name, description, fields, relationships }) => ({
      name,
      description: description ?? null,
      fields: fields.map((field) => ({
        arguments: null,
        name: field.name,
        type: field.type,
        description: field.description ?? null,
      })),
      relationships: relationships.map((each) => ({
        name: each.name,
        source: each.source ?? 'default',
        type: each.type,
        remote_table: tableJson(each.remoteTable),
        field_mapping: each.fieldMapping,
      })),
    })),
    scalars: types.scalars.map(({ name, description }) => ({ name, description: description ?? null })),
    enums: types.enums.map(({ name, description, values }) => ({
      name,
      description: description ?? null,
      values: values.map((each) => ({
        value: each.value,
        description: each.description ?? null,
        is_deprecated: each.isDeprecated ?? null,
      })),
    })),
  });

export const actionSubject = (action: ActionMetadata): Subject =>
  subjectOf('action', action.name, {
    name: action.name,
    definition: {
      type: action.type,
      kind: action.kind,
      handler: action.handler,
      arguments: action.arguments.map((each) => ({
        name: each.name,
        type: each.type,
        description: each.description ?? null,
      })),
      output_type: action.outputType,
      forward_client_headers: action.forwardClientHeaders,
      timeout: action.timeoutSeconds,
      ...(action.requestTransform !== undefined && { request_transform: action.requestTransform }),
      ...(action.responseTransform !== undefined && { response_transform: action.responseTransform }),
    },
    comment: action.comment ?? null,
  });

export const inheritedRoleSubject = (role: {
  readonly roleName: string;
  readonly roleSet: readonly string[];
}): Subject =>
  subjectOf('inherited_role', `inherited role ${role.roleName}`, {
    role_name: role.roleName,
    role_set: role.roleSet,
  });

/** Parts of metadata that have no builder here: event triggers, remote schemas, … */
export const otherSubject = (type: string, name: string, definition: Json, place = ''): Subject =>
  subjectOf(type, `${name}${place}`, definition);

export const placeInTable = inTable;
