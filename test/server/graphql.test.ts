import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { appWithoutHasura, send, tokenOf } from './appWithoutHasura.js';

let app: App;
beforeAll(async () => {
  app = await appWithoutHasura();
});
afterAll(() => app.close());

const ask = (query: string, headers: Record<string, string> = {}, variables: object = {}) =>
  send(app, '/graphql', { body: { query, variables }, headers });
const codesOf = (body: { errors?: { extensions: { code: string } }[] }) =>
  body.errors?.map(({ extensions }) => extensions.code);

describe('/graphql', () => {
  it('has the Actions, with descriptions', async () => {
    const { body } = await ask(getIntrospectionQuery());
    expect(body.errors).toBeUndefined();
    const types: { name: string; fields: { name: string; description: string }[] }[] =
      body.data.__schema.types;
    const fieldsOf = (name: string) => types.find((type) => type.name === name)?.fields ?? [];
    expect(fieldsOf('Mutation').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['refresh', 'signIn', 'signOut', 'signUp']),
    );
    expect(fieldsOf('Query').map(({ name }) => name)).toContain('me');
    for (const { description } of fieldsOf('AuthUser')) expect(description).not.toBe('');
  });

  it('says who may not ask', async () => {
    expect(codesOf((await ask('{ me { id } }')).body)).toEqual(['unauthenticated-user']);
    const reply = await ask('{ me { id } }', { authorization: 'Bearer abc' });
    expect([reply.status, codesOf(reply.body)]).toEqual([401, ['unauthenticated-user']]);
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Basic abc',
    'Bearer a.b.c',
    `Bearer ${'a.'.repeat(5000)}`,
    'Bearer ....',
    'null',
  ])('refuses the header %j without falling over', async (authorization) =>
    expect((await ask('{ me { id } }', { authorization })).status).toBe(401),
  );

  it('takes who asks from the token, and only from there', async () => {
    const authorization = `Bearer ${tokenOf(app)}`;
    expect(
      codesOf((await ask('{ me { id } }', { 'x-hasura-user-id': 'x', 'x-hasura-role': 'admin' })).body),
    ).toEqual(['unauthenticated-user']);
    const admin = await ask('{ me { id } }', { authorization, 'x-hasura-role': 'admin' });
    expect([admin.status, codesOf(admin.body)]).toEqual([403, ['forbidden-role']]);
    // The role "me" exists, but the metadata does not let it call this Action.
    expect(codesOf((await ask('{ me { id } }', { authorization, 'x-hasura-role': 'me' })).body)).toEqual([
      'forbidden-role',
    ]);
  });

  it('answers 503 with a code while Hasura is down', async () => {
    const reply = await ask('{ me { id } }', { authorization: `Bearer ${tokenOf(app)}` });
    expect(reply.status).toBe(503);
    expect(reply.body.errors).toEqual([
      expect.objectContaining({ extensions: { code: 'service-unavailable' }, path: ['me'] }),
    ]);
    expect(JSON.stringify(reply.body)).not.toMatch(/fetch failed|stack|\.ts/);
  });

  it.each([
    ['a syntax error', '{{{'],
    ['an unknown field', '{ nope }'],
    ['a missing argument', 'mutation { signIn(email: "a@b.com") { session { accessToken } } }'],
    ['a wrong type', 'mutation { signIn(email: 1, password: "abc") { session { accessToken } } }'],
    ['an email that is none', 'mutation { signIn(email: "x", password: "abc") { session { accessToken } } }'],
    ['deep nesting', `{${'a{'.repeat(5000)}`],
    ['deep nesting of values', `mutation { signOut(refreshToken: ${'['.repeat(950)}${']'.repeat(950)}) }`],
    ['deep nesting that has no end', `mutation { signOut(refreshToken: ${'['.repeat(1950)}`],
    [
      'a hundred aliases',
      `mutation { ${Array.from({ length: 100 }, (_, i) => `a${i}: signOut(refreshToken: "x")`).join(' ')} }`,
    ],
    [
      'aliases in a fragment',
      `mutation { ...f } fragment f on Mutation { ${Array.from({ length: 11 }, (_, i) => `a${i}: signOut(refreshToken: "x")`).join(' ')} }`,
    ],
    ['a cycle of fragments', 'query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }'],
  ])('refuses %s with a code', async (_, query) => {
    const reply = await ask(query);
    expect(reply.status).toBeLessThan(500);
    expect(new Set(codesOf(reply.body))).toEqual(new Set(['invalid-request']));
    expect(JSON.stringify(reply.body)).not.toMatch(/"stack"|originalError/);
  });

  it.each([
    ['broken JSON', '{'],
    ['no query', '{}'],
    ['a list', '[]'],
    ['a number', '1'],
  ])('refuses a body with %s', async (_, body) => {
    const reply = await send(app, '/graphql', { body });
    expect(reply.status).toBeLessThan(500);
    expect(codesOf(reply.body)).toEqual(['invalid-request']);
  });

  it('keeps none of the documents that were sent', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const usedMb = () => {
      collect();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };
    await ask('{ __typename }');
    const before = usedMb();
    for (let sent = 0; sent < 60; sent += 1) await ask(`{ __typename } # ${sent} ${'x'.repeat(1_000_000)}`);
    expect(usedMb() - before).toBeLessThan(30);
  });

  it('refuses wrong variables', async () => {
    const query = 'mutation M($e: String!) { signIn(email: $e, password: "x") { mfa { ticket } } }';
    expect(codesOf((await ask(query, {}, { e: { a: 1 } })).body)).toEqual(['invalid-request']);
    expect(codesOf((await ask(query, {}, {})).body)).toEqual(['invalid-request']);
  });

  it('does not run mutations by GET', async () => {
    const query = encodeURIComponent('mutation { signOut(refreshToken: "x") }');
    const reply = await send(app, `/graphql?query=${query}`, { headers: { accept: 'application/json' } });
    expect(reply.status).toBe(405);
  });

  it.each([
    ['tokens', `{ me { ${'id '.repeat(2000)} } }`, /Token limit of 2000/],
    ['nesting', `mutation { signOut(refreshToken: ${'['.repeat(127)}`, /Nesting limit of 128/],
    [
      'depth',
      `{ __schema { types ${'{ ofType '.repeat(20)} { name } ${'}'.repeat(20)} } }`,
      /depth limit of 16/,
    ],
    [
      'aliases',
      `mutation { ${Array.from({ length: 11 }, (_, i) => `a${i}: signOut(refreshToken: "x")`).join(' ')} }`,
      /Aliases limit of 10/,
    ],
    [
      'aliases of fields within fields, and in fragments',
      `{ me { ...f } } fragment f on AuthUser { ${Array.from({ length: 11 }, (_, i) => `a${i}: id`).join(' ')} }`,
      /Aliases limit of 10/,
    ],
    [
      'directives',
      `{ me { ${Array.from({ length: 21 }, () => 'id @include(if: true)').join(' ')} } }`,
      /Directives limit of 20/,
    ],
    [
      'cost',
      `{ ${'...f '.repeat(600)} } fragment f on Query { me { id email displayName locale metadata roles } }`,
      /Cost limit of 5000/,
    ],
  ])('bounds the %s of a request', async (_, query, message) => {
    const { body } = await ask(query);
    expect(body.errors?.map((error: { message: string }) => error.message).join()).toMatch(message);
    expect(new Set(codesOf(body))).toEqual(new Set(['invalid-request']));
    expect(body.data).toBeUndefined();
  });

  it('hides its schema where the settings say so', async () => {
    const hiding = await appWithoutHasura({ AUTH_GRAPHQL_INTROSPECTION: 'false' });
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __type(name: "AuthUser") { name } }',
      '{ mee { id } }',
    ]) {
      const { body } = await send(hiding, '/graphql', { body: { query } });
      expect(codesOf(body)?.[0]).toBe('invalid-request');
      expect(body.data).toBeUndefined();
      expect(JSON.stringify(body)).not.toContain('"me"');
    }
    await hiding.close();
  });

  it('shows GraphiQL with prepared tabs, without a script from elsewhere', async () => {
    const { status, headers, body } = await send(app, '/graphql', { headers: { accept: 'text/html' } });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('mutation SignIn');
    expect(body).not.toMatch(/<script[^>]+src="https?:/);
  });
});
