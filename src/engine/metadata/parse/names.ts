import type { Json } from '../../json.js';
import { Fields, nonEmptyString, type Place } from '../reader.js';
import type { TableName } from '../types.js';

/** `"notes"` (in schema public) or `{name, schema?}`; tables and functions alike. */
export function parseTableName(value: Json, at: Place): TableName {
  if (typeof value === 'string') return { schema: 'public', name: nonEmptyString(value, at) };
  const fields = new Fields(value, at);
  const name = fields.required('name', nonEmptyString);
  const schema = fields.withDefault('schema', nonEmptyString, 'public');
  fields.end('QualifiedObject');
  return { schema, name };
}

/** As Hasura prints a table or function in messages: the schema only when it isn't public. */
export const printName = (name: TableName): string =>
  name.schema === 'public' ? name.name : `${name.schema}.${name.name}`;

export const sameName = (a: TableName, b: TableName): boolean => a.schema === b.schema && a.name === b.name;
