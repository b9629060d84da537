import { OutageError } from '../errors.js';
import { addSeconds, type Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import { type CustomClaim, claimField, claimValue } from '../tokens/customClaims.js';

/**
 * The paths of custom claims as a part of requests: every request whose answer a token may be signed from asks for them
 * in the same go. A path that Hasura does not know would make it refuse the whole request, before anything is done; so
 * it is left out, or the request is refused, as the setting says.
 */
export interface ClaimSelection {
  /** The text of a request, asking for the claims where it reads a user to sign a token for. */
  extend(query: string): string;
  /** Changes when `extend` begins to give something else. */
  version(): string;
  /**
   * Called when Hasura refused a request as invalid: finds paths that are not there.
   *
   * @param isValid asks Hasura a query.
   * @returns whether some were found and are left out from now on: the request may be sent again.
   * @throws OutageError when some were found and the setting is to refuse.
   */
  recheck(isValid: (query: string) => Promise<boolean>): Promise<boolean>;
  /** How many paths are left out now. */
  brokenCount(): number;
  /** The custom claims of a user that was read by an extended request. */
  claimsOf(user: object): Readonly<Record<string, string>>;
}

interface Options {
  readonly claims: readonly CustomClaim[];
  readonly defaults: ReadonlyMap<string, string>;
  readonly onFailure: 'refuse' | 'omit';
  readonly clock: Clock;
  readonly log: Log;
}

/** How long a broken path is left out before it is tried again. */
const pauseSeconds = 60;

/** Says that a request was extended: then a missing value means that there is none. */
const marker = 'hasClaims';

export function createClaimSelection({ claims, defaults, onFailure, clock, log }: Options): ClaimSelection {
  const aliased = claims.map((claim, index) => ({ claim, alias: `claim${index}` }));
  /** What every token has, if its user has nothing else to say. */
  const always = Object.fromEntries(defaults);
  let broken: ReadonlySet<string> = new Set();
  let brokenUntil = new Date(0);

  function fields(): string {
    if (broken.size > 0 && clock.now() >= brokenUntil) broken = new Set();
    const working = aliased.filter(({ alias }) => !broken.has(alias));
    return [`${marker}: __typename`, ...working.map(({ claim, alias }) => claimField(claim, alias))].join(
      ' ',
    );
  }

  return {
    extend: (query) =>
      claims.length > 0 && signsTokens(query)
        ? query.replaceAll('fragment UserFields on users {', (start) => `${start} ${fields()}`)
        : query,

    version: () => (claims.length > 0 ? fields() : ''),

    async recheck(isValid) {
      const checked = await Promise.all(
        aliased.map(async ({ claim, alias }) => ({
          claim,
          alias,
          valid: await isValid(`query { users(limit: 0) { ${claimField(claim, alias)} } }`),
        })),
      );
      const failed = checked.filter(({ valid }) => !valid);
      if (failed.length === 0) return false;
      const names = failed.map(({ claim }) => claim.name).join(', ');
      if (onFailure === 'refuse') {
        throw new OutageError(`Hasura does not know the path of the custom claim ${names}`);
      }
      const isNews = failed.some(({ alias }) => !broken.has(alias));
      broken = new Set(failed.map(({ alias }) => alias));
      brokenUntil = addSeconds(clock.now(), pauseSeconds);
      if (isNews)
        log.error('Hasura does not know the path of a custom claim; it is left out', { claims: names });
      return true;
    },

    brokenCount: () => broken.size,

    claimsOf(user) {
      if (claims.length === 0) return always;
      if (!Object.hasOwn(user, marker)) {
        throw new Error('a token is signed for a user that was read without custom claims');
      }
      const values = aliased.flatMap(({ claim, alias }) => {
        const value = claimValue(claim, (user as Record<string, unknown>)[alias]);
        return value === undefined ? [] : [[claim.name, value] as const];
      });
      return { ...always, ...Object.fromEntries(values) };
    },
  };
}

/**
 * Sessions are opened and refreshed by mutations, and what they return is what tokens are signed from. A query that reads
 * a user may be asked by anybody about anybody, and must not take longer for those who have much to claim.
 */
function signsTokens(query: string): boolean {
  return /^\s*mutation\b/.test(query);
}
