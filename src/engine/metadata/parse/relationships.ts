import type { Json } from '../../json.js';
import { isList, isObject } from '../../jsonText.js';
import { Fields, list, nonEmptyString, oneOf, type Place, parseFailed, record, string } from '../reader.js';
import type { RelationshipMetadata } from '../types.js';
import { parseTableName } from './names.js';

type Using = RelationshipMetadata['using'];

export const parseObjectRelationship = (value: Json, at: Place): RelationshipMetadata =>
  parseRelationship(value, at, 'object');

export const parseArrayRelationship = (value: Json, at: Place): RelationshipMetadata =>
  parseRelationship(value, at, 'array');

export function parseRelationship(value: Json, at: Place, kind: 'object' | 'array'): RelationshipMetadata {
  const fields = new Fields(value, at);
  const relationship = {
    name: fields.required('name', nonEmptyString),
    using: fields.required('using', (using, place) => parseUsing(using, place, kind)),
    ...fields.maybe('comment', string, 'comment'),
  };
  fields.end('RelDef');
  return relationship;
}

function parseUsing(value: Json, at: Place, kind: 'object' | 'array'): Using {
  const fields = new Fields(value, at);
  const choice = 'one of foreign_key_constraint_on/manual_configuration should be present';
  const hasKey = fields.has('foreign_key_constraint_on');
  if (hasKey === fields.has('manual_configuration')) {
    throw parseFailed(at, `${hasKey ? 'only' : 'atleast'} ${choice}`);
  }
  const using = hasKey
    ? fields.required('foreign_key_constraint_on', kind === 'object' ? ownOrRemoteKey : remoteKey)
    : fields.required('manual_configuration', manual);
  fields.ignore('foreign_key_constraint_on', 'manual_configuration');
  fields.end('RelUsing');
  return using;
}

function ownOrRemoteKey(value: Json, at: Place): Using {
  if (isObject(value)) return remoteKey(value, at);
  return { kind: 'foreignKey', columns: columnOrColumns(value, at) };
}

function remoteKey(value: Json, at: Place): Using {
  if (!isObject(value)) throw parseFailed(at, 'Expecting object { table, columns }.');
  const fields = new Fields(value, at);
  const table = fields.required('table', parseTableName);
  const columns = fields.has('columns')
    ? fields.required('columns', columnOrColumns)
    : fields.required('column', columnOrColumns);
  fields.ignore('column', 'columns');
  fields.end('ArrRelUsingFKeyOn');
  return { kind: 'remoteForeignKey', table, columns };
}

function columnOrColumns(value: Json, at: Place): readonly string[] {
  if (!isList(value)) return [string(value, at)];
  if (value.length === 0) throw parseFailed(at, 'parsing NonEmpty failed, unexpected empty list');
  return list(string)(value, at);
}

function manual(value: Json, at: Place): Using {
  const fields = new Fields(value, at);
  const using: Using = {
    kind: 'manual',
    table: fields.required('remote_table', parseTableName),
    columnMapping: Object.entries(fields.required('column_mapping', record(string))),
    ...fields.maybe('insertion_order', oneOf('before_parent', 'after_parent'), 'insertionOrder'),
  };
  fields.end('RelManualTableConfig');
  return using;
}
