import { Pool } from 'undici';
import { type AuthServer, startAuthServer } from './support/authServer.js';
import { type Load, sendLoad, type Target } from './support/load.js';
import { atMost, type Outcome, ratio } from './support/report.js';
import { median, percentile } from './support/statistics.js';

const rounds = 5;
const refreshing: Load = { clients: 4, seconds: 4 };
const waitingSignIns = 32;

/** Refreshes while 32 sign-ins are always in flight, and what happens to sign-ins that the queue has no room for. */
export async function storm(): Promise<Outcome> {
  const auth = await startAuthServer();
  try {
    await sendLoad(auth.refresh, refreshing);
    const idle: number[] = [];
    const busy: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      idle.push(await refreshP99(auth.refresh));
      const signIns = sendLoad(auth.signIn, { clients: waitingSignIns, seconds: refreshing.seconds + 0.5 });
      busy.push(await refreshP99(auth.refresh));
      await signIns;
    }
    const flood = await floodSignIns(auth, 400);
    return [
      { name: 'p99 of a refresh, idle', value: median(idle), unit: 'ms' },
      { name: `p99 of a refresh, ${waitingSignIns} sign-ins in flight`, value: median(busy), unit: 'ms' },
      { name: 'in flight / idle', value: ratio(busy, idle), unit: 'x', goal: atMost(3) },
      { name: 'of 400 sign-ins at once: refused with 429', value: flood.refused, unit: '' },
      { name: 'of 400 sign-ins at once: answered', value: flood.answered, unit: '' },
      { name: 'of 400 sign-ins at once: anything else', value: flood.other, unit: '', goal: atMost(0) },
      { name: 'slowest refusal / slowest answer', value: flood.slowestRefusal, unit: 'x', goal: atMost(0.5) },
    ];
  } finally {
    await auth.stop();
  }
}

async function refreshP99(target: Target): Promise<number> {
  const { latenciesMs } = await sendLoad(target, refreshing);
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
        body: signIn.body(index),
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
