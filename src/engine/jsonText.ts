import type { Json, JsonObject } from './json.js';

/**
 * A JSON number that a double can't hold exactly, kept as its text: bigint and numeric values must reach Postgres as
 * the client wrote them. It stands where a number stands in a `Json` value.
 */
export class RawNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** For code that prints JSON by `JSON.stringify`; `stringifyJson` keeps every digit. */
  toJSON(): number {
    return Number(this.text);
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumber(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Null, `{}` or `[]`. */
export const isEmpty = (value: Json): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

export const isNumber = (value: Json): boolean =>
  typeof value === 'number' || (value as unknown) instanceof RawNumber;

/** The number that `text` (JSON or GraphQL syntax) means, as a double where that loses nothing. */
export function parseNumber(text: string): Json {
  const value = Number(text);
  if (text.length < 16 && Number.isFinite(value)) return value;
  return canonical(text) === canonical(String(value)) ? value : (new RawNumber(text) as unknown as Json);
}

/** Sign, significant digits and exponent: equal for two spellings of one number. */
function canonical(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const scale = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${scale}`;
}

/** Could `text` hold a number that a double can't? Strings with long digits cost a slow parse, nothing else. */
const longNumber = /\d{16}|\d\.\d{14}|\d[eE][+-]?\d{3}/;

/**
 * `JSON.parse`, but numbers that a double can't hold become `RawNumber`s.
 *
 * @throws SyntaxError when `text` isn't JSON.
 */
export function parseJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  return longNumber.test(text) ? readValue({ text, at: 0 }) : value;
}

interface Reader {
  readonly text: string;
  at: number;
}

const space = /[ \t\n\r]*/y;
const token = /"(?:[^"\\]|\\.)*"|-?\d[-+.eE\d]*|true|false|null|[[\]{}:,]/y;

function next(reader: Reader): string {
  space.lastIndex = reader.at;
  space.exec(reader.text);
  token.lastIndex = space.lastIndex;
  const found = token.exec(reader.text);
  if (!found) throw new SyntaxError(`Unexpected end of JSON input at position ${reader.at}`);
  reader.at = token.lastIndex;
  return found[0];
}

/** Reads text that `JSON.parse` has accepted, so that syntax isn't checked again. */
function readValue(reader: Reader, first: string = next(reader)): Json {
  if (first === '[') return readList(reader);
  if (first === '{') return readObject(reader);
  if (first.startsWith('"') || first === 'true' || first === 'false' || first === 'null') {
    return JSON.parse(first) as Json;
  }
  return parseNumber(first);
}

function readList(reader: Reader): Json {
  const items: Json[] = [];
  let each = next(reader);
  while (each !== ']') {
    items.push(readValue(reader, each === ',' ? next(reader) : each));
    each = next(reader);
  }
  return items;
}

function readObject(reader: Reader): Json {
  const entries: [string, Json][] = [];
  let each = next(reader);
  while (each !== '}') {
    const key = JSON.parse(each === ',' ? next(reader) : each) as string;
    next(reader);
    entries.push([key, readValue(reader)]);
    each = next(reader);
  }
  return Object.fromEntries(entries);
}

/** JSON text with every digit of `RawNumber`s. */
export function stringifyJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof RawNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map((each: Json) => stringifyJson(each)).join(',')}]`;
  const entries = Object.entries(value as JsonObject).filter(([, each]) => each !== undefined);
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${stringifyJson(each ?? null)}`).join(',')}}`;
}
