import { Kind } from 'graphql';
import type { Json } from '../json.js';
import { isNumber } from '../jsonText.js';
import { describe, type Given, jsonOf, numberText } from './given.js';
import { refuse } from './refusal.js';
import { showScientific } from './scientific.js';

/** Scalars that only this stage knows: the same `Int` in the schema, read differently. */
export const limitScalar = '__limit';
export const offsetScalar = '__offset';
/** A JSON null as a value, where SQL's null is meant otherwise. */
export const jsonNullScalar = '__jsonNull';

/**
 * A scalar as the type of a column: Postgres reads its numbers and booleans from strings too, so Hasura takes them
 * where a column's value stands, and nowhere else.
 */
export const columnScalar = (scalar: string): string =>
  scalar === 'Int' || scalar === 'Float' || scalar === 'Boolean' ? `${columnPrefix}${scalar}` : scalar;

const columnPrefix = '__column';

type Coerce = (given: Given, path: string) => Json;

/**
 * The value of a scalar as Hasura reads it: JSON that SQL can be given. Unlike graphql-js, scalars of Postgres take
 * any string and leave its meaning to the database.
 *
 * @throws HasuraError validation-failed (wrong kind of value) or parse-failed (out of range), at `path`.
 */
export function coerceScalar(scalar: string, given: Given, path: string): Json {
  if (scalar.startsWith(columnPrefix)) {
    return stringIn(given) ?? coerceScalar(scalar.slice(columnPrefix.length), given, path);
  }
  const coerce = builtIn[scalar];
  return coerce ? coerce(given, path) : coercePostgres(scalar, given, path);
}

function mismatch(given: Given, scalar: string, expected: string, path: string): never {
  const found = describe(given);
  if (found === 'null') return refuse(path, `unexpected null value for type '${scalar}'`);
  return refuse(path, `expected ${expected} for type '${scalar}', but found ${found}`);
}

/** The number in `given`, or undefined when it isn't one. */
function numberIn(given: Given): string | undefined {
  if (given.form === 'json') return isNumber(given.value) ? numberText(given.value) : undefined;
  return given.node.kind === Kind.INT ? given.node.value : undefined;
}

function stringIn(given: Given): string | undefined {
  if (given.form === 'json') return typeof given.value === 'string' ? given.value : undefined;
  return given.node.kind === Kind.STRING ? given.node.value : undefined;
}

function int32(text: string, path: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31) return value;
  return outOfBounds(text, path);
}

function outOfBounds(text: string, path: string): never {
  const message = `The value ${showScientific(text)} lies outside the bounds or is not an integer. Maybe it is a float, or is there integer overflow?`;
  return refuse(path, message, 'parse-failed');
}

const builtIn: Readonly<Record<string, Coerce>> = {
  Int(given, path) {
    const text = numberIn(given);
    return text === undefined ? mismatch(given, 'Int', 'a 32-bit integer', path) : int32(text, path);
  },

  [limitScalar](given, path) {
    const text = numberIn(given);
    if (text !== undefined && Number(text) >= 0) return int32(text, path);
    return mismatch(given, 'Int', 'a non-negative 32-bit integer', path);
  },

  [offsetScalar](given, path) {
    const text = numberIn(given) ?? stringIn(given);
    if (text === undefined) return mismatch(given, 'Int', 'a 64-bit integer', path);
    if (!/^-?\d+$/.test(text)) {
      return stringIn(given) === undefined
        ? outOfBounds(text, path)
        : mismatch(given, 'Int', 'a 64-bit integer', path);
    }
    return BigInt.asIntN(64, BigInt(text)) === BigInt(text) ? text : outOfBounds(text, path);
  },

  Float(given, path) {
    const value = given.form === 'json' ? given.value : jsonOf(given.node, () => null);
    const written = given.form === 'json' || given.node.kind === Kind.INT || given.node.kind === Kind.FLOAT;
    if (!written || !isNumber(value)) return mismatch(given, 'Float', 'a float', path);
    if (Number.isFinite(Number(numberText(value)))) return value;
    const message = `The value ${showScientific(numberText(value))} lies outside the bounds. Is it overflowing the float bounds?`;
    return refuse(path, message, 'parse-failed');
  },

  Boolean(given, path) {
    const value = given.form === 'json' ? given.value : jsonOf(given.node, () => null);
    return typeof value === 'boolean' ? value : mismatch(given, 'Boolean', 'a boolean', path);
  },

  String(given, path) {
    return stringIn(given) ?? mismatch(given, 'String', 'a string', path);
  },

  ID(given, path) {
    const text = stringIn(given) ?? numberIn(given);
    return text ?? mismatch(given, 'ID', 'a String or a 32-bit integer', path);
  },

  json: anyJson,
  jsonb: anyJson,
};

export function anyJson(given: Given): Json {
  return given.form === 'json' ? given.value : jsonOf(given.node, () => null);
}

/** Hasura's names of the types it decodes, for the texts of its JSON decoder. */
const decoders: Readonly<Record<string, string>> = {
  bpchar: 'Text',
  char: 'Text',
  citext: 'Text',
  date: 'Day',
  timestamp: 'Timestamp',
  timestamptz: 'Timestamptz',
  timetz: 'ZonedTimeOfDay',
  uuid: 'UUID',
  name: 'Text',
};

const integers: Readonly<Record<string, readonly [decoder: string, bits: number]>> = {
  smallint: ['Int16', 16],
  bigint: ['Int64', 64],
};

const numeric: ReadonlySet<string> = new Set(['numeric', 'float8', 'float4', 'money']);

function coercePostgres(scalar: string, given: Given, path: string): Json {
  const value = anyJson(given);
  if (value === null) return refuse(path, `unexpected null value for type '${scalar}'`);
  if (typeof value === 'string') return value;
  const integer = integers[scalar];
  if (isNumber(value)) {
    if (numeric.has(scalar)) return value;
    if (integer) return integerIn(value, integer, path);
  }
  const decoder = decoders[scalar] ?? integer?.[0] ?? (numeric.has(scalar) ? 'Scientific' : undefined);
  if (decoder === undefined) return refuse(path, `A string is expected for type: ${scalar}`, 'parse-failed');
  const expected = integer || numeric.has(scalar) ? 'Number' : 'String';
  const message = `parsing ${decoder} failed, expected ${expected}, but encountered ${aesonKind(value)}`;
  return refuse(path, message, 'parse-failed');
}

function integerIn(value: Json, [decoder, bits]: readonly [string, number], path: string): Json {
  const text = numberText(value);
  if (/^-?\d+$/.test(text) && BigInt.asIntN(bits, BigInt(text)) === BigInt(text)) return value;
  const number = Number(text);
  if (Number.isSafeInteger(number) && BigInt.asIntN(bits, BigInt(number)) === BigInt(number)) return number;
  const reason = `value is either floating or will cause over or underflow ${showScientific(text)}`;
  return refuse(path, `parsing ${decoder} failed, ${reason}`, 'parse-failed');
}

function aesonKind(value: Json): string {
  if (typeof value === 'boolean') return 'Boolean';
  if (isNumber(value)) return 'Number';
  return Array.isArray(value) ? 'Array' : 'Object';
}
