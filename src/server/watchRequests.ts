import type { Auth } from '../auth/auth.js';
import { newUuid } from '../lib/ids.js';
import type { LogLevel } from '../lib/log.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import { parentOf } from '../telemetry/traceContext.js';
import type { Answer, ServerRequest } from './messages.js';

interface Options extends Telemetry {
  /** At which level a line is written for each request; undefined for none. */
  readonly logLevel: LogLevel | undefined;
}

type Serve = (request: ServerRequest, auth: Auth) => Promise<Answer>;

/** What a request may bring as its id, so that its lines can be found in the logs of all that it passed. */
const ownId = /^[\w.-]{8,64}$/;

/**
 * Gives each request an id, which all lines of the log about it carry (with that of its trace, as its entries of the audit
 * log do) and the answer too, and tells the metrics, the trace and the log how it ended.
 */
export function watchRequests(
  auth: Auth,
  { metrics, tracing, logLevel }: Options,
  serve: Serve,
): (request: ServerRequest) => Promise<Answer> {
  const isWatched = metrics !== undefined || logLevel !== undefined;

  async function watched(
    request: ServerRequest,
    requestId: string,
    traceId: string | undefined,
  ): Promise<Answer> {
    const log = auth.log.with(traceId === undefined ? { requestId } : { requestId, traceId });
    if (!isWatched) return serve(request, { ...auth, log, traceId });
    const began = performance.now();
    const answer = await serve(request, { ...auth, log, traceId });
    metrics?.requestEnded(kindOf(request.path), answer.status);
    if (logLevel !== undefined) {
      const durationMs = Math.round((performance.now() - began) * 10) / 10;
      const { status } = answer;
      log[logLevel]('A request was answered', {
        method: request.method,
        // A path that leads nowhere is whatever a client made up. Queries hold tickets.
        ...(status !== 404 && { path: request.path }),
        status,
        durationMs,
      });
    }
    return answer;
  }

  /** A stranger must not decide what is traced, nor write into traces of others, nor which trace an entry is found by. */
  function isBelieved({ path, headers }: ServerRequest): boolean {
    return (
      auth.config.trustedProxies > 0 ||
      (path === '/actions' && auth.config.actionSecret.equals(headers['x-action-secret'] ?? ''))
    );
  }

  function callersTraceId(request: ServerRequest): string | undefined {
    const parent = parentOf(request.headers);
    return parent && isBelieved(request) ? parent.traceId : undefined;
  }

  return async (request) => {
    const given = request.headers['x-request-id'];
    const requestId = given !== undefined && ownId.test(given) ? given : newUuid();
    const answer = tracing
      ? await tracing.serve(
          `${request.method} ${kindOf(request.path)}`,
          isBelieved(request) ? request.headers : {},
          (traceId) => watched(request, requestId, traceId),
        )
      : await watched(request, requestId, callersTraceId(request));
    // Hasura does not pass it on.
    if (request.path === '/actions') return answer;
    return { ...answer, headers: { ...answer.headers, 'x-request-id': requestId } };
  };
}

/** Few words, whatever clients ask for: each is a series of its own. */
function kindOf(path: string): string {
  if (path === '/actions') return 'webhook';
  if (path === '/graphql') return 'graphql';
  if (/^(\/v1)?\/(healthz|readyz|metrics)$/.test(path)) return 'operation';
  return 'rest';
}
