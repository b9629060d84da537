/**
 * `npm run demo`: the story of one token and two users' notes, told against the running servers (`npm start` first).
 * Prints each request and its answer. HASURA_PORT or HASURA_GRAPHQL_ENDPOINT say where Hasura is.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { demoUsers } from '../src/demoUsers.js';

const endpoint = process.env.HASURA_GRAPHQL_ENDPOINT || `http://localhost:${process.env.HASURA_PORT || 8080}`;
const dataDir = process.env.DATA_DIR || '.data';

interface Answer {
  /** Empty when the request was refused. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The code of the refusal. */
  readonly code: string | undefined;
}

interface Body {
  readonly data?: Record<string, unknown>;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

async function graphql(query: string, headers: Record<string, string> = {}): Promise<Answer> {
  const shown = Object.entries(headers).map(([name, value]) => `\n  ${name}: ${shorten(name, value)}`);
  console.log(`\n> POST /v1/graphql${shown.join('')}\n${indent(query)}`);
  const answer = await fetch(`${endpoint}/v1/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const body = (await answer.json()) as Body;
  console.log(`< ${answer.status}\n${indent(JSON.stringify(body, shortenTokens, 2))}`);
  return { data: body.data ?? {}, code: body.errors?.[0]?.extensions?.code };
}

const indent = (text: string) => text.trim().replace(/^/gm, '  ');
const shorten = (name: string, value: string) =>
  /secret/i.test(name) ? '(from the environment or .data/secrets.json)' : `${value.slice(0, 30)}…`;
const shortenTokens = (key: string, value: unknown) =>
  key === 'accessToken' ? `${String(value).slice(0, 30)}…` : key === 'refreshToken' ? '…' : value;

function check(holds: boolean, sentence: string): void {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${sentence}`);
  if (!holds) process.exitCode = 1;
}

const step = (title: string) => console.log(`\n### ${title}`);

async function signIn({ email, password }: (typeof demoUsers)[number]): Promise<string> {
  const { data } = await graphql(
    `mutation { signIn(email: "${email}", password: "${password}") { session { accessToken accessTokenExpiresIn refreshToken user { id email } } } }`,
  );
  const session = (data.signIn as { session?: { accessToken: string } } | undefined)?.session;
  if (!session) throw new Error(`${email} could not sign in: is this the database that npm start made?`);
  return session.accessToken;
}

async function adminSecret(): Promise<string> {
  if (process.env.HASURA_GRAPHQL_ADMIN_SECRET) return process.env.HASURA_GRAPHQL_ADMIN_SECRET;
  const secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
  return secrets.HASURA_GRAPHQL_ADMIN_SECRET ?? '';
}

async function main(): Promise<void> {
  const [first, second] = demoUsers;
  const myNotes = 'query { notes(order_by: {id: asc}) { id title body } }';
  const secondNote = 'query { notes(where: {id: {_eq: 2}}) { id title } }';

  step('Without a token there are no notes');
  const anonymous = await graphql(myNotes);
  check(anonymous.code === 'validation-failed', 'a caller without a token cannot see the table');

  step(`${first.displayName} signs in`);
  const firstToken = await signIn(first);
  console.log('\nthe access token says:');
  console.log(indent(JSON.stringify(decodeJwt(firstToken), null, 2)));

  step(`${first.displayName}'s notes`);
  const own = await graphql(myNotes, { authorization: `Bearer ${firstToken}` });
  check((own.data.notes as unknown[] | undefined)?.length === 1, 'one note, which is the own one');

  step("The other user's note, asked for by its id");
  const other = await graphql(secondNote, { authorization: `Bearer ${firstToken}` });
  check(
    (other.data.notes as unknown[] | undefined)?.length === 0,
    'an empty list: the row permission hides it',
  );

  step(`${second.displayName} signs in and sees it`);
  const secondToken = await signIn(second);
  const seen = await graphql(secondNote, { authorization: `Bearer ${secondToken}` });
  check((seen.data.notes as unknown[] | undefined)?.length === 1, 'the owner sees the note');

  step('Deleting a user deletes the notes');
  await deleteUserWithNotes();
}

/** A user of this run's own, so that the demo can be run again. */
async function deleteUserWithNotes(): Promise<void> {
  const email = `demo-${Date.now()}@example.com`;
  const signedUp = await graphql(
    `mutation { signUp(email: "${email}", password: "a password for one run") { session { accessToken user { id } } } }`,
  );
  const { session } = signedUp.data.signUp as { session: { accessToken: string; user: { id: string } } };
  const inserted = await graphql('mutation { insert_notes_one(object: {title: "Short-lived"}) { id } }', {
    authorization: `Bearer ${session.accessToken}`,
  });
  const { id } = inserted.data.insert_notes_one as { id: number };
  const admin = { 'x-hasura-admin-secret': await adminSecret() };
  await graphql(`mutation { deleteUser(id: "${session.user.id}") { id } }`, admin);
  const left = await graphql(`query { notes(where: {id: {_eq: ${id}}}) { id } }`, admin);
  check((left.data.notes as unknown[] | undefined)?.length === 0, 'the note went with its user');
}

main().catch((error: unknown) => {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  console.error(
    `\nThe demo stopped: ${error instanceof Error ? error.message : error}${cause}. Is \`npm start\` running at ${endpoint}?`,
  );
  process.exitCode = 1;
});
