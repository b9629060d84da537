import type { Json } from '../../json.js';
import { Fields, type Place, record, string } from '../reader.js';
import type { TableConfiguration } from '../types.js';
import { checkRootFieldNames, graphqlName } from './graphqlNames.js';

export const emptyConfiguration: TableConfiguration = { customRootFields: {}, columnConfig: {} };

/** Root fields by the keys of Hasura's `custom_root_fields`. */
const rootFieldKeys: ReadonlySet<string> = new Set([
  'select',
  'select_by_pk',
  'select_aggregate',
  'select_stream',
  'insert',
  'insert_one',
  'update',
  'update_by_pk',
  'update_many',
  'delete',
  'delete_by_pk',
]);

export function parseTableConfiguration(value: Json, at: Place): TableConfiguration {
  const fields = new Fields(value, at);
  const legacyNames = fields.withDefault('custom_column_names', record(graphqlName), {});
  const columnConfig: Record<string, { customName?: string; comment?: string | null }> = {};
  for (const [column, customName] of Object.entries(legacyNames)) columnConfig[column] = { customName };
  for (const [column, config] of Object.entries(
    fields.withDefault('column_config', record(parseColumn), {}),
  )) {
    columnConfig[column] = { ...columnConfig[column], ...config };
  }
  const configuration = {
    ...fields.maybe('custom_name', graphqlName, 'customName'),
    ...fields.maybe('comment', string, 'comment'),
    customRootFields: fields.withDefault('custom_root_fields', parseRootFields, {}),
    columnConfig: Object.fromEntries(
      Object.entries(columnConfig).filter(([, config]) => Object.keys(config).length > 0),
    ),
  };
  // `identifier` is the name of another source kind for custom_name that Hasura's own cases give to Postgres too.
  fields.ignore('identifier');
  fields.end('TableConfig');
  return configuration;
}

function parseColumn(value: Json, at: Place): { readonly customName?: string; readonly comment?: string } {
  const fields = new Fields(value, at);
  const column = {
    ...fields.maybe('custom_name', graphqlName, 'customName'),
    ...fields.maybe('comment', string, 'comment'),
  };
  fields.end('ColumnConfig');
  return column;
}

function parseRootFields(value: Json, at: Place): TableConfiguration['customRootFields'] {
  const entries = Object.entries(record(parseRootField)(value, at)).filter(
    ([key, field]) => (at.strict || rootFieldKeys.has(key)) && Object.keys(field).length > 0,
  );
  const fields = new Fields(value, at);
  fields.ignore(...rootFieldKeys);
  fields.end('TableCustomRootFields');
  checkRootFieldNames(
    entries.map(([, field]) => field.name),
    at,
  );
  return Object.fromEntries(entries);
}

function parseRootField(value: Json, at: Place): { readonly name?: string; readonly comment?: string } {
  if (value === null) return {};
  if (typeof value === 'string') return { name: graphqlName(value, at) };
  const fields = new Fields(value, at);
  const field = {
    ...fields.maybe('name', graphqlName, 'name'),
    ...fields.maybe('comment', string, 'comment'),
  };
  fields.end('CustomRootField');
  return field;
}
