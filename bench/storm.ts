import { Pool } from 'undici';
import { type AuthServer, startAuthServer } from './support/authServer.js';
import { type BetterAuth, hasBetterAuth, noBetterAuth, startBetterAuth } from './support/betterAuth.js';
import { noPostgres, withPostgres } from './support/databases.js';
import { type Load, sendLoad, type Target } from './support/load.js';
import { atMost, type Figure, type Outcome, ratio } from './support/report.js';
import { median, percentile } from './support/statistics.js';

const rounds = 4;
const observed: Load = { clients: 4, seconds: 4 };
const waitingSignIns = 32;

/**
 * Refreshes while 32 sign-ins are always in flight, beside better-auth's session reads in the same storm, and what
 * happens to sign-ins that the queue has no room for.
 */
export async function storm(): Promise<Outcome> {
  const peers = await withPeer((peer) => measure(peer));
  return peers ?? measure(undefined);
}

/** Undefined where better-auth or its database isn't installed. */
async function withPeer<Result>(work: (peer: BetterAuth) => Promise<Result>): Promise<Result | undefined> {
  if (!hasBetterAuth) {
    console.log(`better-auth: skipped (${noBetterAuth})`);
    return undefined;
  }
  const result = await withPostgres(async (server) => {
    const peer = await startBetterAuth({ hashing: 'scrypt', databaseUrl: await server.createDatabase() });
    try {
      return await work(peer);
    } finally {
      await peer.stop();
    }
  });
  if (result === undefined) console.log(`better-auth: skipped (${noPostgres})`);
  return result;
}

async function measure(peer: BetterAuth | undefined): Promise<Figure[]> {
  const auth = await startAuthServer();
  try {
    const sides = [
      { name: 'a refresh', light: auth.refresh, signIn: auth.signIn },
      ...(peer ? [{ name: "better-auth's session read", light: peer.readSession, signIn: peer.signIn }] : []),
    ];
    const results = sides.map((side) => ({ ...side, idle: [] as number[], busy: [] as number[] }));
    for (const { light } of sides) await sendLoad(light, observed);
    for (let round = 0; round < rounds; round += 1) {
      for (const { light, signIn, idle, busy } of results) {
        idle.push(await p99(light));
        const signIns = sendLoad(signIn, { clients: waitingSignIns, seconds: observed.seconds + 0.5 });
        busy.push(await p99(light));
        await signIns;
      }
    }
    const flood = await floodSignIns(auth, 400);
    return [
      ...results.flatMap(({ name, idle, busy }, index) => [
        { name: `p99 of ${name}, idle`, value: median(idle), unit: 'ms' },
        { name: `p99 of ${name}, ${waitingSignIns} sign-ins in flight`, value: median(busy), unit: 'ms' },
        {
          name: `${name}: in flight / idle`,
          value: ratio(busy, idle),
          unit: 'x',
          ...(index === 0 && { goal: atMost(3) }),
        },
      ]),
      { name: 'of 400 sign-ins at once: refused with 429', value: flood.refused, unit: '' },
      { name: 'of 400 sign-ins at once: answered', value: flood.answered, unit: '' },
      { name: 'of 400 sign-ins at once: anything else', value: flood.other, unit: '', goal: atMost(0) },
      { name: 'slowest refusal / slowest answer', value: flood.slowestRefusal, unit: 'x', goal: atMost(0.5) },
    ];
  } finally {
    await auth.stop();
  }
}

async function p99(target: Target): Promise<number> {
  const { latenciesMs } = await sendLoad(target, observed);
  return percentile(latenciesMs, 99);
}

/** Sends `count` sign-ins at the same moment: one can run, 64 wait, the rest must be refused at once. */
async function floodSignIns({ signIn }: AuthServer, count: number) {
  const pool = new Pool(signIn.origin, { connections: count, pipelining: 1 });
  const started = performance.now();
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const answer = await pool.request({
        path: signIn.path,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signIn.headers },
        body: signIn.body?.(index) ?? '',
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, text, ms: performance.now() - started };
    }),
  );
  await pool.close();
  const refused = answers.filter(({ status, text }) => status === 429 && text.includes('too-many-requests'));
  const answered = answers.filter(({ status }) => status === 200);
  const slowest = (some: typeof answers): number => Math.max(...some.map(({ ms }) => ms));
  return {
    refused: refused.length,
    answered: answered.length,
    other: count - refused.length - answered.length,
    slowestRefusal: slowest(refused) / slowest(answered),
  };
}
