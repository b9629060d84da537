import { createHmac } from 'node:crypto';
import type { Log } from '../lib/log.js';
import { asLimiter, createMemoryLimiter, createRedisLimiter, type Limiter, type Rule } from './limiter.js';

/** Where limits are counted: in this process, or in a Redis that several share. */
export interface LimitStore {
  limiter(rule: Rule): Limiter;
  /**
   * For rules of every call, which must not wait for another server: a key that is used up is refused at once, and
   * others are let through while they are counted. So a few calls more than the rule says get through.
   */
  looseLimiter(rule: Rule): Limiter;
  close(): Promise<void>;
}

interface Options {
  /** `redis://…` or `rediss://…`; without it each process counts for itself. */
  readonly redisUrl: string | undefined;
  /** Keys are addresses, numbers and names: Redis gets them hashed under this key. */
  readonly hashKey: Uint8Array;
  readonly log: Log;
}

/** A Redis that takes longer counts as away: nobody waits for a limit. */
const redisTimeoutMs = 250;

/** Packages are loaded here, once it is known that limits are on. */
export async function createLimitStore({ redisUrl, hashKey, log }: Options): Promise<LimitStore> {
  const found = await import('rate-limiter-flexible');
  if (redisUrl === undefined) {
    const limiter = (rule: Rule) => asLimiter(createMemoryLimiter(found, rule), (key) => key);
    return { limiter, looseLimiter: limiter, close: async () => {} };
  }
  const redis = await connect(redisUrl, log);
  const keyOf = (key: string) => createHmac('sha256', hashKey).update(key).digest('base64url');
  const limiter = (rule: Rule) => asLimiter(createRedisLimiter(found, rule, redis), keyOf);
  return {
    limiter,
    looseLimiter: (rule) => loosened(limiter(rule), log),
    close: async () => redis.disconnect(),
  };
}

async function connect(url: string, log: Log) {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    commandTimeout: redisTimeoutMs,
    connectTimeout: 2000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5000),
  });
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) log.warn('Redis does not answer: this process counts limits by itself', { error });
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info('Redis answers again: limits are counted there');
    isAway = false;
  });
  return redis;
}

/** Keys that are remembered as used up. */
const maxBlocked = 20_000;

function loosened(limiter: Limiter, log: Log): Limiter {
  /** Until when, in milliseconds since 1970. */
  const blocked = new Map<string, number>();

  async function count(key: string): Promise<void> {
    try {
      const { waitSeconds } = await limiter.take(key);
      if (waitSeconds === 0) return;
      if (blocked.size >= maxBlocked) blocked.clear();
      blocked.set(key, Date.now() + waitSeconds * 1000);
    } catch (error) {
      log.error('A limit could not be counted', { error });
    }
  }

  return {
    ...limiter,
    async take(key) {
      const until = blocked.get(key);
      if (until !== undefined) {
        const waitMs = until - Date.now();
        if (waitMs > 0) return { count: Number.POSITIVE_INFINITY, waitSeconds: Math.ceil(waitMs / 1000) };
        blocked.delete(key);
      }
      void count(key);
      return { count: 0, waitSeconds: 0 };
    },
    async forget(key) {
      blocked.delete(key);
      await limiter.forget(key);
    },
  };
}
