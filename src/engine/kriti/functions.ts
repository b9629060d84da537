import type { Json } from '../json.js';
import { isList, isNumber, isObject, RawNumber } from '../jsonText.js';
import { percentEncode } from './percentEncode.js';

/** Throws an Error that says what is wrong with the argument. */
export type KritiFunction = (argument: Json) => Json;

const onText =
  (change: (text: string) => string): KritiFunction =>
  (value) => {
    if (typeof value !== 'string') throw new Error('Expected a string.');
    return change(value);
  };

/** Kriti's functions (https://github.com/hasura/kriti-lang#built-in-functions). */
export const functions: Readonly<Record<string, KritiFunction>> = {
  empty: (value) => {
    if (value === null) return true;
    if (isNumber(value)) return value === 0;
    if (typeof value === 'string') return value.trim() === '';
    if (isList(value)) return value.length === 0;
    if (isObject(value)) return Object.keys(value).length === 0;
    throw new Error('Cannot define emptiness for a boolean.');
  },
  size: (value) => {
    if (typeof value === 'string') return [...value].length;
    if (isList(value)) return value.length;
    if (isObject(value)) return Object.keys(value).length;
    return typeof value === 'boolean' ? Number(value) : (value ?? 0);
  },
  inverse: (value) => {
    if (typeof value === 'string') return [...value].reverse().join('');
    if (isList(value)) return [...value].reverse();
    if (typeof value === 'boolean') return !value;
    if (!isNumber(value)) return value;
    if (value === 0) throw new Error('Cannot divide by zero.');
    return 1 / (value instanceof RawNumber ? Number(value.text) : Number(value));
  },
  head: (value) => {
    const first = typeof value === 'string' ? [...value][0] : isList(value) ? value[0] : undefined;
    if (first === undefined) throw new Error('Expected a string or a list that is not empty.');
    return first;
  },
  tail: (value) => {
    if (typeof value === 'string') return [...value].slice(1).join('');
    if (isList(value)) return value.slice(1);
    throw new Error('Expected a string or a list.');
  },
  toCaseFold: onText((text) => text.toLowerCase()),
  toLower: onText((text) => text.toLowerCase()),
  toUpper: onText((text) => text.toUpperCase()),
  toTitle: onText((text) =>
    text
      .toLowerCase()
      .replace(/\p{L}[\p{L}\p{N}']*/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ),
  escapeUri: onText(percentEncode),
  not: (value) => {
    if (typeof value !== 'boolean') throw new Error('Expected a boolean.');
    return !value;
  },
  concat: (value) => {
    if (!isList(value)) throw new Error('Expected a list.');
    if (value.every((each) => typeof each === 'string')) return value.join('');
    if (value.every(isList)) return value.flat() as Json[];
    if (value.every(isObject)) return Object.fromEntries(value.flatMap((each) => Object.entries(each)));
    throw new Error('Expected strings, lists or objects.');
  },
  fromPairs: (value) => {
    if (!isList(value)) throw new Error('Expected a list of pairs.');
    return Object.fromEntries(
      value.map((pair) => {
        if (!isList(pair) || typeof pair[0] !== 'string' || pair.length !== 2)
          throw new Error('Expected a pair.');
        return [pair[0], pair[1] ?? null] as const;
      }),
    );
  },
  toPairs: (value) => {
    if (!isObject(value)) throw new Error('Expected an object.');
    return Object.entries(value).map(([key, each]): Json => [key, each ?? null]);
  },
  removeNulls: (value) => {
    if (!isList(value)) throw new Error('Expected a list.');
    return value.filter((each) => each !== null);
  },
};
