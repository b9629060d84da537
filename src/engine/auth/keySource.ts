import type { JsonWebKey } from 'node:crypto';
import { AuthConfigError, type JwtConfig } from './config.js';
import { parseJwk, type VerificationKey } from './verificationKey.js';

/** Where the keys of one JWT configuration come from. */
export interface KeySource {
  /** Grows whenever the keys change; what was verified under an older version must be verified anew. */
  readonly version: number;
  /** Waits for newer keys when those at hand have run out; undefined when they haven't. */
  renewIfExpired(): Promise<void> | undefined;
  /** The keys that may have signed a token whose header names `keyId`. */
  keysFor(keyId: string | null): readonly VerificationKey[] | Promise<readonly VerificationKey[]>;
}

export interface KeyFetchOptions {
  readonly fetch: (url: string, init: { signal: AbortSignal; redirect: 'error' }) => Promise<JwkResponse>;
  readonly now: () => Date;
  /** Told when a renewal fails; the old keys stay in use. */
  readonly onError: (error: Error) => void;
}

interface JwkResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

const fetchTimeoutMilliseconds = 10_000;
/** An unknown key id asks for new keys at most this often, so that made-up ids can't flood the issuer. */
const unknownKeyCooldownMilliseconds = 5_000;
const retryMilliseconds = 1_000;

/** Opens the keys of a configuration. @throws AuthConfigError when a `jwk_url` can't be read at start */
export async function openKeySource(keys: JwtConfig['keys'], options: KeyFetchOptions): Promise<KeySource> {
  if (keys.kind === 'static') {
    return { version: 0, renewIfExpired: () => undefined, keysFor: () => [keys.key] };
  }
  const remote = new RemoteKeys(keys.url, options);
  await remote.open();
  return remote;
}

class RemoteKeys implements KeySource {
  version = 0;
  readonly #url: string;
  readonly #options: KeyFetchOptions;
  #keys: readonly VerificationKey[] = [];
  #expiresAt = Number.POSITIVE_INFINITY;
  #fetchedAt = 0;
  #fetching: Promise<void> | undefined;
  #lastFailed = false;

  constructor(url: string, options: KeyFetchOptions) {
    this.#url = url;
    this.#options = options;
  }

  async open(): Promise<void> {
    try {
      await this.#fetch();
    } catch (cause) {
      throw new AuthConfigError(`the keys at the jwk_url could not be read: ${messageOf(cause)}`, { cause });
    }
  }

  renewIfExpired(): Promise<void> | undefined {
    if (this.#now() < this.#expiresAt) return undefined;
    const renewal = this.#renew();
    // While the issuer is down, requests go on with the old keys instead of waiting for it one by one.
    return this.#lastFailed ? undefined : renewal;
  }

  keysFor(keyId: string | null): readonly VerificationKey[] | Promise<readonly VerificationKey[]> {
    if (keyId === null) return this.#keys;
    const found = this.#keys.filter((each) => each.id === keyId);
    if (found.length > 0) return found;
    if (this.#now() < this.#fetchedAt + unknownKeyCooldownMilliseconds) return this.#withoutId();
    return this.#renew().then(() => {
      const renewed = this.#keys.filter((each) => each.id === keyId);
      return renewed.length > 0 ? renewed : this.#withoutId();
    });
  }

  #withoutId = (): readonly VerificationKey[] => this.#keys.filter((each) => each.id === null);
  #now = (): number => this.#options.now().getTime();

  #renew(): Promise<void> {
    this.#fetching ??= this.#fetch()
      .then(() => {
        this.#lastFailed = false;
      })
      .catch((error: unknown) => {
        this.#lastFailed = true;
        this.#expiresAt = this.#now() + retryMilliseconds;
        this.#options.onError(new Error(`JWK set not renewed: ${messageOf(error)}`, { cause: error }));
      })
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }

  async #fetch(): Promise<void> {
    this.#fetchedAt = this.#now();
    const signal = AbortSignal.timeout(fetchTimeoutMilliseconds);
    const response = await this.#options.fetch(this.#url, { signal, redirect: 'error' });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    this.#keys = parseJwkSet(await response.text());
    this.version += 1;
    this.#expiresAt = this.#fetchedAt + lifetimeMilliseconds(response.headers, this.#fetchedAt);
  }
}

function parseJwkSet(text: string): VerificationKey[] {
  const set = JSON.parse(text) as { keys?: unknown } | null;
  if (typeof set !== 'object' || !Array.isArray(set?.keys)) throw new Error('it is not a JWK set');
  const keys = (set.keys as JsonWebKey[]).flatMap((jwk) => {
    const key = typeof jwk === 'object' && jwk !== null ? parseJwk(jwk) : undefined;
    return key ? [key] : [];
  });
  if (keys.length === 0) throw new Error('it holds no key to verify signatures with');
  return keys;
}

/** How long an answer may be used: Cache-Control before Expires; without either for ever (until an unknown key id). */
function lifetimeMilliseconds(headers: JwkResponse['headers'], now: number): number {
  const directives = headers.get('cache-control')?.toLowerCase() ?? '';
  const age = /(?:s-maxage|max-age)\s*=\s*"?(\d+)/.exec(directives)?.[1];
  const mustAsk = /no-cache|no-store/.test(directives);
  if (mustAsk || (age === undefined && directives.includes('must-revalidate'))) return retryMilliseconds;
  if (age !== undefined) return Math.max(Number(age) * 1000, retryMilliseconds);
  const expires = Date.parse(headers.get('expires') ?? '');
  return Number.isNaN(expires) ? Number.POSITIVE_INFINITY : Math.max(expires - now, retryMilliseconds);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
