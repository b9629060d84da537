import {
  createLocalJWKSet,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import { OutageError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import { type Outside, readJson } from './outside.js';

/** Keys are fetched again when they are this old. */
const maxAgeMs = 600_000;
/** An unknown key makes them be fetched again, but not more often: the tokens that name keys come from anybody. */
const cooldownMs = 30_000;

type FindKey = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

interface Fetched {
  readonly at: number;
  readonly find: FindKey;
}

/**
 * The keys at `url`, fetched when they are first needed.
 *
 * The function that is returned throws OutageError when they can't be had, and jose's errors when none fits.
 */
export function createKeys(url: string, { outside, clock }: { outside: Outside; clock: Clock }): FindKey {
  let last: Promise<Fetched> | undefined;
  let tried = Number.NEGATIVE_INFINITY;

  function fetched(): Promise<Fetched> {
    tried = clock.now().getTime();
    const at = tried;
    const former = last;
    const next = load(url, outside).then((find) => ({ at, find }));
    last = next;
    // Keys that were had go on to serve while others can't be had.
    next.catch(() => {
      last = former;
    });
    return next;
  }

  const age = (at: number) => clock.now().getTime() - at;

  return async (header, token) => {
    const known = await (last ?? fetched());
    const { find } = age(known.at) < maxAgeMs || age(tried) < cooldownMs ? known : await fetched();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || age(tried) < cooldownMs) throw error;
      return (await fetched()).find(header, token);
    }
  };
}

async function load(url: string, outside: Outside): Promise<FindKey> {
  const keys = await readJson(await outside(url, { headers: { accept: 'application/json' } }), 'the keys');
  try {
    return createLocalJWKSet(keys as JSONWebKeySet);
  } catch (error) {
    throw new OutageError('the keys of a provider have another form', { cause: error });
  }
}
