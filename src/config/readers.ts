import { parsePhoneNumber } from '../lib/phone.js';
import { Secret } from '../lib/secret.js';

/** Readers turn the text of a variable into its value, or throw an `Error` that says what it must be. */

export function text(value: string): string {
  return value;
}

/** Hides the value from logs and messages from here on. */
export function secret(value: string): Secret {
  return new Secret(value);
}

export function flag(value: string): boolean {
  const word = value.toLowerCase();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  throw new Error('must be true or false');
}

export function integer(min: number, max: number) {
  return (value: string): number => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`);
    }
    return number;
  };
}

/** At most ten years, so that dates made from it stay in range. */
export const seconds = integer(1, 315_360_000);

export const port = integer(0, 65_535);

/** Comma separated values; blanks around them and empty ones are dropped. */
export function list(value: string): readonly string[] {
  return value
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** Comma separated phone numbers, each in E.164 form afterwards. */
export function phoneNumbers(value: string): readonly string[] {
  return list(value).map((each) => {
    const number = parsePhoneNumber(each);
    if (number === undefined) throw new Error('must be phone numbers such as +33612345678, comma separated');
    return number;
  });
}

export function oneOf<const T extends string>(...words: readonly T[]) {
  return (value: string): T => {
    const word = words.find((each) => each === value);
    if (word === undefined) throw new Error(`must be one of ${words.join(', ')}`);
    return word;
  };
}

/** An absolute http or https URL, without a slash at its end. */
export function httpUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new Error('must be an http or https URL such as https://auth.example.com');
  }
  return value.replace(/\/+$/, '');
}

/** A key of 32 bytes, written as 64 hex digits. */
export function hexKey(value: string): Secret {
  if (!/^[0-9a-f]{64}$/i.test(value))
    throw new Error('must be 32 bytes as 64 hex digits (openssl rand -hex 32)');
  return new Secret(value);
}

/** A JSON object whose values are all strings. */
export function stringMap(value: string): Readonly<Record<string, string>> {
  const parsed = parseJsonObject(value);
  for (const each of Object.values(parsed)) {
    if (typeof each !== 'string') throw new Error('must be a JSON object of strings');
  }
  return parsed as Record<string, string>;
}

/** A span of time as `500ms`, `10s` or `2m`, in milliseconds. */
export function duration(value: string): number {
  const [, digits, unit] = /^(\d{1,6})(ms|s|m)$/.exec(value) ?? [];
  if (digits === undefined) throw new Error('must be a span of time such as 500ms, 10s or 2m');
  return Number(digits) * (unit === 'm' ? 60_000 : unit === 's' ? 1000 : 1);
}

function parseJsonObject(value: string): object {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Said below; the parser's message would repeat the text.
  }
  throw new Error('must be a JSON object of strings');
}
