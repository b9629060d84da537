import { describe, expect, it } from 'vitest';
import { startBehindProxy } from '../faults/startBehindProxy.js';
import { actionSecret } from './appWithoutHasura.js';

const nobody = 'http://127.0.0.1:1';
const canary = 'canary-8d1f';

type Line = Readonly<Record<string, unknown>>;

/** What is logged about requests by a server whose Hasura is not there. */
async function logged(requests: readonly Request[], env: Record<string, string> = {}) {
  const { app, logged: lines } = await startBehindProxy(nobody, env);
  const responses: Response[] = [];
  for (const request of requests) responses.push(await app.fetch(request));
  await app.close();
  return { responses, lines: lines.filter(({ requestId }) => requestId !== undefined) };
}

function webhook(headers: Record<string, string> = {}): Request {
  return new Request('http://auth/actions', {
    method: 'POST',
    headers: { 'x-action-secret': actionSecret, 'x-forwarded-user-agent': canary, ...headers },
    body: JSON.stringify({
      action: { name: 'signIn' },
      input: { email: `${canary}@example.com`, password: canary },
      session_variables: { 'x-hasura-role': 'public' },
    }),
  });
}

const said = (lines: readonly Line[]) => lines.map(({ level, message }) => [level, message]);

describe('the log of requests', () => {
  it('has a line for the request and one for the Action, at the level that is set', async () => {
    const { lines } = await logged([webhook()], { AUTH_LOG_REQUESTS: 'info' });
    expect(said(lines)).toEqual([
      ['info', 'An Action was answered'],
      ['warn', 'A service that is needed did not answer'],
      ['info', 'A request was answered'],
    ]);
    expect(lines[0]).toMatchObject({
      action: 'signIn',
      outcome: 'failed',
      code: 'service-unavailable',
      role: 'public',
      durationMs: expect.any(Number),
    });
    expect(lines[2]).toMatchObject({
      method: 'POST',
      path: '/actions',
      status: 400,
      durationMs: expect.any(Number),
    });
    expect(new Set(lines.map(({ requestId }) => requestId)).size).toBe(1);
  });

  it('is silent by default, but for failures, which say which request they were of', async () => {
    const ids = ['first-request', 'second-request'] as const;
    const requests = () => ids.map((id) => webhook({ 'x-request-id': id }));
    const shown = (lines: readonly Line[]) => lines.map(({ level, requestId }) => [level, requestId]);
    expect(shown((await logged(requests())).lines)).toEqual([['warn', ids[0]]]);
    // Failures of an outage are held back after the first, but for who looks at everything.
    const env = { AUTH_LOG_REQUESTS: 'off', AUTH_LOG_LEVEL: 'debug' };
    const { lines } = await logged(requests(), env);
    expect(shown(lines.filter(({ message }) => String(message).startsWith('A service')))).toEqual([
      ['warn', ids[0]],
      ['debug', ids[1]],
    ]);
  });

  it('never holds what a request was about', async () => {
    const rest = new Request(`http://auth/v1/signin/email-password?ticket=${canary}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${canary}`, cookie: `refresh=${canary}` },
      body: JSON.stringify({ email: `${canary}@example.com`, password: canary }),
    });
    const graphql = new Request('http://auth/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation ($p: String!) { signIn(email: "a@b.co", password: $p) { session { accessToken } } }',
        variables: { p: canary },
      }),
    });
    const nowhere = new Request(`http://auth/${canary}`);
    const env = { AUTH_LOG_REQUESTS: 'info', AUTH_LOG_LEVEL: 'debug' };
    const { lines, responses } = await logged([webhook(), rest, graphql, nowhere], env);
    expect(responses.map(({ status }) => status)).toEqual([400, 503, 503, 404]);
    expect(responses.map(({ headers }) => headers.get('retry-after'))).toEqual([null, '1', '1', null]);
    expect(JSON.stringify(lines)).not.toContain(canary);
    expect(lines.filter(({ message }) => message === 'An Action was answered')).toHaveLength(3);
    expect(lines.filter(({ message }) => message === 'A request was answered')).toHaveLength(4);
    // Failures behind GraphQL are told by the log of their request too.
    expect(lines.filter(({ message }) => String(message).startsWith('A service'))).toHaveLength(3);
  });
});

describe('the id of a request', () => {
  const health = (id?: string) =>
    new Request('http://auth/healthz', id === undefined ? {} : { headers: { 'x-request-id': id } });

  it('is in the answer: the one that was brought, or one of its own', async () => {
    const { responses } = await logged([health('0c1e0b6e-6c8b-4a57'), health(), health()]);
    const [own, second, third] = responses.map(({ headers }) => headers.get('x-request-id'));
    expect(own).toBe('0c1e0b6e-6c8b-4a57');
    expect(second).toMatch(/^[0-9a-f-]{36}$/);
    expect(third).not.toBe(second);
  });

  it.each(['short', 'x'.repeat(65), 'with blanks in it', '{"level":"error"}'])('is never %s', async (id) => {
    const { responses } = await logged([health(id)]);
    expect(responses[0]?.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
