import { hash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { mutate } from '../actions/mutate.js';
import { type Counterpart, counterparts, environmentOf } from '../support/providers/counterparts.js';
import type { Account, Script } from '../support/providers/dialect.js';
import { ada, type ScriptedProvider, startProvider } from '../support/providers/startProvider.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

const authUrl = 'https://auth.example.com/v1';
const clientUrl = 'https://app.example.com';
const registered = { id: 'the-client', secret: 's3cret/+=&%: x' };

let server: TestServer;
/** The same with consumer keys for X. */
let byConsumerKeys: App;
/** The one provider that can be reached. */
let there: ScriptedProvider | undefined;
const fetchOutside: typeof fetch = (input, init) =>
  there ? there.fetch(input, init) : Promise.reject(new TypeError('there is no network'));

beforeAll(async () => {
  const usual = counterparts.filter(({ isOauth1 }) => !isOauth1);
  const others = counterparts.filter(({ isOauth1 }) => isOauth1);
  const envOf = (rows: readonly Counterpart[]) =>
    Object.assign({}, ...rows.map((row) => environmentOf(row, registered)));
  server = await startTestServer({
    env: { AUTH_SERVER_URL: authUrl, AUTH_CLIENT_URL: clientUrl, ...envOf(usual) },
    fetchOutside,
  });
  const withoutClientId = { AUTH_PROVIDER_TWITTER_CLIENT_ID: '', ...envOf(others) };
  byConsumerKeys = await server.startAnother(withoutClientId, undefined, fetchOutside);
});

afterEach(async () => {
  await there?.close();
  there = undefined;
});

afterAll(() => server.close());

let people = 1000;

/** Somebody whom neither side knows yet. */
function newPerson(more: Partial<Account> = {}): Account {
  people += 1;
  return { ...ada, id: String(people), email: `person-${people}@example.com`, ...more };
}

async function play(counterpart: Counterpart, script: Partial<Script>): Promise<void> {
  const redirectUri = `${authUrl}/signin/provider/${counterpart.provider.name}/callback`;
  there ??= await startProvider(counterpart.dialect, { ...registered, redirectUri });
  there.play(script);
}

/** Parameters of the URL in the header `location`. */
function saidBy({ headers }: Response): Record<string, string> {
  return Object.fromEntries(new URL(headers.get('location') ?? '').searchParams);
}

/** What a browser does until it stands before the callback; `said`, if it never got to the provider. */
async function leave({ provider, isOauth1 }: Counterpart) {
  const app = isOauth1 ? byConsumerKeys : server.app;
  const codeVerifier = randomBytes(32).toString('base64url');
  const codeChallenge = hash('sha256', codeVerifier, 'base64url');
  const start = `${authUrl}/signin/provider/${provider.name}?${new URLSearchParams({ codeChallenge })}`;
  const away = await app.fetch(new Request(start));
  const to = away.headers.get('location') ?? '';
  if (to.startsWith(clientUrl)) return { codeVerifier, said: saidBy(away) };
  if (!there) throw new Error('there is no provider');
  const landing = await there.visit(to);
  const cookie = away.headers
    .getSetCookie()
    .map((line) => line.replace(/;.*/, ''))
    .join('; ');
  return { codeVerifier, said: undefined, cookie, app, landing, from: new URL(to).origin };
}

type Standing = Extract<Awaited<ReturnType<typeof leave>>, { readonly said: undefined }>;

/** Comes back, with the cookie of the browser that left or with another one; gives what is said then. */
async function arrive({ app, landing, from, cookie: own }: Standing, cookie = own) {
  const { method, url, form } = landing;
  const isPost = method === 'POST';
  const headers = { cookie, ...(isPost && { origin: from }) };
  return saidBy(await app.fetch(new Request(url, { method, headers, body: isPost ? form : null })));
}

/** Both, as an ordinary browser does. */
async function visit(counterpart: Counterpart) {
  const standing = await leave(counterpart);
  const { codeVerifier } = standing;
  return { codeVerifier, said: standing.said ?? (await arrive(standing)) };
}

/** Signs in all the way. */
async function signIn(counterpart: Counterpart) {
  const { said, codeVerifier } = await visit(counterpart);
  expect(said).toEqual({ code: expect.any(String) });
  const { data, codes } = await mutate(server, 'exchangeCode', { code: said.code, codeVerifier });
  expect(codes).toEqual([]);
  expect(there?.violations).toEqual([]);
  return data.session.user;
}

async function insertAccount(email: string, emailVerified: boolean): Promise<string> {
  const mutation = 'mutation ($user: users_insert_input!) { insertUser(object: $user) { id } }';
  const user = { email, emailVerified, displayName: 'Somebody', locale: 'en', defaultRole: 'user' };
  const { data } = await server.graphql(mutation, { admin: true, variables: { user } });
  return data.insertUser.id;
}

async function identitiesOf(userId: string) {
  const query = `query ($id: uuid!) {
    authUserProviders(where: { userId: { _eq: $id } }) { providerId providerUserId }
  }`;
  const { data } = await server.graphql(query, { admin: true, variables: { id: userId } });
  return data.authUserProviders;
}

describe.each(counterparts.map((each) => [each.title, each] as const))('%s', (_, counterpart) => {
  const { provider, email, expected } = counterpart;
  const isProving = email === 'told' || email === 'confirmed';
  const isGiven = (verified: boolean) =>
    email === 'told' || email === 'untold' || (email === 'confirmed' && verified);

  it('makes an account, and finds it again', async () => {
    const account = newPerson();
    await play(counterpart, { account });
    const user = await signIn(counterpart);
    const { displayName } = expected(account);
    expect(user).toMatchObject({ displayName, email: isGiven(true) ? account.email : null });
    expect(user.emailVerified).toBe(isProving);
    expect(await identitiesOf(user.id)).toEqual([
      { providerId: provider.name, providerUserId: expected(account).id },
    ]);
    // Apple tells the name once.
    expect(await signIn(counterpart)).toMatchObject({ id: user.id, displayName });
  });

  // CVE-2026-41574: whoever writes a stranger's address into an account there must not get at the stranger's account here.
  it('does not link an address that it has not verified to the account that has it (threat 1)', async () => {
    const account = newPerson({ emailVerified: false });
    const victim = await insertAccount(String(account.email), true);
    await play(counterpart, { account });
    if (isGiven(false)) {
      expect((await visit(counterpart)).said).toMatchObject({ error: 'user-already-exists' });
    } else {
      // Such an address is not even told.
      expect(await signIn(counterpart)).toMatchObject({ email: null });
    }
    expect(await identitiesOf(victim)).toEqual([]);
  });

  it('links a verified address only to an account that has proved it, too', async () => {
    const [proved, unproved] = [newPerson(), newPerson()];
    const own = await insertAccount(String(proved.email), true);
    const attackers = await insertAccount(String(unproved.email), false);
    await play(counterpart, { account: proved });
    if (isProving) expect((await signIn(counterpart)).id).toBe(own);
    else if (isGiven(true)) expect((await visit(counterpart)).said.error).toBe('user-already-exists');
    else expect((await signIn(counterpart)).id).not.toBe(own);
    expect(await identitiesOf(own)).toHaveLength(isProving ? 1 : 0);

    await play(counterpart, { account: unproved });
    if (isGiven(true)) expect((await visit(counterpart)).said.error).toBe('user-already-exists');
    else await signIn(counterpart);
    expect(await identitiesOf(attackers)).toEqual([]);
  });

  it('makes accounts without an address', async () => {
    await play(counterpart, { account: newPerson({ email: undefined, emailVerified: false }) });
    expect(await signIn(counterpart)).toMatchObject({ email: null, emailVerified: false });
  });

  it('takes an answer from the browser that has asked, once', async () => {
    await play(counterpart, { account: newPerson() });
    const [mine, others] = [await leave(counterpart), await leave(counterpart)];
    if (mine.said || others.said) throw new Error('never got there');
    const refused = { error: 'invalid-state', errorDescription: expect.any(String) };
    expect(await arrive(mine, '')).toEqual(refused);
    expect(await arrive(mine, others.cookie)).toEqual(refused);
    expect(await arrive(mine)).toEqual({ code: expect.any(String) });
    expect(await arrive(mine)).toEqual(refused);
  });

  it.each(['down', 'html'] as const)('tells its outage (%s) from a refusal', async (token) => {
    await play(counterpart, { account: newPerson(), token });
    const { said } = await visit(counterpart);
    expect(said).toEqual({ error: 'service-unavailable', errorDescription: expect.any(String) });

    await play(counterpart, { consent: 'refused' });
    const refused = (await visit(counterpart)).said;
    expect(refused).toMatchObject({ error: 'oauth-provider-error', provider_error: expect.any(String) });
    expect(refused).not.toHaveProperty('code');
  });
});
