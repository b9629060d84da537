import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callWebhook, mutate } from '../actions/mutate.js';
import { newEmail, password, signUpNew } from '../actions/requests.js';
import { startTestServer, type TestClock, type TestServer, testClock } from '../support/startTestServer.js';

const paths = {
  organisations: 'memberships[].organisation.id',
  'plan-name': 'metadata.plan.name',
  'X-Hasura-Home': 'home.name',
  language: 'locale',
};

let clock: TestClock;
let server: TestServer;
beforeAll(async () => {
  clock = testClock();
  server = await startTestServer({
    clock,
    env: {
      AUTH_JWT_CUSTOM_CLAIMS: JSON.stringify(paths),
      AUTH_JWT_CUSTOM_CLAIMS_DEFAULTS: '{"home": "nowhere"}',
    },
  });
  await addOrganisations();
});
afterAll(() => server.close());

async function post(path: string, body: object): Promise<void> {
  const response = await server.engine.fetch(`${server.engine.endpoint}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': 'the-admin-secret' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

const metadata = (type: string, args: object) =>
  post('/v1/metadata', { type, args: { source: 'default', ...args } });

/** An application's own tables: organisations, who is in them, and a permission that asks for the claim. */
async function addOrganisations(): Promise<void> {
  const sql = `
    create table organisations (id uuid primary key default gen_random_uuid(), name text unique);
    create table memberships (user_id uuid references auth.users, organisation_id uuid references organisations,
      primary key (user_id, organisation_id));
    create table homes (user_id uuid primary key references auth.users, name text);
    insert into organisations (name) values ('red'), ('green'), ('blue')`;
  await post('/v2/query', { type: 'run_sql', args: { source: 'default', sql } });
  const users = { schema: 'auth', name: 'users' };
  for (const name of ['organisations', 'memberships', 'homes'])
    await metadata('pg_track_table', { table: name });
  await metadata('pg_create_array_relationship', {
    table: users,
    name: 'memberships',
    using: { foreign_key_constraint_on: { table: 'memberships', column: 'user_id' } },
  });
  await metadata('pg_create_object_relationship', {
    table: users,
    name: 'home',
    using: { foreign_key_constraint_on: { table: 'homes', column: 'user_id' } },
  });
  await metadata('pg_create_object_relationship', {
    table: 'memberships',
    name: 'organisation',
    using: { foreign_key_constraint_on: 'organisation_id' },
  });
  await metadata('pg_create_select_permission', {
    table: 'organisations',
    role: 'user',
    permission: { columns: ['name'], filter: { id: { _in: 'X-Hasura-Organisations' } } },
  });
}

const claimsOf = (token: string) =>
  decodeJwt(token)['https://hasura.io/jwt/claims'] as Record<string, unknown>;

async function join(userId: string, ...names: string[]): Promise<void> {
  const sql = `insert into memberships select '${userId}', id from organisations where name = any('{${names}}')`;
  await post('/v2/query', { type: 'run_sql', args: { source: 'default', sql } });
}

describe('custom claims', () => {
  it('are in the token of a sign-up, and Hasura understands them', async () => {
    const { accessToken } = await signUpNew(server, { metadata: { plan: { name: 'pro' } } });
    expect(claimsOf(accessToken)).toMatchObject({
      'x-hasura-organisations': '{}',
      'x-hasura-plan-name': 'pro',
      'x-hasura-home': 'nowhere',
      'x-hasura-language': 'en',
    });
    const { data } = await server.graphql('{ organisations { name } }', { token: accessToken });
    expect(data).toEqual({ organisations: [] });
  });

  it('follow the data at a refresh, in the one request that refreshes', async () => {
    const { user, refreshToken, accessToken } = await signUpNew(server);
    await join(user.id, 'red', 'blue');
    const before = server.requestsToHasura();
    const { data } = await mutate(server, 'refresh', { refreshToken });
    expect(server.requestsToHasura() - before).toBe(1);
    expect(claimsOf(data.accessToken)['x-hasura-organisations']).toMatch(
      /^\{"[0-9a-f-]{36}","[0-9a-f-]{36}"\}$/,
    );
    const seen = async (token: string) =>
      (await server.graphql('{ organisations(order_by: {name: asc}) { name } }', { token })).data
        .organisations;
    expect(await seen(data.accessToken)).toEqual([{ name: 'blue' }, { name: 'red' }]);
    expect(await seen(accessToken)).toEqual([]);
  });

  it('are read by the two requests of a sign-in, and of nobody before the password was right', async () => {
    const { user } = await signUpNew(server);
    const before = server.requestsToHasura();
    const { data } = await mutate(server, 'signIn', { email: user.email, password });
    expect(server.requestsToHasura() - before).toBe(2);
    expect(claimsOf(data.session.accessToken)).toMatchObject({ 'x-hasura-home': 'nowhere' });
  });

  it('are left out where the path leads to nothing and there is no default', async () => {
    expect(claimsOf((await signUpNew(server)).accessToken)).not.toHaveProperty('x-hasura-plan-name');
  });

  it('never take the place of the claims that say who somebody is', async () => {
    const { accessToken, user } = await signUpNew(server, {
      metadata: { 'x-hasura-user-id': 'another', 'x-hasura-allowed-roles': ['admin'] },
    });
    expect(claimsOf(accessToken)).toMatchObject({
      'x-hasura-user-id': user.id,
      'x-hasura-allowed-roles': ['me', 'user'],
    });
  });
});

describe('a custom claim with a path that Hasura does not know', () => {
  const AUTH_JWT_CUSTOM_CLAIMS = JSON.stringify({ language: 'locale', team: 'team.id', squad: 'home' });
  const logged = (part: string) =>
    server.logged.filter(({ message }) => String(message).includes(part)).map(({ level }) => level);

  it('is left out, and logged once', async () => {
    const app = await server.startAnother({ AUTH_JWT_CUSTOM_CLAIMS });
    const email = newEmail();
    const signedUp = await callWebhook(app, 'signUp', { email, password });
    expect(claimsOf(signedUp.data.session.accessToken)).toMatchObject({ 'x-hasura-language': 'en' });
    expect(claimsOf(signedUp.data.session.accessToken)).not.toHaveProperty('x-hasura-team');

    const before = server.requestsToHasura();
    expect((await callWebhook(app, 'signIn', { email, password })).code).toBeUndefined();
    expect(server.requestsToHasura() - before).toBe(2);
    expect(logged('does not know the path of a custom claim')).toEqual(['error']);
    expect(JSON.stringify(server.logged)).toContain('x-hasura-team, x-hasura-squad');
  });

  it('comes back a minute after the path does', async () => {
    const app = await server.startAnother({ AUTH_JWT_CUSTOM_CLAIMS: '{"second-home": "secondHome.name"}' });
    const email = newEmail();
    const { data } = await callWebhook(app, 'signUp', { email, password });
    const sql = `insert into homes values ('${data.session.user.id}', 'Rome')`;
    await post('/v2/query', { type: 'run_sql', args: { source: 'default', sql } });
    await metadata('pg_create_object_relationship', {
      table: { schema: 'auth', name: 'users' },
      name: 'secondHome',
      using: {
        manual_configuration: { remote_table: 'homes', column_mapping: { id: 'user_id' } },
      },
    });
    const claim = async () => {
      const reply = await callWebhook(app, 'signIn', { email, password });
      return claimsOf(reply.data.session.accessToken)['x-hasura-second-home'];
    };
    expect(await claim()).toBeUndefined();
    clock.advance(61);
    expect(await claim()).toBe('Rome');
  });

  it('refuses every session by setting, and says why in the log', async () => {
    const app = await server.startAnother({
      AUTH_JWT_CUSTOM_CLAIMS,
      AUTH_JWT_CUSTOM_CLAIMS_ON_FAILURE: 'refuse',
    });
    const email = newEmail();
    expect((await callWebhook(app, 'signUp', { email, password })).code).toBe('service-unavailable');
    const { data } = await server.graphql(`{ users(where: {email: {_eq: "${email}"}}) { id } }`, {
      admin: true,
    });
    expect(data.users).toEqual([]);
    expect(JSON.stringify(server.logged.at(-1))).toContain('x-hasura-team, x-hasura-squad');
  });
});
