import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { actionSecret, appWithoutHasura, send } from './appWithoutHasura.js';

let app: App;
beforeAll(async () => {
  app = await appWithoutHasura();
});
afterAll(() => app.close());

const call = (body: unknown) => send(app, '/actions', { body, headers: { 'x-action-secret': actionSecret } });

const session_variables = { 'x-hasura-role': 'public' };
const signIn = {
  action: { name: 'signIn' },
  input: { email: 'a@b.com', password: 'abc' },
  session_variables,
};

const refused = (status: number, code: string) => ({
  status,
  body: { message: expect.any(String), extensions: expect.objectContaining({ code }) },
});

describe('POST /actions without the secret', () => {
  it.each([
    ['none', undefined],
    ['a wrong one', 'the-action-secreT'],
    ['an empty one', ''],
    ['the admin secret', 'the-admin-secret'],
  ])('is refused: %s', async (_, secret) => {
    const headers: Record<string, string> = secret === undefined ? {} : { 'x-action-secret': secret };
    const reply = await send(app, '/actions', { body: signIn, headers });
    expect(reply).toMatchObject(refused(401, 'invalid-action-secret'));
  });

  it('ignores session variables in headers', async () => {
    const reply = await send(app, '/actions', {
      body: { action: { name: 'me' }, input: {}, session_variables },
      headers: {
        'x-action-secret': actionSecret,
        'x-hasura-user-id': '0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11',
      },
    });
    expect(reply).toMatchObject(refused(401, 'unauthenticated-user'));
  });
});

describe('POST /actions with a body that Hasura would not send', () => {
  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', []],
    ['no action', { input: {}, session_variables }],
    ['an unknown Action', { ...signIn, action: { name: 'signInn' } }],
    ['a property of Object', { ...signIn, action: { name: 'constructor' } }],
    ['no input', { ...signIn, input: undefined }],
    ['a list as input', { ...signIn, input: [] }],
    ['no session variables', { ...signIn, session_variables: undefined }],
    ['session variables that are no strings', { ...signIn, session_variables: { 'x-hasura-role': 1 } }],
  ])('is refused: %s', async (_, body) => {
    expect(await call(body)).toMatchObject(refused(400, 'invalid-request'));
  });

  it('is refused when it is larger than 1 MiB', async () => {
    const input = { email: 'a@b.com', password: 'p'.repeat(1_048_576) };
    expect(await call({ ...signIn, input })).toMatchObject(refused(413, 'payload-too-large'));
  });

  it('is refused by another method', async () => {
    const headers = { 'x-action-secret': actionSecret };
    expect(await send(app, '/actions', { headers })).toMatchObject(refused(405, 'method-not-allowed'));
  });
});

describe('POST /actions with input that clients may send', () => {
  it.each([
    ['a missing field', { email: 'a@b.com' }],
    ['an extra field', { email: 'a@b.com', password: 'abc', userId: 'x' }],
    ['a wrong type', { email: 'a@b.com', password: 1 }],
    ['null', { email: null, password: 'abc' }],
    ['NUL', { email: 'a@b.com', password: 'a\0c' }],
    ['a quoted email', { email: '"a@b.com"@c.com', password: 'abc' }],
    ['a list of emails', { email: 'a@b.com,c@d.com', password: 'abc' }],
    ['a password of more than 1024 bytes', { email: 'a@b.com', password: 'ä'.repeat(513) }],
  ])('is refused: %s', async (_, input) => {
    expect(await call({ ...signIn, input })).toMatchObject(refused(400, 'invalid-request'));
  });

  it('says which field was wrong, and never its value', async () => {
    const reply = await call({ ...signIn, input: { email: 'not-an-email-hunter2', password: 'abc' } });
    expect(reply.body.extensions.details).toBe('email: must be an email address');
    expect(JSON.stringify(reply.body)).not.toContain('hunter2');
  });

  const signUp = { action: { name: 'signUp' }, session_variables };
  const account = { email: 'a@b.com', password: 'abc' };
  it.each([
    ['a short password', { email: 'a@b.com', password: 'ab' }, 400, 'password-too-short'],
    [
      'a role that is not configured',
      { ...account, options: { allowedRoles: ['boss'] } },
      400,
      'role-not-allowed',
    ],
    ['the role admin', { ...account, options: { allowedRoles: ['admin'] } }, 400, 'role-not-allowed'],
    ['an unknown option', { ...account, options: { admin: true } }, 400, 'invalid-request'],
    ['metadata that is no object', { ...account, options: { metadata: [1] } }, 400, 'invalid-request'],
    ['metadata with NUL', { ...account, options: { metadata: { a: ['\0'] } } }, 400, 'invalid-request'],
    [
      'a display name with a line break',
      { ...account, options: { displayName: 'a\nb\u0000' } },
      400,
      'invalid-request',
    ],
    ['a long display name', { ...account, options: { displayName: 'a'.repeat(33) } }, 400, 'invalid-request'],
    [
      'a foreign redirect',
      { ...account, options: { redirectTo: 'https://evil.com' } },
      400,
      'redirectTo-not-allowed',
    ],
  ])('signUp is refused with %s', async (_, input, status, code) => {
    expect(await call({ ...signUp, input })).toMatchObject(refused(status, code));
  });

  it('refresh is refused with a token that is none', async () => {
    const reply = await call({
      action: { name: 'refresh' },
      input: { refreshToken: 'abc' },
      session_variables,
    });
    expect(reply).toMatchObject(refused(401, 'invalid-refresh-token'));
  });

  it('signOut is refused with nothing to end', async () => {
    const reply = await call({ action: { name: 'signOut' }, input: {}, session_variables });
    expect(reply).toMatchObject(refused(400, 'invalid-request'));
    const all = await call({ action: { name: 'signOut' }, input: { all: true }, session_variables });
    expect(all).toMatchObject(refused(401, 'unauthenticated-user'));
  });
});

describe('POST /actions while Hasura is down', () => {
  it('answers 4xx with a code, since Hasura hides 5xx, and nothing of the cause', async () => {
    const reply = await call(signIn);
    expect(reply).toMatchObject(refused(400, 'service-unavailable'));
    expect(JSON.stringify(reply.body)).not.toContain('fetch failed');
  });
});
