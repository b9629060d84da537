import type { Json, JsonObject } from '../../json.js';
import { Fields, jsonObject, nonEmptyString, type Place, string, uniqueList } from '../reader.js';
import type { SourceCustomization, SourceMetadata } from '../types.js';
import { parseFunction } from './functions.js';
import { printName } from './names.js';
import { parseTable } from './tables.js';

/** Keys of a source that are kept but not supported; the model reports each as an inconsistency. */
const unsupportedSourceKeys = [
  'native_queries',
  'stored_procedures',
  'logical_models',
  'query_tags',
  'health_check',
] as const;

export const noCustomization: SourceCustomization = { rootFields: {}, typeNames: {} };

export function parseSource(value: Json, at: Place): SourceMetadata {
  const fields = new Fields(value, at);
  const source = {
    name: fields.required('name', nonEmptyString),
    kind: fields.withDefault('kind', nonEmptyString, 'postgres'),
    configuration: fields.withDefault<JsonObject>('configuration', jsonObject, {}),
    customization: fields.withDefault('customization', parseSourceCustomization, noCustomization),
    tables: fields.required(
      'tables',
      uniqueList(parseTable, (each) => printName(each.table), 'tables'),
    ),
    functions: fields.withDefault(
      'functions',
      uniqueList(parseFunction, (each) => printName(each.function), 'functions'),
      [],
    ),
    unsupported: fields.kept(unsupportedSourceKeys),
  };
  fields.end('SourceMetadata');
  return source;
}

export function parseSourceCustomization(value: Json, at: Place): SourceCustomization {
  const fields = new Fields(value, at);
  const customization = {
    rootFields: fields.withDefault('root_fields', (inner, place) => parseAffixes(inner, place, true), {}),
    typeNames: fields.withDefault('type_names', (inner, place) => parseAffixes(inner, place, false), {}),
    ...fields.maybe('naming_convention', string, 'namingConvention'),
  };
  fields.end('SourceCustomization');
  return customization;
}

function parseAffixes(value: Json, at: Place, withNamespace: boolean): SourceCustomization['rootFields'] {
  const fields = new Fields(value, at);
  const affixes = {
    ...(withNamespace ? fields.maybe('namespace', nonEmptyString, 'namespace') : {}),
    ...fields.maybe('prefix', string, 'prefix'),
    ...fields.maybe('suffix', string, 'suffix'),
  };
  fields.end(withNamespace ? 'RootFieldsCustomization' : 'SourceTypeCustomization');
  return affixes;
}
