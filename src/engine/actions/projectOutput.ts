import type { Json, JsonObject } from '../json.js';
import { RawNumber, stringifyJson } from '../jsonText.js';
import type { ActionOutput, ActionOutputField } from '../plan/types.js';

export type ActionRelation = Extract<ActionOutputField, { kind: 'relation' }>;

/**
 * The rows that belong to values of an answer: for each tuple of `keys` (one value per column of the relation) the JSON
 * text of its `select` over the rows whose columns equal it, in the order of `keys`.
 */
export type RelatedRows = (
  relation: ActionRelation,
  keys: readonly (readonly Json[])[],
) => Promise<readonly (string | null)[]>;

/** A piece of text that is known only after the database was asked. */
interface Slot {
  text: string;
}

type Text = string | Slot;

interface Lookup {
  readonly keys: Json[][];
  readonly slots: Slot[];
}

/**
 * The selected part of a webhook's answer as JSON text, with the rows of related tables in it: one statement for each
 * relationship of the selection, whatever the number of objects.
 */
export async function projectOutput(
  output: ActionOutput,
  answer: Json,
  relatedRows: RelatedRows,
): Promise<string> {
  const lookups = new Map<ActionRelation, Lookup>();
  const text = project(output, answer, lookups) ?? 'null';
  if (typeof text === 'string') return text;
  for (const [relation, { keys, slots }] of lookups) {
    const rows = await relatedRows(relation, keys);
    for (const [index, slot] of slots.entries()) slot.text = rows[index] ?? 'null';
  }
  return text.map((each) => (typeof each === 'string' ? each : each.text)).join('');
}

type Lookups = Map<ActionRelation, Lookup>;

/** Text, or pieces of it where slots are left open; undefined when the value is no object where one is selected from. */
function project(output: ActionOutput, value: Json, lookups: Lookups): string | Text[] | undefined {
  if (value === null) return 'null';
  if (output.kind === 'leaf') return stringifyJson(value);
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).flatMap((each) => {
      const item = project(output, each, lookups);
      return item === undefined ? [] : [item];
    });
    return concatenate('[', items, ']');
  }
  if (typeof value !== 'object' || value instanceof RawNumber) return undefined;
  const object = value as JsonObject;
  const members = output.fields.flatMap((field) => {
    const text = projectField(field, object, lookups);
    return text === undefined ? [] : [concatenate(`${JSON.stringify(field.alias)}:`, [text], '')];
  });
  return concatenate('{', members, '}');
}

function projectField(
  field: ActionOutputField,
  object: JsonObject,
  lookups: Lookups,
): string | Text[] | undefined {
  switch (field.kind) {
    case 'constant':
      return stringifyJson(field.value);
    case 'field': {
      if (field.output.kind === 'leaf') return stringifyJson(member(object, field.name) ?? null);
      // As Hasura does: nested objects are looked up by the alias, and left out when nothing stands there.
      const nested = member(object, field.alias);
      return nested === undefined ? undefined : project(field.output, nested, lookups);
    }
    case 'relation':
      return projectRelation(field, object, lookups);
  }
}

function projectRelation(relation: ActionRelation, object: JsonObject, lookups: Lookups): string | Text[] {
  const key = relation.columns.map(({ field }) => member(object, field) ?? null);
  if (key.includes(null)) return 'null';
  let lookup = lookups.get(relation);
  if (!lookup) {
    lookup = { keys: [], slots: [] };
    lookups.set(relation, lookup);
  }
  const slot: Slot = { text: 'null' };
  lookup.keys.push(key);
  lookup.slots.push(slot);
  return [slot];
}

const member = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

function concatenate(open: string, items: readonly (string | Text[])[], close: string): string | Text[] {
  if (items.every((each) => typeof each === 'string')) return `${open}${items.join(',')}${close}`;
  const pieces: Text[] = [open];
  for (const [index, item] of items.entries()) {
    if (index > 0) pieces.push(',');
    if (typeof item === 'string') pieces.push(item);
    else for (const piece of item) pieces.push(piece);
  }
  pieces.push(close);
  return pieces;
}
