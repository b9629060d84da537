import type { ActionMetadata, CustomObjectType, CustomTypes } from '../metadata/types.js';
import { isAsynchronous } from '../model/actions.js';
import type { Relationship } from '../model/types.js';
import { aggregateObject } from './aggregate.js';
import { findTable, type SchemaContext, selectPermission } from './context.js';
import { describe } from './naming.js';
import type { RootEntries, RootEntry } from './rootFields.js';
import { scalar } from './scalars.js';
import { selectArguments } from './selectArguments.js';
import { tableObject } from './tableObject.js';
import {
  described,
  fieldMap,
  inputField,
  named,
  outputField,
  parseTypeRef,
  required,
  requiredListOf,
} from './typeRef.js';
import type { NamedType, OutputField, TypeRef } from './types.js';

/** Owner of Actions' root fields and custom types in the registry. */
export const actionsOwner = 'actions';

/** The Actions that the role may call. */
export function actionRootFields(context: SchemaContext): RootEntries {
  const { model, role } = context;
  const visible = model.actions.filter(({ permissions }) => role === 'admin' || permissions.includes(role));
  const entries = (type: ActionMetadata['type']): readonly RootEntry[] =>
    visible
      .filter((action) => action.type === type)
      .map((action) => ({
        name: action.name,
        owner: actionsOwner,
        build: () => actionField(context, action),
      }));
  const results = visible.filter(isAsynchronous).map((action) => ({
    name: action.name,
    owner: actionsOwner,
    build: () => resultField(context, action),
  }));
  return {
    query: [...entries('query'), ...results],
    mutation: entries('mutation'),
    subscription: results,
  };
}

/** What has become of a call of an asynchronous Action. */
function resultField(context: SchemaContext, action: ActionMetadata): OutputField {
  const { name, outputType, comment } = action;
  const field = (of: string, type: TypeRef, description: string) =>
    outputField(of, type, { is: 'actionField' }, { description });
  const type = context.registry.define(name, actionsOwner, () => ({
    kind: 'object',
    name,
    description: `fields of action: "${name}"`,
    fields: fieldMap([
      field(
        'created_at',
        required(scalar(context, 'timestamptz')),
        'the time at which this action was created',
      ),
      field('errors', named(scalar(context, 'json')), 'errors related to the invocation'),
      field('id', required(scalar(context, 'uuid')), 'the unique ID of an action'),
      field('output', customTypeRef(context, outputType), 'the output fields of this action'),
    ]),
  }));
  const id = inputField(
    'id',
    required(scalar(context, 'uuid')),
    { is: 'byName' },
    'the unique ID of an action',
  );
  return outputField(
    name,
    named(type),
    { is: 'action', action, asksResult: true },
    { description: describe(comment), arguments: [id] },
  );
}

function actionField(context: SchemaContext, action: ActionMetadata): OutputField {
  return outputField(
    action.name,
    isAsynchronous(action) ? required(scalar(context, 'uuid')) : customTypeRef(context, action.outputType),
    { is: 'action', action },
    {
      description: describe(action.comment),
      arguments: action.arguments.map(({ name, type, description }) =>
        inputField(name, customTypeRef(context, type), { is: 'byName' }, describe(description)),
      ),
    },
  );
}

/** `[SampleOutput!]` as written in metadata. */
const customTypeRef = (context: SchemaContext, text: string): TypeRef =>
  parseTypeRef(text, (name) => customType(context, name));

/** Makes a custom type part of the schema; a name that isn't one is a scalar, built in or of Postgres. */
function customType(context: SchemaContext, name: string): string {
  const build = customTypeBuilder(context, context.model.customTypes, name);
  return build === undefined ? scalar(context, name) : context.registry.define(name, actionsOwner, build);
}

function customTypeBuilder(
  context: SchemaContext,
  types: CustomTypes,
  name: string,
): (() => NamedType) | undefined {
  const object = types.objects.find((each) => each.name === name);
  if (object !== undefined) return () => objectType(context, object);

  const input = types.inputObjects.find((each) => each.name === name);
  if (input !== undefined) {
    const fields = () =>
      input.fields.map((field) =>
        inputField(
          field.name,
          customTypeRef(context, field.type),
          { is: 'byName' },
          describe(field.description),
        ),
      );
    return () => ({
      kind: 'input',
      name,
      ...described(describe(input.description)),
      fields: fieldMap(fields()),
    });
  }

  const enumeration = types.enums.find((each) => each.name === name);
  if (enumeration !== undefined) {
    return () => ({
      kind: 'enum',
      name,
      ...described(describe(enumeration.description)),
      values: fieldMap(
        enumeration.values.map(({ value, description }) => ({
          name: value,
          ...described(describe(description)),
        })),
      ),
    });
  }

  const custom = types.scalars.find((each) => each.name === name);
  return custom && (() => ({ kind: 'scalar', name, ...described(describe(custom.description)) }));
}

function objectType(context: SchemaContext, object: CustomObjectType): NamedType {
  return {
    kind: 'object',
    name: object.name,
    ...described(describe(object.description)),
    fields: fieldMap([
      ...object.fields.map((field) =>
        outputField(
          field.name,
          customTypeRef(context, field.type),
          { is: 'actionField' },
          { description: describe(field.description) },
        ),
      ),
      ...object.relationships.flatMap((relationship) => relationshipFields(context, relationship)),
    ]),
  };
}

/** From a custom type to the rows of a table: in `relationship.columns` the own "column" is a field of the type. */
function relationshipFields(
  outer: SchemaContext,
  definition: CustomObjectType['relationships'][number],
): readonly OutputField[] {
  const { name, type: kind, source: sourceName = 'default', remoteTable, fieldMapping } = definition;
  const source = outer.model.sources.get(sourceName);
  if (!source) return [];
  const context = { ...outer, source };
  const table = findTable(context, remoteTable);
  const select = table && selectPermission(context, table);
  if (!table || !select) return [];
  const relationship: Relationship = {
    name,
    kind,
    target: remoteTable,
    columns: Object.entries(fieldMapping),
    nullable: true,
    insertOrder: 'after',
    comment: null,
  };
  const row = tableObject(context, table);
  const means = { relationship, table };
  if (kind === 'object') return [outputField(name, named(row), { is: 'relation', ...means })];
  const args = { arguments: selectArguments(context, table) };
  const rows = outputField(name, requiredListOf(row), { is: 'relation', ...means }, args);
  if (!select.allowAggregations) return [rows];
  const aggregate = required(aggregateObject(context, table));
  return [rows, outputField(`${name}_aggregate`, aggregate, { is: 'relationAggregate', ...means }, args)];
}
