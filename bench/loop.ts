import { password } from './support/authServer.js';
import { type BenchPostgres, noPostgres, withPostgres } from './support/databases.js';
import { cpuSeconds } from './support/processes.js';
import type { Figure, Outcome } from './support/report.js';
import { ask, refreshMutation, type Stack, signInMutation, startStack } from './support/stack.js';
import { median } from './support/statistics.js';

const users = 32;
const clients = 8;
const rounds = 3;
const secondsPerRound = 6;
const secondsPerStep = 3;

const signUpMutation = `mutation SignUp($email: String!, $password: String!) {
  signUp(email: $email, password: $password) { session { accessToken } }
}`;
const notesQuery = 'query Notes { notes(order_by: { id: desc }, limit: 10) { id title body created_at } }';
const insertMutation = `mutation AddNote($note: notes_insert_input!) {
  insert_notes_one(object: $note) { id }
}`;

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** One user's way through the product; each step by itself, so that its cost can be seen. */
interface User {
  readonly steps: Readonly<Record<string, () => Promise<unknown>>>;
}

/**
 * What one user does, through the embedded engine on PostgreSQL: sign in, read notes, write one, refresh. CPU of each
 * process: the engine, the auth server, and PostgreSQL with all its backends.
 */
export async function loop(): Promise<Outcome> {
  const outcome = await withPostgres(async (server) => {
    const stack = await startStack(await server.createDatabase());
    try {
      const everybody = await Promise.all(
        Array.from({ length: users }, (_, index) => signedUp(stack.engine.url, index)),
      );
      const whole = (user: User) => async () => {
        for (const step of Object.values(user.steps)) await step();
      };
      await measure(stack, server, everybody.map(whole), 3);
      const measured: Hops[] = [];
      for (let round = 0; round < rounds; round += 1) {
        measured.push(await measure(stack, server, everybody.map(whole), secondsPerRound));
      }
      const figures = hopFigures('loop', measured);
      for (const name of Object.keys(everybody[0]?.steps ?? {})) {
        const step = everybody.map((user) => user.steps[name] ?? (async () => {}));
        figures.push(...hopFigures(name, [await measure(stack, server, step, secondsPerStep)]));
      }
      return figures;
    } finally {
      await stack.stop();
    }
  });
  return outcome ?? { skipped: noPostgres };
}

async function signedUp(url: string, index: number): Promise<User> {
  const credentials = { email: `user${index}@example.com`, password };
  await ask(url, { query: signUpMutation, variables: credentials });
  let session: Session = { accessToken: '', refreshToken: '' };
  const signIn = async (): Promise<void> => {
    const answer = await ask<{ signIn: { session: Session } }>(url, {
      query: signInMutation,
      variables: credentials,
    });
    session = answer.signIn.session;
  };
  await signIn();
  return {
    steps: {
      'sign-in': signIn,
      'notes query': () => ask(url, { query: notesQuery, token: session.accessToken }),
      'note insert': () =>
        ask(url, {
          query: insertMutation,
          variables: { note: { title: 'A note', body: 'word '.repeat(20) } },
          token: session.accessToken,
        }),
      refresh: async () => {
        const { refreshToken } = session;
        const answer = await ask<{ refresh: Session }>(url, {
          query: refreshMutation,
          variables: { refreshToken },
        });
        session = answer.refresh;
      },
    },
  };
}

/** CPU in milliseconds for one of what was done. */
interface Hops {
  readonly perSecond: number;
  readonly engine: number;
  readonly auth: number;
  readonly database: number;
}

/** The clients take turns with the users; no user does two things at once. */
async function measure(
  { engine, auth }: Stack,
  server: BenchPostgres,
  work: readonly (() => Promise<unknown>)[],
  seconds: number,
): Promise<Hops> {
  const cpu = () => [cpuSeconds(engine.process.pid), cpuSeconds(auth.pid), server.cpuSeconds()] as const;
  const before = cpu();
  const started = performance.now();
  const end = started + seconds * 1000;
  let done = 0;
  const client = async (first: number): Promise<void> => {
    for (let at = first; performance.now() < end; at = (at + clients) % work.length) {
      await work[at]?.();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  const taken = (performance.now() - started) / 1000;
  const [engineMs = 0, authMs = 0, databaseMs = 0] = cpu().map(
    (value, part) => ((value - (before[part] ?? 0)) * 1000) / done,
  );
  return { perSecond: done / taken, engine: engineMs, auth: authMs, database: databaseMs };
}

function hopFigures(name: string, measured: readonly Hops[]): Figure[] {
  const of = (part: keyof Hops): number => median(measured.map((each) => each[part]));
  return [
    { name: `${name}: a second`, value: of('perSecond'), unit: '/s' },
    { name: `${name}: CPU, engine`, value: of('engine'), unit: 'ms' },
    { name: `${name}: CPU, auth server`, value: of('auth'), unit: 'ms' },
    { name: `${name}: CPU, PostgreSQL`, value: of('database'), unit: 'ms' },
  ];
}
