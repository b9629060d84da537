import { totalmem } from 'node:os';
import { hashPassword, password } from './support/authServer.js';
import { type BenchPostgres, noPostgres, withPostgres } from './support/databases.js';
import { sendLoad, type Target } from './support/load.js';
import type { BenchOptions } from './support/options.js';
import { fillWithUsers, generatedEmail, generatedToken } from './support/population.js';
import { atMost, type Figure, type Outcome, ratio } from './support/report.js';
import { mutationTarget, refreshMutation, type Stack, signInMutation, startStack } from './support/stack.js';
import { median } from './support/statistics.js';

const rounds = 5;
const clients = 8;
/** Coprime to every size, so that the users are met in no order and all of them before any comes again. */
const stride = 7919;

interface Side {
  readonly users: number;
  readonly stack: Stack;
  readonly targets: { readonly signIn: Target; readonly refresh: Target };
  /** CPU of PostgreSQL for one, in milliseconds. */
  readonly cost: { readonly signIn: number[]; readonly refresh: number[] };
}

/**
 * What a sign-in and a refresh cost the database with 1,000 users and with 100,000 (and with so many as `--users` says):
 * each size has a database, an engine and an auth server of its own, on one PostgreSQL, and its turns.
 */
export async function growth({ users }: BenchOptions): Promise<Outcome> {
  const sizes = [1_000, 100_000, ...(users > 0 ? [users] : [])];
  const outcome = await withPostgres(
    async (server) => {
      const passwordHash = await hashPassword();
      const sides: Side[] = [];
      const figures: Figure[] = [];
      try {
        for (const size of sizes) {
          const databaseUrl = await server.createDatabase();
          const stack = await startStack(databaseUrl);
          sides.push({
            users: size,
            stack,
            targets: targetsOf(stack, size),
            cost: { signIn: [], refresh: [] },
          });
          const seconds = await fillWithUsers(databaseUrl, server.directory, { users: size, passwordHash });
          figures.push({ name: `${label(size)}: filled by COPY`, value: seconds, unit: 's' });
        }
        await measure(server, sides);
      } finally {
        for (const { stack } of sides) await stack.stop();
      }
      return [...figures, ...sides.flatMap((side) => figuresOf(side, sides[0]))];
    },
    [sharedBuffers()],
  );
  return outcome ?? { skipped: noPostgres };
}

/** A quarter of the machine's memory, as PostgreSQL's manual advises (19.4.1); its default of 128 MB is for any machine. */
const sharedBuffers = (): string => `shared_buffers=${Math.floor(totalmem() / 4 / 2 ** 20)}MB`;

const label = (users: number): string => `${users.toLocaleString('en')} users`;

function targetsOf({ engine }: Stack, users: number): Side['targets'] {
  /** By user; those who haven't refreshed yet have the generated one. */
  const tokens = new Map<number, string>();
  const userAt = (index: number): number => 1 + ((index * stride) % users);
  let [signIns, refreshes] = [0, 0];
  return {
    signIn: mutationTarget<{ signIn: { session: unknown } }>(
      engine.url,
      signInMutation,
      () => ({ email: generatedEmail(userAt(signIns++)), password }),
      ({ signIn }) => {
        if (!signIn.session) throw new Error('no session');
      },
    ),
    refresh: refreshTarget(engine.url, tokens, () => userAt(refreshes++)),
  };
}

/** Each request is of the next user, whose token the answer replaces. */
function refreshTarget(url: string, tokens: Map<number, string>, nextUser: () => number): Target {
  const asked = new Map<number, number>();
  return mutationTarget<{ refresh: { refreshToken: string } }>(
    url,
    refreshMutation,
    (index) => {
      const user = nextUser();
      asked.set(index, user);
      return { refreshToken: tokens.get(user) ?? generatedToken(user) };
    },
    ({ refresh }, index) => {
      const user = asked.get(index);
      if (user !== undefined) tokens.set(user, refresh.refreshToken);
      asked.delete(index);
    },
  );
}

async function measure(server: BenchPostgres, sides: readonly Side[]): Promise<void> {
  for (const { targets } of sides) {
    await sendLoad(targets.signIn, { clients, seconds: 2 });
    await sendLoad(targets.refresh, { clients, seconds: 3 });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { targets, cost } of sides) {
      cost.signIn.push(await databaseCost(server, targets.signIn, 3));
      cost.refresh.push(await databaseCost(server, targets.refresh, 2));
    }
  }
}

async function databaseCost(server: BenchPostgres, target: Target, seconds: number): Promise<number> {
  const before = server.cpuSeconds();
  const { requests } = await sendLoad(target, { clients, seconds });
  return ((server.cpuSeconds() - before) * 1000) / requests;
}

function figuresOf({ users, cost }: Side, smallest: Side | undefined): Figure[] {
  const name = label(users);
  const absolute = [
    { name: `${name}: CPU of PostgreSQL, sign-in`, value: median(cost.signIn), unit: 'ms' },
    { name: `${name}: CPU of PostgreSQL, refresh`, value: median(cost.refresh), unit: 'ms' },
  ];
  if (!smallest || smallest.users === users) return absolute;
  const base = label(smallest.users);
  const [signIn, refresh] = [
    ratio(cost.signIn, smallest.cost.signIn),
    ratio(cost.refresh, smallest.cost.refresh),
  ];
  return [
    ...absolute,
    { name: `sign-in: ${name} / ${base}`, value: signIn, unit: 'x', goal: atMost(1.2) },
    { name: `refresh: ${name} / ${base}`, value: refresh, unit: 'x', goal: atMost(1.2) },
  ];
}
