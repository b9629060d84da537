import { HasuraError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { isEmpty, isList, isNumber, isObject, stringifyJson } from '../jsonText.js';

/** Where in the request a value stands, in Hasura's path notation, and whether keys that nobody reads are an error. */
export interface Place {
  readonly path: string;
  readonly strict: boolean;
}

/** Turns JSON into a value or throws `parse-failed` with the path. */
export type Read<T> = (value: Json, at: Place) => T;

export const parseFailed = (at: Place, message: string): HasuraError =>
  new HasuraError('parse-failed', message, { path: at.path });

export function child(at: Place, key: string | number): Place {
  if (typeof key === 'number') return { ...at, path: `${at.path}[${key}]` };
  const simple = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key);
  return { ...at, path: simple ? `${at.path}.${key}` : `${at.path}['${key}']` };
}

/** The kind of a JSON value, as Hasura's errors name it. */
export function kindOf(value: Json): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'Array';
  if (isNumber(value)) return 'Number';
  const kind = typeof value;
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

const mismatch = (what: string, expected: string, value: Json, at: Place): HasuraError =>
  parseFailed(at, `parsing ${what} failed, expected ${expected}, but encountered ${kindOf(value)}`);

export const string: Read<string> = (value, at) => {
  if (typeof value === 'string') return value;
  throw mismatch('Text', 'String', value, at);
};

export const nonEmptyString: Read<string> = (value, at) => {
  const text = string(value, at);
  if (text === '') throw parseFailed(at, 'empty string not allowed');
  return text;
};

export const boolean: Read<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value;
  throw mismatch('Bool', 'Boolean', value, at);
};

export const integer: Read<number> = (value, at) => {
  if (Number.isSafeInteger(value)) return value as number;
  if (!isNumber(value)) throw mismatch('Int', 'Number', value, at);
  throw parseFailed(
    at,
    `parsing Int failed, value is either floating or will cause over or underflow ${stringifyJson(value)}`,
  );
};

export const json: Read<Json> = (value) => value;

export const jsonObject: Read<JsonObject> = (value, at) => {
  if (isObject(value)) return value;
  throw mismatch('Object', 'Object', value, at);
};

export const list =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value, at) => {
    if (!isList(value)) throw mismatch('[]', 'Array', value, at);
    return value.map((item, index) => read(item, child(at, index)));
  };

/** A list whose items are told apart by a name. `things` is the plural for the error. */
export const uniqueList =
  <T>(read: Read<T>, nameOf: (item: T) => string, things: string): Read<readonly T[]> =>
  (value, at) => {
    const items = list(read)(value, at);
    const seen = new Set<string>();
    const duplicates = new Set<string>();
    for (const item of items) {
      const name = nameOf(item);
      (seen.has(name) ? duplicates : seen).add(name);
    }
    if (duplicates.size === 0) return items;
    throw parseFailed(
      at,
      `multiple declarations exist for the following ${things}: ${[...duplicates].join(', ')}`,
    );
  };

export const record =
  <T>(read: Read<T>): Read<Readonly<Record<string, T>>> =>
  (value, at) =>
    Object.fromEntries(
      Object.entries(jsonObject(value, at)).map(([key, item]) => [key, read(item ?? null, child(at, key))]),
    );

export const oneOf =
  <T extends string>(...words: readonly T[]): Read<T> =>
  (value, at) => {
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    throw parseFailed(at, `unexpected value ${JSON.stringify(value)}, expected one of ${words.join(', ')}`);
  };

/** The keys of one object. Null counts as absent, as in Hasura. */
export class Fields {
  readonly at: Place;
  private readonly object: JsonObject;
  private readonly seen = new Set<string>();

  constructor(value: Json, at: Place) {
    this.object = jsonObject(value, at);
    this.at = at;
  }

  required<T>(key: string, read: Read<T>): T {
    this.seen.add(key);
    const value = this.object[key];
    if (value === undefined) throw parseFailed(this.at, `key "${key}" not found`);
    return read(value, child(this.at, key));
  }

  optional<T>(key: string, read: Read<T>): T | undefined {
    this.seen.add(key);
    const value = this.object[key];
    return value === undefined || value === null ? undefined : read(value, child(this.at, key));
  }

  withDefault<T>(key: string, read: Read<T>, absent: T): T {
    return this.optional(key, read) ?? absent;
  }

  /** `{[as]: value}` when the key is there, else `{}`: absent stays absent. */
  maybe<K extends string, T>(key: string, read: Read<T>, as: K): { readonly [P in K]?: T } {
    const value = this.optional(key, read);
    return (value === undefined ? {} : { [as]: value }) as { readonly [P in K]?: T };
  }

  /** Like `maybe`, but keeps an explicit null. */
  maybeNull<K extends string, T>(key: string, read: Read<T>, as: K): { readonly [P in K]?: T | null } {
    this.seen.add(key);
    const value = this.object[key];
    if (value === undefined) return {};
    const result = value === null ? null : read(value, child(this.at, key));
    return { [as]: result } as { readonly [P in K]?: T | null };
  }

  has(key: string): boolean {
    return this.object[key] !== undefined && this.object[key] !== null;
  }

  /** Values of keys that are kept but not understood; absent, null and empty ones are left out. */
  kept(keys: readonly string[]): Readonly<Record<string, Json>> {
    for (const key of keys) this.seen.add(key);
    return Object.fromEntries(
      keys.flatMap((key) => {
        const value = this.object[key];
        return value === undefined || isEmpty(value) ? [] : [[key, value]];
      }),
    );
  }

  /** Keys that mean nothing (any more). */
  ignore(...keys: readonly string[]): void {
    for (const key of keys) this.seen.add(key);
  }

  /** Call last: no key may be left unread. */
  end(what: string): void {
    if (!this.at.strict) return;
    const unknown = Object.keys(this.object).filter((key) => !this.seen.has(key));
    if (unknown.length === 0) return;
    throw parseFailed(this.at, `unexpected keys when parsing ${what}: ${JSON.stringify(unknown)}`);
  }
}
