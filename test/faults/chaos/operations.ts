import { randomUUID } from 'node:crypto';
import { confirmTicket, type Reply, refresh, sendMagicLink, signIn, signOut, signUp } from './client.js';
import type { Cluster } from './cluster.js';
import { count, type Ledger, type Session } from './ledger.js';
import { pick, type Random } from './random.js';

interface Scene {
  readonly cluster: Cluster;
  readonly ledger: Ledger;
  readonly random: Random;
}

type Operation = (scene: Scene) => Promise<void>;

/** What clients do, and how often each of it. */
const operations: readonly (readonly [name: string, weight: number, Operation])[] = [
  ['signUp', 3, makeAccount],
  ['signIn', 3, openSession],
  ['refresh', 8, useSession],
  ['signOut', 1, endSession],
  ['sendMagicLink', 2, askForMail],
  ['confirmTicket', 3, useTicketTwice],
];
const choices = operations.flatMap(([name, weight, run]) => Array(weight).fill([name, run] as const));

/** One operation of one client. */
export async function act(scene: Scene): Promise<void> {
  const [, run] = pick(scene.random, choices as (readonly [string, Operation])[]);
  await run(scene);
}

function note({ ledger }: Scene, operation: string, reply: Reply<unknown>): void {
  count(ledger, `${operation} ${reply.kind === 'done' ? 'done' : `${reply.kind}: ${reply.code}`}`);
}

async function makeAccount(scene: Scene): Promise<void> {
  const { cluster, ledger } = scene;
  const [email, password] = [`${randomUUID()}@example.com`, randomUUID()];
  const reply = await signUp(cluster.graphqlUrl, email, password);
  note(scene, 'signUp', reply);
  if (reply.kind === 'refused') ledger.violations.push(`a fresh address was refused: ${reply.code}`);
  if (reply.kind !== 'done') return;
  ledger.accounts.set(email, { password });
  keep(ledger, email, reply.data.session.refreshToken);
}

async function openSession(scene: Scene): Promise<void> {
  const { cluster, ledger, random } = scene;
  if (ledger.accounts.size === 0) return;
  const [email, { password }] = pick(random, [...ledger.accounts]);
  const reply = await signIn(cluster.graphqlUrl, email, password);
  note(scene, 'signIn', reply);
  if (reply.kind === 'refused') ledger.violations.push(`the right password was refused: ${reply.code}`);
  if (reply.kind === 'done') keep(ledger, email, reply.data.session.refreshToken);
}

function keep({ sessions }: Ledger, email: string, refreshToken: string): void {
  sessions.push({ email, refreshToken, state: 'live', taken: false });
}

/** A session that nobody works with at the moment. */
async function withSession(
  { ledger, random }: Scene,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const free = ledger.sessions.filter(({ state, taken }) => state === 'live' && !taken);
  if (free.length === 0) return;
  const session = pick(random, free);
  session.taken = true;
  try {
    await work(session);
  } finally {
    session.taken = false;
  }
}

/** An answer that got lost is asked for again with the old token, now or by who takes the session next. */
function useSession(scene: Scene): Promise<void> {
  return withSession(scene, async (session) => {
    const reply = await refresh(scene.cluster.graphqlUrl, session.refreshToken);
    note(scene, 'refresh', reply);
    if (reply.kind === 'done') session.refreshToken = reply.data.refreshToken;
    if (reply.kind !== 'refused') return;
    session.state = 'ended';
    scene.ledger.violations.push(`a live session was refused: ${reply.code}`);
  });
}

function endSession(scene: Scene): Promise<void> {
  return withSession(scene, async (session) => {
    session.state = 'ending';
    const reply = await signOut(scene.cluster.graphqlUrl, session.refreshToken);
    note(scene, 'signOut', reply);
    if (reply.kind === 'done') session.state = 'ended';
  });
}

/**
 * For addresses of their own: the first proof of an address that has a password already would end that password and its
 * sessions, as it should.
 */
async function askForMail(scene: Scene): Promise<void> {
  const { cluster, ledger, random } = scene;
  const known = [...ledger.mails.keys()];
  const email = known.length > 0 && random() < 0.7 ? pick(random, known) : `link-${randomUUID()}@example.com`;
  const reply = await sendMagicLink(cluster.graphqlUrl, email);
  note(scene, 'sendMagicLink', reply);
  const asked = ledger.mails.get(email) ?? { acknowledged: 0, unknown: 0 };
  if (reply.kind === 'done') asked.acknowledged += 1;
  else asked.unknown += 1;
  ledger.mails.set(email, asked);
}

/** Two clients at once, as a person who clicks twice: at most one gets in. */
async function useTicketTwice(scene: Scene): Promise<void> {
  const { cluster, ledger, random } = scene;
  const mails = cluster.mails.mails.filter((mail) => mail.header('x-ticket') !== undefined);
  if (mails.length === 0) return;
  const mail = pick(random, mails);
  const ticket = mail.header('x-ticket') ?? '';
  const email = mail.to[0] ?? '';
  const uses = ledger.tickets.get(ticket) ?? { email, successes: 0, unknown: 0 };
  ledger.tickets.set(ticket, uses);
  const replies = await Promise.all([0, 1].map(() => confirmTicket(cluster.graphqlUrl, ticket)));
  for (const reply of replies) {
    note(scene, 'confirmTicket', reply);
    if (reply.kind === 'unknown') uses.unknown += 1;
    if (reply.kind !== 'done' || !reply.data.session) continue;
    uses.successes += 1;
    keep(ledger, email, reply.data.session.refreshToken);
  }
  if (uses.successes > 1) ledger.violations.push('a ticket was used twice');
}
