import { pick, type Random } from '../chaos/random.js';
import type { OddValues } from './oddValues.js';

const oddKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  '',
  'a\0',
  'x-hasura-role',
  'userId',
];

/** The value with something wrong in it: a part replaced, left out, added, or wrapped. Strings are texts that were sent before. */
export function spoiled(value: unknown, random: Random, odd: OddValues): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.1) return odd.value();
  if (Array.isArray(value)) return value.map((each) => (random() < 0.5 ? spoiled(each, random, odd) : each));
  const keys = Object.keys(value);
  const key = keys.length > 0 && random() < 0.75 ? pick(random, keys) : pick(random, oddKeys);
  const former = (value as Record<string, unknown>)[key];
  const which = random();
  if (which < 0.15) return withKey(value, key, undefined);
  if (which < 0.3) return withKey(value, key, [former]);
  if (which < 0.6 && typeof former === 'string') return withKey(value, key, spoiledText(former, random, odd));
  if (which < 0.6 && typeof former === 'object' && former !== null)
    return withKey(value, key, spoiled(former, random, odd));
  return withKey(value, key, odd.value());
}

/** An own property, whatever its name means. */
function withKey(value: object, key: string, part: unknown): object {
  const copy = { ...value };
  Object.defineProperty(copy, key, { value: part, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** A text with characters lost, doubled or put in. */
export function spoiledText(text: string, random: Random, odd: OddValues): string {
  const at = Math.floor(random() * (text.length + 1));
  const which = random();
  if (which < 0.25) return text.slice(0, at);
  if (which < 0.5) return text.slice(0, at) + text.slice(at + 1);
  if (which < 0.7) return text.slice(0, at) + odd.text().slice(0, 200) + text.slice(at);
  if (which < 0.8) return text.toUpperCase();
  if (which < 0.9) return text.repeat(2 + Math.floor(random() * 20)).slice(0, 200_000);
  return odd.text();
}
