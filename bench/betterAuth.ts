import { startAuthServer } from './support/authServer.js';
import { type BetterAuth, hasBetterAuth, noBetterAuth, startBetterAuth } from './support/betterAuth.js';
import { noPostgres, withPostgres } from './support/databases.js';
import { compareSides } from './support/load.js';
import { atLeast, type Figure, type Outcome, ratio } from './support/report.js';
import { median } from './support/statistics.js';

/**
 * Sign-ins beside better-auth's, with its default hashing and with ours, and refreshes beside its session reads. CPU of
 * the server's own process on either side: PostgreSQL behind better-auth and Hasura behind ours aren't counted.
 */
export async function betterAuth(): Promise<Outcome> {
  if (!hasBetterAuth) return { skipped: noBetterAuth };
  const outcome = await withPostgres(async (server) => {
    const auth = await startAuthServer();
    const [scrypt, argon2, memory] = [
      await startBetterAuth({ hashing: 'scrypt', databaseUrl: await server.createDatabase() }),
      await startBetterAuth({ hashing: 'argon2', databaseUrl: await server.createDatabase() }),
      await startBetterAuth({ hashing: 'scrypt' }),
    ];
    try {
      const signIns = await compareSides(
        [
          { name: 'ours', pid: auth.process.pid, target: auth.signIn },
          ...Object.entries({ scrypt, argon2 }).map(([name, { process, signIn }]) => ({
            name,
            pid: process.pid,
            target: signIn,
          })),
        ],
        { rounds: 4, load: { clients: 4, seconds: 3 } },
      );
      const reads = await compareSides(
        [
          { name: 'ours', pid: auth.process.pid, target: auth.refresh },
          readSide('PostgreSQL', scrypt),
          readSide('memory', memory),
        ],
        { rounds: 5, load: { clients: 16, seconds: 2 }, warmUpSeconds: 4 },
      );
      return [...signInFigures(signIns.map(cpu)), ...readFigures(reads.map(cpu))];
    } finally {
      for (const each of [auth, scrypt, argon2, memory]) await each.stop();
    }
  });
  return outcome ?? { skipped: noPostgres };
}

const cpu = (side: { readonly cpuMicroseconds: readonly number[] }): readonly number[] =>
  side.cpuMicroseconds;

const readSide = (name: string, { process, readSession }: BetterAuth) => ({
  name,
  pid: process.pid,
  target: readSession,
});

function signInFigures([ours = [], scrypt = [], argon2 = []]: readonly (readonly number[])[]): Figure[] {
  const milliseconds = (values: readonly number[]): number => median(values) / 1000;
  return [
    { name: 'CPU of a sign-in', value: milliseconds(ours), unit: 'ms' },
    { name: 'CPU of a sign-in, better-auth (scrypt, its default)', value: milliseconds(scrypt), unit: 'ms' },
    { name: 'CPU of a sign-in, better-auth (argon2id as ours)', value: milliseconds(argon2), unit: 'ms' },
    { name: 'better-auth (scrypt) / ours', value: ratio(scrypt, ours), unit: 'x', goal: atLeast(7) },
    { name: 'better-auth (argon2id) / ours', value: ratio(argon2, ours), unit: 'x' },
  ];
}

function readFigures([ours = [], postgres = [], memory = []]: readonly (readonly number[])[]): Figure[] {
  return [
    { name: 'CPU of a refresh', value: median(ours), unit: 'us' },
    { name: 'CPU of a session read, better-auth (PostgreSQL)', value: median(postgres), unit: 'us' },
    { name: 'CPU of a session read, better-auth (in memory)', value: median(memory), unit: 'us' },
    {
      name: 'session read (PostgreSQL) / refresh',
      value: ratio(postgres, ours),
      unit: 'x',
      goal: atLeast(3),
    },
    { name: 'session read (in memory) / refresh', value: ratio(memory, ours), unit: 'x' },
  ];
}
