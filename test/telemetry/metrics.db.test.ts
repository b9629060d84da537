import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { parseConfig } from '../../src/config/config.js';
import { listen } from '../../src/listen.js';
import { callWebhook } from '../actions/mutate.js';
import { newEmail, password } from '../actions/requests.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

const token = 'the-metrics-token';
const env = { AUTH_METRICS_ENABLED: 'true', AUTH_METRICS_TOKEN: token };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env });
});
afterAll(() => server.close());

async function read(app: App, headers: Record<string, string> = { authorization: `Bearer ${token}` }) {
  const response = await app.fetch(new Request('http://auth/metrics', { headers }));
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

/** The value of the one series of that name with these labels, in any order; undefined when there is none. */
function seriesValue(text: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .filter((line) => wanted.every((each) => line.includes(each)));
  if (lines.length > 1) throw new Error(`${lines.length} series: ${lines}`);
  return lines[0] === undefined ? undefined : Number(lines[0].split(' ').at(-1));
}

const messages = { queue: 'messages' };

describe('/metrics', () => {
  it('counts and measures calls of Actions by how they ended', async () => {
    const app = await server.startAnother({});
    const email = newEmail();
    await callWebhook(app, 'signUp', { email, password });
    await callWebhook(app, 'signIn', { email, password });
    for (const wrong of ['wrong horse', 'other horse'])
      await callWebhook(app, 'signIn', { email, password: wrong });
    await callWebhook(app, 'signIn', { email: 'nonsense' });
    server.loseRequestsOf('FindUserByEmail');
    await callWebhook(app, 'signIn', { email, password });
    server.loseRequestsOf(undefined);

    const { status, type, text } = await read(app);
    expect([status, type]).toEqual([200, expect.stringContaining('text/plain; version=0.0.4')]);
    const signIns = (outcome: string, code: string) =>
      seriesValue(text, 'auth_actions_total', { action: 'signIn', outcome, code });
    expect([
      signIns('ok', 'none'),
      signIns('refused', 'invalid-email-password'),
      signIns('refused', 'invalid-request'),
      signIns('failed', 'service-unavailable'),
    ]).toEqual([1, 2, 1, 1]);
    expect(seriesValue(text, 'auth_action_duration_seconds_count', { action: 'signIn' })).toBe(5);
    expect(seriesValue(text, 'auth_action_duration_seconds_sum', { action: 'signIn' })).toBeGreaterThan(0);
    expect(seriesValue(text, 'auth_http_requests_total', { kind: 'webhook', status: '200' })).toBe(2);

    const found = { operation: 'FindUserByEmail' };
    expect(seriesValue(text, 'auth_hasura_requests_total', { ...found, outcome: 'ok' })).toBe(3);
    expect(seriesValue(text, 'auth_hasura_requests_total', { ...found, outcome: 'failed' })).toBe(1);
    expect(seriesValue(text, 'auth_hasura_request_duration_seconds_count', found)).toBe(4);
    // One hash of the sign-up, three checks.
    expect(seriesValue(text, 'auth_hashing_wait_seconds_count')).toBe(4);
    expect(text).not.toContain(email);
  });

  it('tells the state of the process, of queues and of the outbox', async () => {
    const app = await server.startAnother({
      AUTH_SMTP_HOST: '127.0.0.1',
      AUTH_SMTP_PORT: '1',
      AUTH_SMTP_SENDER: 'a@b.co',
    });
    const quiet = (await read(app)).text;
    expect(seriesValue(quiet, 'auth_outbox_due', messages)).toBe(0);
    expect(seriesValue(quiet, 'auth_outbox_oldest_due_seconds', messages)).toBe(0);
    for (const name of [
      'auth_hashing_running',
      'auth_hashing_queue_length',
      'auth_hasura_waiting',
      'auth_hasura_turned_away_total',
      'auth_custom_claims_broken',
    ])
      expect([name, seriesValue(quiet, name)]).toEqual([name, 0]);
    expect(seriesValue(quiet, 'auth_outbox_abandoned', { queue: 'hooks' })).toBe(0);
    expect(seriesValue(quiet, 'auth_build_info', { version: '0.0.0-test' })).toBe(1);
    expect(seriesValue(quiet, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(seriesValue(quiet, 'auth_ready')).toBe(1);
    app.drain();
    expect(seriesValue((await read(app)).text, 'auth_ready')).toBe(0);

    // The mail server is not there: the message is kept and tried again.
    const email = newEmail();
    await callWebhook(app, 'signUp', { email, password });
    await callWebhook(app, 'sendPasswordReset', { email });
    await expect
      .poll(async () => seriesValue((await read(app)).text, 'auth_outbox_retried', messages))
      .toBe(1);
    await server.graphql(
      'mutation { updateAuthOutbox(where: {}, _set: {nextAttemptAt: "2020-01-01T00:00:00Z"}) { affected_rows } }',
      { admin: true },
    );
    const late = (await read(app)).text;
    expect(seriesValue(late, 'auth_outbox_due', messages)).toBe(1);
    expect(seriesValue(late, 'auth_outbox_oldest_due_seconds', messages)).toBeGreaterThan(86_400);

    server.loseRequestsOf('MeasureOutbox');
    const blind = await read(app);
    server.loseRequestsOf(undefined);
    expect([blind.status, seriesValue(blind.text, 'auth_outbox_due', messages)]).toEqual([200, undefined]);
    await server.graphql('mutation { deleteAuthOutbox(where: {}) { affected_rows } }', { admin: true });
  });

  it('tells of custom claims that tokens lack', async () => {
    const app = await server.startAnother({
      AUTH_JWT_CUSTOM_CLAIMS: '{"team": "teams[].id", "lang": "locale"}',
    });
    await callWebhook(app, 'signUp', { email: newEmail(), password });
    expect(seriesValue((await read(app)).text, 'auth_custom_claims_broken')).toBe(1);
  });

  it('is read with the token only', async () => {
    for (const headers of [{}, { authorization: 'Bearer guessed' }, { authorization: `Basic ${token}` }]) {
      const { status, text } = await read(server.app, headers as Record<string, string>);
      expect(status).toBe(401);
      expect(text).not.toContain('auth_actions_total');
    }
    const post = await server.app.fetch(new Request('http://auth/metrics', { method: 'POST' }));
    expect(post.status).toBe(405);
  });

  it('is not there unless it is switched on, and not on the public port when it has its own', async () => {
    const off = await server.startAnother({ AUTH_METRICS_ENABLED: 'false' });
    expect((await read(off)).status).toBe(404);
    expect(off.handleMetrics).toBeUndefined();

    const own = await server.startAnother({ AUTH_METRICS_PORT: '0' });
    expect((await read(own)).status).toBe(404);
    const handle = own.handleMetrics ?? (() => {});
    const { url, close } = await listen({ host: '127.0.0.1', port: 0, portVariable: 'X', handle });
    try {
      expect(await get(`${url}/metrics`)).toBe(401);
      expect(await get(`${url}/metrics`, { authorization: `Bearer ${token}` })).toBe(200);
      expect(await get(`${url}/graphql`, { authorization: `Bearer ${token}` })).toBe(404);
    } finally {
      await close(0);
    }
  });

  it('is not switched on for the world by accident', () => {
    const given = {
      HASURA_GRAPHQL_ADMIN_SECRET: 'a',
      HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
      ACTION_SECRET: 'b',
      AUTH_METRICS_ENABLED: 'true',
    };
    expect(() => parseConfig(given)).toThrow(/AUTH_METRICS_PORT or AUTH_METRICS_TOKEN is not set/);
    expect(parseConfig({ ...given, AUTH_METRICS_PORT: '9090' }).metricsPort).toBe(9090);
  });
});

function get(url: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}
