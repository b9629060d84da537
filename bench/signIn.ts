import { password, startAuthServer } from './support/authServer.js';
import { buildServer } from './support/build.js';
import { sendLoad } from './support/load.js';
import { cpuSeconds, startProcess } from './support/processes.js';
import { atMost, type Outcome, ratio } from './support/report.js';
import { median } from './support/statistics.js';

const rounds = 7;
const verificationsPerRound = 100;
const bindings = ['@node-rs/argon2', 'argon2'] as const;

/** A sign-in through the webhook, beside nothing but the verification of a password. */
export async function signIn(): Promise<Outcome> {
  const auth = await startAuthServer();
  const raw = await startHashing(auth.passwordHash);
  try {
    const load = { clients: 4, seconds: 3 };
    await sendLoad(auth.signIn, load);
    const perSignIn: number[] = [];
    const perVerify = new Map(bindings.map((binding) => [binding, [] as number[]]));
    for (let round = 0; round < rounds; round += 1) {
      const before = cpuSeconds(auth.process.pid);
      const { requests } = await sendLoad(auth.signIn, load);
      perSignIn.push(((cpuSeconds(auth.process.pid) - before) * 1000) / requests);
      for (const { binding, measure } of raw.sides) perVerify.get(binding)?.push(await measure());
    }
    const all = bindings.map((binding) => ({ binding, cpu: perVerify.get(binding) ?? [] }));
    const fastest = all.reduce((best, each) => (median(each.cpu) < median(best.cpu) ? each : best));
    return [
      { name: 'CPU of a sign-in', value: median(perSignIn), unit: 'ms' },
      ...all.map(({ binding, cpu }) => ({
        name: `CPU of one verification by ${binding}`,
        value: median(cpu),
        unit: 'ms',
      })),
      {
        name: `sign-in / verification by ${fastest.binding}`,
        value: ratio(perSignIn, fastest.cpu),
        unit: 'x',
        goal: atMost(1.25),
      },
    ];
  } finally {
    await raw.stop();
    await auth.stop();
  }
}

/** A process for each binding; `measure` answers milliseconds of CPU for one verification. */
async function startHashing(passwordHash: string) {
  const file = await buildServer('hashing');
  const processes = await Promise.all(
    bindings.map((binding) =>
      startProcess(process.execPath, [file], {
        env: { BINDING: binding, PASSWORD_HASH: passwordHash, PASSWORD: password },
      }),
    ),
  );
  const sides = processes.map(({ pid, ready }, index) => ({
    binding: bindings[index] ?? '@node-rs/argon2',
    async measure(): Promise<number> {
      const before = cpuSeconds(pid);
      await verifyRepeatedly(ready[1] ?? '');
      return ((cpuSeconds(pid) - before) * 1000) / verificationsPerRound;
    },
  }));
  for (const { measure } of sides) await measure();
  return { sides, stop: () => Promise.all(processes.map((each) => each.stop())) };
}

async function verifyRepeatedly(url: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body: String(verificationsPerRound) });
  const text = await answer.text();
  if (text !== 'done') throw new Error(text);
}
