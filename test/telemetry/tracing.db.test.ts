import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newEmail, password, signUpNew } from '../actions/requests.js';
import { type HasuraProxy, startHasuraProxy } from '../faults/hasuraProxy.js';
import { startBehindProxy } from '../faults/startBehindProxy.js';
import { actionSecret, startTestServer, type TestServer } from '../support/startTestServer.js';
import { type CollectedSpan, type Collector, startCollector } from './collector.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${parentId}-01`;
const kinds = { internal: 1, server: 2, client: 3 };

let server: TestServer;
let proxy: HasuraProxy;
beforeAll(async () => {
  server = await startTestServer();
  proxy = await startHasuraProxy(server.engine.endpoint);
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

interface Traced extends Pick<Collector, 'spans' | 'bodies' | 'headers'> {
  readonly responses: readonly Response[];
  readonly logged: readonly Record<string, unknown>[];
}

/** Sends requests to a server of their own, closes it, and gives what its collector has got by then. */
async function traced(requests: readonly Request[], env: Record<string, string> = {}): Promise<Traced> {
  const collector = await startCollector();
  try {
    const { app, logged } = await startBehindProxy(proxy.url, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      AUTH_LOG_REQUESTS: 'info',
      ...env,
    });
    const responses: Response[] = [];
    for (const request of requests) responses.push(await app.fetch(request));
    await app.close();
    return { ...collector, responses, logged };
  } finally {
    await collector.close();
  }
}

function webhook(name: string, input: object, headers: Record<string, string> = {}): Request {
  return new Request('http://auth/actions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-action-secret': actionSecret, ...headers },
    body: JSON.stringify({ action: { name }, input, session_variables: { 'x-hasura-role': 'public' } }),
  });
}

function spanOf(spans: readonly CollectedSpan[], name: string): CollectedSpan {
  const found = spans.filter((each) => each.name === name);
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`${found.length} spans ${name}: ${spans.map((each) => each.name)}`);
  return found[0];
}

describe('traces', () => {
  it("join Hasura's, with a span for the Action and for each request to Hasura, which go on from there", async () => {
    const { refreshToken } = await signUpNew(server);
    const { spans, responses, logged } = await traced([
      webhook('refresh', { refreshToken }, { traceparent }),
    ]);
    expect(responses[0]?.status).toBe(200);
    const [entry, action, hasura] = ['POST webhook', 'refresh', 'Hasura RefreshSession'].map((name) =>
      spanOf(spans, name),
    );
    expect(entry).toMatchObject({
      traceId,
      parentSpanId: parentId,
      kind: kinds.server,
      attributes: { 'http.response.status_code': 200 },
      resource: { 'service.name': 'hasura-actions-auth', 'service.version': '1.2.3' },
    });
    expect(action).toMatchObject({ traceId, parentSpanId: entry?.spanId, kind: kinds.internal });
    expect(hasura).toMatchObject({ traceId, parentSpanId: action?.spanId, kind: kinds.client });
    expect(proxy.lastHeaders()).toMatchObject({
      traceparent: `00-${traceId}-${hasura?.spanId}-01`,
      'x-b3-traceid': traceId,
      'x-b3-spanid': hasura?.spanId,
      'x-b3-sampled': '1',
    });
    const lines = logged.filter(({ requestId }) => requestId !== undefined);
    expect(lines.map((line) => line.traceId)).toEqual([traceId, traceId]);
  });

  it('join by the headers of B3 too, which Hasura sends unless it is told otherwise', async () => {
    const headers = { 'x-b3-traceid': traceId, 'x-b3-spanid': parentId, 'x-b3-sampled': '1' };
    const { spans } = await traced([webhook('refresh', { refreshToken: parentId }, headers)]);
    expect(spanOf(spans, 'POST webhook')).toMatchObject({ traceId, parentSpanId: parentId });
  });

  it('say how a call ended, and nothing of what it was about', async () => {
    const [email, wrong] = [newEmail(), 'canary-password'];
    const requests = [webhook('signIn', { email, password: wrong }), webhook('signUp', { email, password })];
    const { spans, bodies, headers } = await traced(requests, {
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20collector-token',
      OTEL_SERVICE_NAME: 'auth-of-notes',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
    });
    expect(spanOf(spans, 'signIn')).toMatchObject({
      status: 0,
      attributes: { 'auth.action': 'signIn', 'error.type': 'invalid-email-password' },
      resource: { 'service.name': 'auth-of-notes', 'deployment.environment': 'test' },
    });
    expect(spanOf(spans, 'signUp').attributes).not.toHaveProperty('error.type');
    expect(headers[0]).toMatchObject({ authorization: 'Bearer collector-token' });
    for (const secret of [email, wrong, password, actionSecret, 'the-admin-secret']) {
      expect(bodies.join()).not.toContain(secret);
    }
  });

  it('mark failures, and only those, as errors', async () => {
    await proxy.stop();
    try {
      const { spans } = await traced([webhook('signIn', { email: newEmail(), password })]);
      expect(spanOf(spans, 'signIn')).toMatchObject({
        status: 2,
        attributes: { 'error.type': 'service-unavailable' },
      });
    } finally {
      await proxy.start();
    }
  });

  it.each([
    ['without the secret of Actions', '/actions', {}],
    ['of a client', '/v1/token', {}],
  ])('are not joined by the word of somebody %s', async (_who, path) => {
    const request = new Request(`http://auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent, 'x-action-secret': 'guessed' },
      body: '{}',
    });
    const { spans } = await traced([request]);
    expect(spans.length).toBeGreaterThan(0);
    for (const span of spans) {
      expect(span.traceId).not.toBe(traceId);
    }
  });

  it('are joined for a trusted proxy, and left out where the caller left them out', async () => {
    const request = (flags: string) =>
      new Request('http://auth/v1/healthz', {
        headers: { traceparent: `00-${traceId}-${parentId}-${flags}` },
      });
    const { spans } = await traced([request('01'), request('00')], { AUTH_TRUSTED_PROXIES: '1' });
    expect(spans.map((span) => [span.name, span.traceId])).toEqual([['GET operation', traceId]]);
  });

  it.each([
    ['always_off', '1', 0],
    ['traceidratio', '0', 0],
    ['traceidratio', '1', 3],
  ])('follow the sampler %s of %s', async (sampler, share, count) => {
    const requests = Array.from({ length: 3 }, () => new Request('http://auth/healthz'));
    const env = { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: share };
    expect((await traced(requests, env)).spans).toHaveLength(count);
  });

  it('do not hold up anything when the collector is away', async () => {
    const collector = await startCollector();
    await collector.close();
    const { app } = await startBehindProxy(proxy.url, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    expect((await app.fetch(new Request('http://auth/healthz'))).status).toBe(200);
    await app.close();
  });
});
