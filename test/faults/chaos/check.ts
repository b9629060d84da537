import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { confirmTicket, refresh, signIn } from './client.js';
import type { Cluster } from './cluster.js';
import type { Ledger } from './ledger.js';

/** Holds what was promised against the database and what the server answers now. Answers what is wrong. */
export async function check(cluster: Cluster, ledger: Ledger): Promise<string[]> {
  const database = new pg.Client({ connectionString: cluster.databaseUrl });
  await database.connect();
  try {
    return [
      ...ledger.violations,
      ...(await checkAccounts(cluster, ledger, database)),
      ...(await checkSessions(cluster, ledger)),
      ...(await checkTickets(cluster, ledger)),
      ...(await checkMails(cluster, ledger, database)),
    ];
  } finally {
    await database.end();
  }
}

async function checkAccounts(cluster: Cluster, { accounts }: Ledger, database: pg.Client): Promise<string[]> {
  const { rows } = await database.query<{ email: string }>('select email::text from auth.users');
  const there = new Set(rows.map(({ email }) => email));
  const wrong = [...accounts.keys()].filter((email) => !there.has(email)).map(() => 'an account has no row');
  for (const [email, { password }] of accounts) {
    const reply = await signIn(cluster.graphqlUrl, email, password);
    if (reply.kind !== 'done') wrong.push(`an account can't sign in: ${reply.code}`);
  }
  return wrong;
}

async function checkSessions(cluster: Cluster, { sessions }: Ledger): Promise<string[]> {
  const wrong: string[] = [];
  for (const { state, refreshToken } of sessions) {
    if (state === 'ending') continue;
    const reply = await refresh(cluster.graphqlUrl, refreshToken);
    if (state === 'live' && reply.kind !== 'done') wrong.push(`a session does not refresh: ${reply.code}`);
    if (state === 'ended' && reply.kind !== 'refused') wrong.push('an ended session refreshes');
  }
  return wrong;
}

/**
 * Each ticket is used once more: it works only if it was never used. Of several that would make the same account, the first
 * that is used makes it, and the others are over.
 */
async function checkTickets(cluster: Cluster, { tickets }: Ledger): Promise<string[]> {
  const wrong: string[] = [];
  const entered = new Set<string>();
  for (const { email, successes, unknown } of tickets.values())
    if (successes + unknown > 0) entered.add(email);
  for (const [ticket, { email, successes, unknown }] of tickets) {
    const reply = await confirmTicket(cluster.graphqlUrl, ticket);
    const works = reply.kind === 'done' && reply.data.session !== null;
    if (works && successes > 0) wrong.push('a used ticket works again');
    if (works) entered.add(email);
    else if (successes + unknown === 0 && !entered.has(email))
      wrong.push('a ticket that was never used is refused');
  }
  return wrong;
}

/**
 * What was promised has come, once: a mail that is sent again after its sender died has the same Message-ID, by which mail
 * services know it. A lease of a dead process is ended here, as time would.
 */
async function checkMails(cluster: Cluster, { mails }: Ledger, database: pg.Client): Promise<string[]> {
  for (let tries = 0; (await undelivered(database)) > 0; tries += 1) {
    if (tries === 60) return ['messages stay in the outbox'];
    await database.query('update auth.outbox set locked_until = now(), next_attempt_at = now()');
    await sleep(1000);
  }
  const idsByTicket = new Map<string, Set<string>>();
  const ticketsByEmail = new Map<string, Set<string>>();
  for (const mail of cluster.mails.mails) {
    const ticket = mail.header('x-ticket');
    if (ticket === undefined) continue;
    add(idsByTicket, ticket, mail.header('message-id') ?? '');
    add(ticketsByEmail, mail.to[0] ?? '', ticket);
  }
  const wrong = [...idsByTicket.values()]
    .filter(({ size }) => size > 1)
    .map(() => 'a ticket was sent in two mails');
  for (const [email, { acknowledged, unknown }] of mails) {
    const came = ticketsByEmail.get(email)?.size ?? 0;
    if (came < acknowledged) wrong.push(`${acknowledged - came} mails are lost`);
    if (came > acknowledged + unknown) wrong.push('more mails came than were asked for');
  }
  return wrong;
}

async function undelivered(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    'select count(*)::int as count from auth.outbox where delivered_at is null and abandoned_at is null',
  );
  return rows[0]?.count ?? 0;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set();
  map.set(key, values.add(value));
}
