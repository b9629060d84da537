import type { Json } from '../../json.js';
import { boolean, Fields, list, oneOf, type Place, parseFailed, record, string } from '../reader.js';
import type { CustomObjectType, CustomTypeField, CustomTypes } from '../types.js';
import { graphqlName, graphqlType } from './graphqlNames.js';
import { parseTableName } from './names.js';

export const noCustomTypes: CustomTypes = { inputObjects: [], objects: [], scalars: [], enums: [] };

export function parseCustomTypes(value: Json, at: Place): CustomTypes {
  const fields = new Fields(value, at);
  const types: CustomTypes = {
    inputObjects: fields.withDefault('input_objects', list(parseInputObject), []),
    objects: fields.withDefault('objects', list(parseObject), []),
    scalars: fields.withDefault('scalars', list(parseScalar), []),
    enums: fields.withDefault('enums', list(parseEnum), []),
  };
  fields.end('CustomTypes');
  return types;
}

function parseInputObject(value: Json, at: Place): CustomTypes['inputObjects'][number] {
  const fields = new Fields(value, at);
  const type = { ...named(fields), fields: fields.required('fields', fieldList) };
  fields.end('InputObjectTypeDefinition');
  return type;
}

function parseObject(value: Json, at: Place): CustomObjectType {
  const fields = new Fields(value, at);
  const type = {
    ...named(fields),
    fields: fields.required('fields', fieldList),
    relationships: fields.withDefault('relationships', list(parseTypeRelationship), []),
  };
  fields.end('ObjectTypeDefinition');
  return type;
}

function parseScalar(value: Json, at: Place): CustomTypes['scalars'][number] {
  const fields = new Fields(value, at);
  const type = named(fields);
  fields.end('ScalarTypeDefinition');
  return type;
}

function parseEnum(value: Json, at: Place): CustomTypes['enums'][number] {
  const fields = new Fields(value, at);
  const type = { ...named(fields), values: fields.required('values', list(parseEnumValue)) };
  if (type.values.length === 0) throw parseFailed(at, 'parsing NonEmpty failed, unexpected empty list');
  fields.end('EnumTypeDefinition');
  return type;
}

function parseEnumValue(value: Json, at: Place): CustomTypes['enums'][number]['values'][number] {
  const fields = new Fields(value, at);
  const parsed = {
    value: fields.required('value', graphqlName),
    ...fields.maybe('description', string, 'description'),
    ...fields.maybe('is_deprecated', boolean, 'isDeprecated'),
  };
  fields.end('EnumValueDefinition');
  return parsed;
}

function fieldList(value: Json, at: Place): readonly CustomTypeField[] {
  const fields = list(parseField)(value, at);
  if (fields.length === 0) throw parseFailed(at, 'parsing NonEmpty failed, unexpected empty list');
  return fields;
}

function parseField(value: Json, at: Place): CustomTypeField {
  const fields = new Fields(value, at);
  const field = {
    name: fields.required('name', graphqlName),
    type: fields.required('type', graphqlType),
    ...fields.maybe('description', string, 'description'),
  };
  // Hasura reads and ignores arguments of fields.
  fields.ignore('arguments');
  fields.end('FieldDefinition');
  return field;
}

function parseTypeRelationship(value: Json, at: Place): CustomObjectType['relationships'][number] {
  const fields = new Fields(value, at);
  const relationship = {
    name: fields.required('name', graphqlName),
    type: fields.required('type', oneOf('object', 'array')),
    ...fields.maybe('source', string, 'source'),
    remoteTable: fields.required('remote_table', parseTableName),
    fieldMapping: fields.required('field_mapping', record(string)),
  };
  fields.end('TypeRelationshipDefinition');
  return relationship;
}

function named(fields: Fields): { readonly name: string; readonly description?: string } {
  return {
    name: fields.required('name', graphqlName),
    ...fields.maybe('description', string, 'description'),
  };
}
