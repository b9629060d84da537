import type { PgType } from '../catalog/types.js';
import { HasuraError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { isNumber, isObject, stringifyJson } from '../jsonText.js';
import type { BoundValue } from '../model/condition.js';
import type { Session } from '../session.js';
import { isArrayText, numberText } from './given.js';
import { coerceScalar, jsonNullScalar } from './scalars.js';
import { fixedText, showScientific } from './scientific.js';

/**
 * What to send to Postgres for a parameter: text in the form that its type reads, or null.
 *
 * @throws HasuraError not-found for a missing session variable; validation-failed or parse-failed when a variable's
 *   value isn't one of its scalar.
 */
export function bindValue(value: BoundValue, variables: JsonObject, session: Session): string | null {
  const { source } = value;
  switch (source.from) {
    case 'literal':
      if (value.scalar === jsonNullScalar) return 'null';
      if (value.scalar === undefined && isNumeric(value)) return scaledText(numberText(source.value));
      return encode(source.value, value.type);
    case 'session': {
      const found = session.variables.get(source.variable);
      if (found !== undefined) return found;
      throw new HasuraError('not-found', `missing session variable: "${source.variable}"`);
    }
    case 'sessionObject':
      return JSON.stringify(Object.fromEntries(session.variables));
    case 'variable': {
      const found = valueAt(variables[source.name] ?? null, source.path);
      const place = { variable: source.name, path: source.path };
      return encode(coerce(found, value, place, value.path ?? '$'), value.type);
    }
  }
}

type Place = { readonly variable: string; readonly path: readonly (string | number)[] };

function coerce(found: Json, { scalar, type }: BoundValue, place: Place, path: string): Json {
  if (scalar === undefined || found === null) return found;
  const one = (item: Json, at: string) => coerceScalar(scalar, { form: 'json', value: item, ...place }, at);
  if (!type.isArray) return one(found, path);
  if (isArrayText(found)) return found;
  const items: readonly Json[] = Array.isArray(found) ? found : [found];
  return items.map((item, index) => (item === null ? null : one(item, `${path}[${index}]`)));
}

function valueAt(value: Json, path: readonly (string | number)[]): Json {
  let at: Json = value;
  for (const key of path) {
    if (Array.isArray(at)) at = at[Number(key)] ?? null;
    else at = isObject(at) ? (at[key] ?? null) : null;
  }
  return at;
}

function encode(value: Json, type: PgType): string | null {
  if (value === null) return null;
  if (type.isArray && Array.isArray(value)) return arrayText(value, type);
  if (isJsonType(type) && !type.isArray) return jsonText(value);
  if (isNumber(value)) return numberFor(type, numberText(value));
  return typeof value === 'object' ? stringifyJson(value) : String(value);
}

/** How Hasura writes a number with an exponent: its digits decide the scale of a numeric. Money takes none. */
function numberFor(type: PgType, text: string): string {
  if (!/e/i.test(text)) return text;
  if (type.name === 'money') return fixedText(text);
  return type.name === 'numeric' ? showScientific(text) : text;
}

const isNumeric = ({ type, source }: BoundValue) =>
  type.name === 'numeric' && !type.isArray && source.from === 'literal' && isNumber(source.value);

/** As the binary form of a numeric, in which Hasura sends what GraphQL hasn't: digits come in groups of four. */
function scaledText(text: string): string {
  const [whole = '', fraction] = fixedText(text).split('.');
  return fraction === undefined
    ? whole
    : `${whole}.${fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0')}`;
}

/** Nested so deep that it can't be printed: Postgres couldn't read it either. */
function jsonText(value: Json): string {
  try {
    return stringifyJson(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new HasuraError('data-exception', 'a JSON value is nested too deeply', { cause: error });
  }
}

const isJsonType = (type: PgType) => type.name === 'json' || type.name === 'jsonb';

/** A Postgres array literal. */
function arrayText(items: readonly Json[], type: PgType): string {
  const element = { ...type, isArray: false };
  const texts = items.map((item) => {
    if (Array.isArray(item) && !isJsonType(type)) return arrayText(item, type);
    const text = encode(item, element);
    return text === null ? 'NULL' : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${texts.join(',')}}`;
}
