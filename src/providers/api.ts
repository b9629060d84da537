import { OutageError } from '../errors.js';
import { readList, readObject } from './claims.js';
import { type Outside, readJson } from './outside.js';
import type { Grant, SettingRows } from './provider.js';

type Reader = Pick<Grant<SettingRows>, 'get' | 'findList'>;

/** Answers that mean "not with this token". */
const withheld: readonly number[] = [401, 403, 404];

/**
 * Reads a provider's API on behalf of who has signed in.
 *
 * @param authorization the header of a request for a URL.
 */
export function createReader(
  outside: Outside,
  headers: Readonly<Record<string, string>>,
  authorization: (url: string) => string,
): Reader {
  const ask = (url: string, more: Readonly<Record<string, string>> = {}) =>
    outside(url, {
      headers: { accept: 'application/json', ...headers, ...more, authorization: authorization(url) },
    });
  return {
    async get(url, more) {
      const value = await readJson(await ask(url, more), 'the API of a provider');
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new OutageError('the API of a provider answered no object');
      }
      return readObject(value);
    },
    async findList(url, more) {
      const answer = await ask(url, more);
      if (withheld.includes(answer.status)) return undefined;
      const value = await readJson(answer, 'the API of a provider');
      if (!Array.isArray(value)) throw new OutageError('the API of a provider answered no array');
      return readList(value);
    },
  };
}
