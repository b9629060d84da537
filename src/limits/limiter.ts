import type { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';

/** How often something may happen, per key: `points` times in `seconds`, counted from the first of them. */
export interface Rule {
  /** Keeps the keys of one rule apart from those of others. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

export interface Taken {
  /** How often it has happened by now, this time included. */
  readonly count: number;
  /** 0 when it may happen; else in how many whole seconds it may. */
  readonly waitSeconds: number;
}

/** Counts one rule. Counting and deciding are one step, so calls at the same time can't get past it together. */
export interface Limiter {
  /** @param seconds in place of the rule's, when this is the first of a span. */
  take(key: string, seconds?: number): Promise<Taken>;
  /** Undoes one `take`. */
  giveBack(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}

type Package = typeof import('rate-limiter-flexible');

/**
 * Keys that one rule keeps in memory. Beyond that the oldest is forgotten: whoever names ever new accounts or addresses
 * fills no memory, and frees at most one key with each of them.
 */
const maxKeys = 20_000;

/** Counts in this process. */
export function createMemoryLimiter({ RateLimiterMemory: Base }: Package, rule: Rule): RateLimiterMemory {
  class BoundedMemory extends Base {
    readonly #keys = new Set<string>();

    override consume(key: string | number, points?: number, options?: { [key: string]: unknown }) {
      this.#remember(String(key));
      return super.consume(key, points, options);
    }

    override reward(key: string | number, points?: number, options?: { [key: string]: unknown }) {
      this.#remember(String(key));
      return super.reward(key, points, options);
    }

    override delete(key: string | number) {
      this.#keys.delete(String(key));
      return super.delete(key);
    }

    #remember(key: string): void {
      if (this.#keys.has(key)) return;
      this.#keys.add(key);
      if (this.#keys.size <= maxKeys) return;
      const [oldest] = this.#keys;
      if (oldest !== undefined) void this.delete(oldest);
    }
  }
  return new BoundedMemory({ keyPrefix: rule.name, points: rule.points, duration: rule.seconds });
}

/** Counts for all processes that share the Redis; in memory for as long as it does not answer. */
export function createRedisLimiter(found: Package, rule: Rule, client: object): RateLimiterRedis {
  return new found.RateLimiterRedis({
    storeClient: client,
    keyPrefix: `auth:limit:${rule.name}`,
    points: rule.points,
    duration: rule.seconds,
    rejectIfRedisNotReady: true,
    insuranceLimiter: createMemoryLimiter(found, rule),
  });
}

/** @param keyOf how a key is written where it is kept. */
export function asLimiter(
  limiter: RateLimiterMemory | RateLimiterRedis,
  keyOf: (key: string) => string,
): Limiter {
  return {
    async take(key, seconds) {
      try {
        const options = seconds === undefined ? {} : { customDuration: seconds };
        const { consumedPoints } = await limiter.consume(keyOf(key), 1, options);
        return { count: consumedPoints, waitSeconds: 0 };
      } catch (refused) {
        return { count: countOf(refused), waitSeconds: waitSecondsOf(refused) };
      }
    },
    async giveBack(key) {
      await limiter.reward(keyOf(key), 1);
    },
    async forget(key) {
      await limiter.delete(keyOf(key));
    },
  };
}

/** The package throws its verdict; anything else that is thrown is a fault. */
function countOf(refused: unknown): number {
  if (isVerdict(refused)) return refused.consumedPoints;
  throw refused;
}

function waitSecondsOf(refused: unknown): number {
  return isVerdict(refused) ? Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) : 0;
}

function isVerdict(
  value: unknown,
): value is { readonly consumedPoints: number; readonly msBeforeNext: number } {
  return typeof value === 'object' && value !== null && 'msBeforeNext' in value && 'consumedPoints' in value;
}
