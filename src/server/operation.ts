import type { Auth } from '../auth/auth.js';
import type { Readiness } from '../auth/readiness.js';
import { AuthError } from '../errors.js';
import type { Secret } from '../lib/secret.js';
import type { Metrics } from '../telemetry/metrics.js';
import { failureOf, restFailure } from './failures.js';
import { type Answer, jsonAnswer, type ServerRequest } from './messages.js';
import type { Respond } from './server.js';

/** What `/metrics` answers, and to whom. */
export interface MetricsPage {
  readonly metrics: Metrics;
  /** What the bearer has to be; anybody who reaches the page may read it without one. */
  readonly token: Secret | undefined;
}

/** `GET /readyz`: 200, or 503 with the reason, which tells nothing that the outside doesn't see anyway. */
export async function answerReadiness(request: ServerRequest, readiness: Readiness): Promise<Answer> {
  requireRead(request);
  const reason = await readiness.check();
  if (reason === undefined) return jsonAnswer(200, { status: 'ready' });
  return jsonAnswer(503, { status: 'not-ready', reason }, { 'retry-after': '1' });
}

/** `GET /metrics`. @throws AuthError `unauthenticated-user` without the token. */
export async function answerMetrics(
  request: ServerRequest,
  { metrics, token }: MetricsPage,
): Promise<Answer> {
  requireRead(request);
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (token && !token.equals(given)) throw new AuthError('unauthenticated-user');
  const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
  return { status: 200, headers, body: await metrics.text() };
}

/** A server for `/metrics` alone. */
export function createMetricsRespond(
  page: MetricsPage,
  { log, outages }: Pick<Auth, 'log' | 'outages'>,
): Respond {
  return async (request) => {
    try {
      if (request.path !== '/metrics') throw new AuthError('route-not-found');
      return await answerMetrics(request, page);
    } catch (error) {
      return restFailure(failureOf(error, { config: { concealErrors: false }, log, outages }));
    }
  };
}

function requireRead({ method }: ServerRequest): void {
  if (method !== 'GET' && method !== 'HEAD') throw new AuthError('method-not-allowed');
}
