import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog, silentLog } from '../../src/lib/log.js';
import { createLimitStore, type LimitStore } from '../../src/limits/limitStore.js';

const rule = { name: 'test', points: 3, seconds: 60 };
const hashKey = Buffer.from('a key of the tests');
const stores: LimitStore[] = [];

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

async function storeAt(redisUrl?: string, lines: string[] = []): Promise<LimitStore> {
  const log = createLog('info', (line) => lines.push(line));
  const store = await createLimitStore({ redisUrl, hashKey, log: redisUrl ? log : silentLog });
  stores.push(store);
  return store;
}

async function takeSeveral(limiter: { take(key: string): Promise<{ waitSeconds: number }> }, count: number) {
  const taken = await Promise.all(Array.from({ length: count }, () => limiter.take('k')));
  return taken.filter(({ waitSeconds }) => waitSeconds === 0).length;
}

describe('limits in memory', () => {
  it('let as many through as the rule says, and say how long to wait', async () => {
    const limiter = (await storeAt()).limiter(rule);
    expect(await takeSeveral(limiter, 10)).toBe(3);
    expect((await limiter.take('k')).waitSeconds).toBe(60);
    expect((await limiter.take('other')).waitSeconds).toBe(0);
  });

  it('take back and forget', async () => {
    const limiter = (await storeAt()).limiter(rule);
    await takeSeveral(limiter, 3);
    await limiter.giveBack('k');
    expect(await takeSeveral(limiter, 3)).toBe(1);
    await limiter.forget('k');
    expect(await takeSeveral(limiter, 5)).toBe(3);
  });

  it('keep a bounded number of keys, and let go of the oldest', async () => {
    const limiter = (await storeAt()).limiter({ ...rule, points: 1 });
    await limiter.take('oldest');
    expect((await limiter.take('oldest')).waitSeconds).toBeGreaterThan(0);
    for (let n = 0; n < 20_000; n += 1) await limiter.take(`key ${n}`);
    expect((await limiter.take('key 19999')).waitSeconds).toBeGreaterThan(0);
    expect((await limiter.take('oldest')).waitSeconds).toBe(0);
  });
});

function redisBinary(): string | undefined {
  try {
    return execFileSync('which', ['redis-server'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

const binary = redisBinary();
if (!binary)
  console.log('skipped: limits in Redis, which is not installed (Debian: apt-get install redis-server)');

describe.skipIf(!binary)('limits in Redis', () => {
  let port = 0;
  let url = '';
  let server: ReturnType<typeof spawn> | undefined;

  async function start(): Promise<void> {
    const args = ['--port', String(port), '--save', '', '--appendonly', 'no', '--loglevel', 'notice'];
    const child = spawn(binary ?? '', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    server = child;
    await new Promise<void>((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('Ready to accept connections')) resolve();
      });
      child.on('exit', () => reject(new Error(`redis-server ended: ${text}`)));
    });
  }

  async function stop(): Promise<void> {
    const child = server;
    server = undefined;
    if (!child) return;
    await new Promise((resolve) => {
      child.on('exit', resolve);
      child.kill('SIGKILL');
    });
  }

  beforeAll(async () => {
    port = await freePort();
    url = `redis://127.0.0.1:${port}`;
    await start();
  });
  afterAll(stop);

  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async function withRedis<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(url);
    try {
      return await use(redis);
    } finally {
      redis.disconnect();
    }
  }
  const countOfKeys = () => withRedis((redis) => redis.dbsize());
  const empty = () => withRedis((redis) => redis.flushall());

  /** A store whose connection is there. */
  async function connected(lines: string[] = []): Promise<LimitStore> {
    const store = await storeAt(url, lines);
    const probe = store.limiter({ name: 'probe', points: 1_000_000, seconds: 60 });
    await until(async () => {
      await probe.take('k');
      return (await countOfKeys()) > 0;
    });
    return store;
  }

  it('are shared by several processes', async () => {
    await empty();
    const [one, other] = [await connected(), await connected()].map((store) => store.limiter(rule));
    if (!one || !other) throw new Error('two stores were made');
    const passed = await Promise.all([takeSeveral(one, 10), takeSeveral(other, 10)]);
    expect(passed[0] + passed[1]).toBe(3);
    await one.forget('k');
    expect((await other.take('k')).waitSeconds).toBe(0);
  });

  it('keep no address in plain', async () => {
    await empty();
    const limiter = (await connected()).limiter(rule);
    await limiter.take('email:ada@example.com');
    const kept = await withRedis(async (redis) => {
      const keys = await redis.keys('*');
      return [...keys, ...(await redis.mget(...keys))].join(' ');
    });
    expect(kept).toContain('auth:limit:test');
    expect(kept).not.toMatch(/ada|example/);
  });

  it('have a duration of their own where it is asked for', async () => {
    await empty();
    const limiter = (await connected()).limiter({ ...rule, points: 1 });
    await limiter.take('k', 7);
    const { waitSeconds } = await limiter.take('k', 500);
    expect(waitSeconds).toBeGreaterThan(0);
    expect(waitSeconds).toBeLessThanOrEqual(7);
  });

  it('refuse at once what is used up, and do not wait for Redis before that', async () => {
    await empty();
    const limiter = (await connected()).looseLimiter(rule);
    expect((await limiter.take('k')).waitSeconds).toBe(0);
    await until(async () => (await limiter.take('k')).waitSeconds > 0);
    expect((await limiter.take('k')).waitSeconds).toBeLessThanOrEqual(60);
  });

  it('are counted in memory while Redis is away, and there again when it is back', async () => {
    await empty();
    const lines: string[] = [];
    const limiter = (await connected(lines)).limiter(rule);
    await limiter.take('k');
    await stop();
    await until(() => lines.some((line) => line.includes('does not answer')));
    expect(await takeSeveral(limiter, 10)).toBe(3);
    await start();
    await until(() => lines.some((line) => line.includes('answers again')));
    await until(async () => {
      await limiter.take('another');
      return (await countOfKeys()) > 0;
    });
    expect(await takeSeveral(limiter, 10)).toBe(3);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
