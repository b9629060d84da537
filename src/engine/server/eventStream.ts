import type { RequestHeaders } from '../auth/session.js';
import { asHasuraError, graphqlErrorText, showsInternal } from '../errorBody.js';
import type { GraphQLRequest } from '../graphqlRequest.js';
import type { Session } from '../session.js';
import type { GraphQLRouteOptions } from './graphqlRoute.js';
import type { EngineResponse } from './http.js';

const keepAliveMilliseconds = 12_000;
const maxTimeoutMilliseconds = 2 ** 31 - 1;

/**
 * One operation over server-sent events
 * (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, distinct connections mode).
 */
export function eventStream(
  request: GraphQLRequest,
  session: Session,
  headers: RequestHeaders,
  options: GraphQLRouteOptions,
): EngineResponse {
  return {
    status: 200,
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' },
    body: '',
    stream(write, end) {
      // JSON from a `json` column may be spread over lines; between tokens they mean nothing.
      const next = (text: string) => write(`event: next\ndata: ${text.replace(/[\r\n]+/g, ' ')}\n\n`);
      const complete = () => {
        write('event: complete\ndata: \n\n');
        end();
      };
      const fail = (thrown: unknown) => {
        const error = asHasuraError(thrown, options.onError);
        next(graphqlErrorText(error, showsInternal(options.internalErrors, session.role)));
      };
      let isStopped = false;
      let unsubscribe = () => {};
      const keepAlive = setInterval(() => write(':\n\n'), keepAliveMilliseconds);
      const left = (session.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now();
      const expiry = left < maxTimeoutMilliseconds ? setTimeout(end, Math.max(0, left)) : undefined;

      const start = async () => {
        const prepared = await options.service.prepare(request, session, headers);
        if (isStopped) return;
        if (prepared.kind === 'subscription') {
          unsubscribe = options.liveQueries.subscribe(prepared.source, {
            next: (data) => next(`{"data":${data}}`),
            error: fail,
          });
          return;
        }
        next(`{"data":${(await prepared.run()).data}}`);
        complete();
      };
      start().catch((error: unknown) => {
        fail(error);
        complete();
      });
      return () => {
        isStopped = true;
        clearInterval(keepAlive);
        clearTimeout(expiry);
        unsubscribe();
      };
    },
  };
}
