import { readFileSync } from 'node:fs';
import { foldDomain, foldEmail } from '../lib/emailFold.js';
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

/** Comma separated `name=value`, values percent-encoded, as the variables of OpenTelemetry are written. */
export function assignments(value: string): Readonly<Record<string, string>> {
  const pairs = list(value).map((each) => {
    const at = each.indexOf('=');
    const [name, rest] = [each.slice(0, at).trim(), each.slice(at + 1).trim()];
    if (at < 1 || name === '') throw new Error('must be written as name=value,other=value');
    return [name, decoded(rest)] as const;
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Error('must be percent-encoded');
  }
}

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

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A span of time as `500ms`, `10s`, `2m` or `1h`, or several of them as `1h30m`, in milliseconds. */
export function duration(value: string): number {
  if (!/^(\d{1,6}(ms|s|m|h))+$/.test(value)) {
    throw new Error('must be a span of time such as 500ms, 10s, 2m or 1h');
  }
  const parts = [...value.matchAll(/(\d+)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, digits, unit = '']) => sum + Number(digits) * (unitMs[unit] ?? 0), 0);
}

/** The same in whole seconds, at least one. */
export function durationSeconds(value: string): number {
  const ms = duration(value);
  if (ms < 1000 || ms % 1000 !== 0) throw new Error('must be whole seconds, at least one, such as 10s or 5m');
  return ms / 1000;
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

/** The address of a Redis; it may hold a password, so that it is kept from logs. */
export function redisUrl(value: string): Secret {
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  if (protocol !== 'redis:' && protocol !== 'rediss:') {
    throw new Error('must be a URL such as redis://localhost:6379');
  }
  return new Secret(value);
}

/** A number from 0 to 1. */
export function fraction(value: string): number {
  const number = Number(value);
  if (!/^\d+(\.\d+)?$/.test(value) || number > 1) throw new Error('must be a number from 0 to 1');
  return number;
}

/** Email addresses, comma separated and folded. */
export function emails(value: string): ReadonlySet<string> {
  const all = list(value);
  if (!all.every((each) => /^[^@]+@[^@]+$/.test(each)))
    throw new Error('must be email addresses, comma separated');
  return new Set(all.map(foldEmail));
}

/** Domains, comma separated and folded. */
export function domains(value: string): ReadonlySet<string> {
  return new Set(list(value).map(foldDomain));
}

/** The domains in the file of that name, one a line; lines that begin with `#` or `//` are comments. */
export function domainFile(path: string): ReadonlySet<string> {
  if (path === 'none') return new Set();
  const lines = readLines(path).map((line) => line.trim());
  return new Set(lines.filter((line) => line !== '' && !/^(#|\/\/)/.test(line)).map(foldDomain));
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    throw new Error('must be a file that can be read');
  }
}
