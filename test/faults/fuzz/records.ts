import { totpCode, totpStep } from '../../../src/auth/totpCodes.js';
import { fromBase32 } from '../../../src/lib/base32.js';
import { type Canaries, canary } from './canaries.js';
import { adminSecret, type FuzzServer } from './fuzzServer.js';
import type { World } from './world.js';

interface Reply {
  readonly session?: { readonly accessToken: string; readonly refreshToken: string };
  readonly totpSecret?: string;
}

/** Accounts with a session, a second factor and a ticket on its way, of which nobody else may learn anything. */
export async function plantVictims(server: FuzzServer, world: World, canaries: Canaries): Promise<void> {
  for (const name of ['one', 'two']) {
    const email = `victim-${name}@example.com`;
    world.victims.add(email);
    const password = canary('victim');
    const { session } = await call(server, 'POST', '/signup/email-password', { email, password });
    if (!session) throw new Error('a victim could not sign up');
    const { totpSecret = '' } = await call(
      server,
      'GET',
      '/mfa/totp/generate',
      undefined,
      session.accessToken,
    );
    const code = totpCode(fromBase32(totpSecret), totpStep(new Date()));
    await call(server, 'POST', '/user/mfa', { code, activeMfaType: 'totp' }, session.accessToken);
    await call(server, 'POST', '/user/password/reset', { email });
    // Of the access token the part that no other has.
    canaries.plant(totpSecret, session.accessToken.split('.')[2] ?? '', session.refreshToken);
  }
  const rows = await sql(
    server,
    `select password_hash from auth.users union select totp_secret from auth.users
     union select refresh_token_hash from auth.refresh_tokens union select hash from auth.tickets
     union select hash from auth.recovery_codes`,
  );
  for (const [hash] of rows) if (hash) canaries.plant(hash);
}

/** Makes accounts whose password and session are good, for requests that the server may agree to. */
export async function addAccounts(server: FuzzServer, world: World, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    const account = world.newAccount();
    const { email, password } = account;
    world.learn(await call(server, 'POST', '/signup/email-password', { email, password }), account);
  }
}

async function call(
  { app }: FuzzServer,
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<Reply> {
  const response = await app.fetch(
    new Request(`http://auth.example/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${text}`);
  return JSON.parse(text) as Reply;
}

/** Shows `inRecord` every row of the audit log and every body that a hook will get. @returns how many there were. */
export async function readRecords(
  server: FuzzServer,
  inRecord: (what: string, text: string) => void,
): Promise<number> {
  const audit = await sql(server, 'select row_to_json(a)::text from auth.audit_log a');
  for (const [text = ''] of audit) inRecord('the audit log', text);
  const hooks = await sql(server, 'select row_to_json(h)::text from auth.hook_deliveries h');
  for (const [text = ''] of hooks) inRecord('a hook to be delivered', text);
  return audit.length + hooks.length;
}

async function sql({ engine }: FuzzServer, text: string): Promise<readonly (readonly string[])[]> {
  const response = await engine.fetch(`${engine.endpoint}/v2/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': adminSecret },
    body: JSON.stringify({ type: 'run_sql', args: { source: 'default', sql: text, read_only: true } }),
  });
  const { result, error } = (await response.json()) as { result?: string[][]; error?: string };
  if (!result) throw new Error(`the records can't be read: ${error}`);
  return result.slice(1);
}
