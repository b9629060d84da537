import type { Json, JsonObject } from '../../json.js';
import { isList, isObject } from '../../jsonText.js';
import type { TableName } from '../types.js';

/**
 * Hasura writes most inner objects with their keys in alphabetical order (it goes through an unordered map), and only
 * the outer ones in an order of their own.
 */
export function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return object(keys.sort(compareText).map((key) => [key, sorted(value[key] ?? null)]));
}

/** By code point, as Hasura sorts text. */
function compareText(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

export const compareNames = (a: TableName, b: TableName): number =>
  compareText(a.schema, b.schema) || compareText(a.name, b.name);

export const sortedBy = <T>(items: readonly T[], key: (item: T) => string): readonly T[] =>
  [...items].sort((a, b) => compareText(key(a), key(b)));

/** The entries that are there, in the given order. `undefined` leaves a key out; null is kept. */
export const object = (entries: readonly (readonly [string, Json | undefined])[]): JsonObject =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined));

/** Undefined for an empty list: Hasura leaves the key out. */
export const someOf = <T>(items: readonly T[], toJson: (item: T) => Json): Json | undefined =>
  items.length === 0 ? undefined : items.map(toJson);

export const exportName = ({ schema, name }: TableName): JsonObject => ({ name, schema });
