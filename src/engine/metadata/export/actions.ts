import type { Json, JsonObject } from '../../json.js';
import { defaultActionTimeoutSeconds } from '../parse/actions.js';
import type { ActionMetadata, CustomTypeField, CustomTypes } from '../types.js';
import { exportName, object, someOf, sorted } from './order.js';

export const exportAction = (action: ActionMetadata): JsonObject =>
  object([
    ['name', action.name],
    ['definition', exportActionDefinition(action)],
    ['comment', action.comment],
    [
      'permissions',
      someOf(action.permissions, (role) =>
        object([
          ['role', role],
          ['comment', action.permissionComments?.[role]],
        ]),
      ),
    ],
  ]);

const exportActionDefinition = (action: ActionMetadata): JsonObject =>
  object([
    ['handler', action.handler],
    ['output_type', action.outputType],
    ['forward_client_headers', action.forwardClientHeaders || undefined],
    ['ignored_client_headers', action.ignoredClientHeaders],
    [
      'headers',
      someOf(action.headers, ({ name, value, valueFromEnv }) =>
        object([
          ['name', name],
          ['value', value],
          ['value_from_env', valueFromEnv],
        ]),
      ),
    ],
    [
      'arguments',
      someOf(action.arguments, ({ name, type, description }) =>
        object([
          ['name', name],
          ['type', type],
          ['description', description ?? undefined],
        ]),
      ),
    ],
    ['request_transform', kept(action.requestTransform)],
    ['response_transform', kept(action.responseTransform)],
    ['type', action.type],
    ['kind', action.type === 'mutation' ? action.kind : undefined],
    ['timeout', action.timeoutSeconds === defaultActionTimeoutSeconds ? undefined : action.timeoutSeconds],
  ]);

const kept = (value: Json | undefined): Json | undefined => (value === undefined ? undefined : sorted(value));

/** Undefined when there is no type. */
export function exportCustomTypes(types: CustomTypes): JsonObject | undefined {
  const lists = object([
    ['input_objects', someOf(types.inputObjects, exportTypeWithFields)],
    [
      'objects',
      someOf(types.objects, (type) =>
        object([
          ...Object.entries(exportTypeWithFields(type)),
          ['relationships', someOf(type.relationships, exportTypeRelationship)],
        ]),
      ),
    ],
    ['scalars', someOf(types.scalars, exportNamed)],
    [
      'enums',
      someOf(types.enums, (type) =>
        object([
          ['name', type.name],
          [
            'values',
            type.values.map((each) => ({
              description: each.description ?? null,
              is_deprecated: each.isDeprecated ?? null,
              value: each.value,
            })),
          ],
          ['description', type.description ?? undefined],
        ]),
      ),
    ],
  ]);
  return Object.keys(lists).length === 0 ? undefined : lists;
}

const exportNamed = (type: { readonly name: string; readonly description?: string | null }): JsonObject =>
  object([
    ['name', type.name],
    ['description', type.description ?? undefined],
  ]);

function exportTypeWithFields(type: {
  readonly name: string;
  readonly description?: string | null;
  readonly fields: readonly CustomTypeField[];
}): JsonObject {
  return object([
    ['name', type.name],
    [
      'fields',
      type.fields.map((field) =>
        object([
          ['name', field.name],
          ['type', field.type],
          ['description', field.description ?? undefined],
        ]),
      ),
    ],
    ['description', type.description ?? undefined],
  ]);
}

const exportTypeRelationship = (
  relationship: CustomTypes['objects'][number]['relationships'][number],
): JsonObject => ({
  field_mapping: sorted(relationship.fieldMapping),
  name: relationship.name,
  remote_table: exportName(relationship.remoteTable),
  source: relationship.source ?? 'default',
  type: relationship.type,
});
