import { createServer, type Server } from 'node:http';
import { asHasuraError, commandErrorText } from '../errorBody.js';
import { createLiveQueries, type LiveQueries } from '../subscriptions/liveQueries.js';
import { serveWebSockets } from '../subscriptions/webSockets.js';
import { allowsOrigin, corsHeaders, preflight } from './cors.js';
import { fetchHandler } from './fetchHandler.js';
import { loadGraphiql } from './graphiql.js';
import { type EngineRequest, type EngineResponse, jsonResponse } from './http.js';
import { nodeHandler } from './nodeHandler.js';
import { defaultServerOptions, type EngineServerOptions } from './options.js';
import { type RouteOptions, route } from './routes.js';
import type { EngineService } from './service.js';

export interface EngineServer {
  /** Not listening yet. */
  readonly server: Server;
  /** Calls the server without a socket; subscriptions need one. */
  readonly fetch: typeof fetch;
  readonly liveQueries: LiveQueries;
  /** Ends subscriptions, whose plans are out of date; clients subscribe anew. */
  metadataChanged(): void;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Hasura's HTTP and WebSocket API over `service`. */
export function createEngineServer(
  service: EngineService,
  given: Partial<EngineServerOptions> = {},
): EngineServer {
  const options = { ...defaultServerOptions, ...given };
  const { internalErrors, onError, graphiql, maxBodyBytes, cors } = options;
  const liveQueries = createLiveQueries({
    intervalMilliseconds: options.liveQueryIntervalMilliseconds,
    batchSize: options.liveQueryBatchSize,
    streams: {
      intervalMilliseconds: options.streamIntervalMilliseconds,
      batchSize: options.streamBatchSize,
    },
    onError,
  });
  const streams = new Set<() => void>();
  const routeOptions: RouteOptions = {
    service,
    liveQueries,
    internalErrors,
    preserve401Errors: options.preserve401Errors,
    onError,
    enabledApis: options.enabledApis,
    loadGraphiql: graphiql && (() => loadGraphiql(graphiql)),
  };

  const answer = async (request: EngineRequest): Promise<EngineResponse> => {
    try {
      return await route(request, routeOptions);
    } catch (error) {
      return failure(error, onError);
    }
  };
  const respond = async (request: EngineRequest): Promise<EngineResponse> => {
    const added = corsHeaders(cors, request);
    if (added && request.method === 'OPTIONS') return preflight(request, added);
    const response = await answer(request);
    const tracked = response.stream ? trackStream(response, streams) : response;
    return added ? { ...tracked, headers: { ...tracked.headers, ...added } } : tracked;
  };
  const server = createServer(nodeHandler(respond, maxBodyBytes));
  // Longer than the usual 60 s of load balancers, which else meet closed connections.
  server.keepAliveTimeout = 65_000;
  const sockets = serveWebSockets(server, {
    service,
    liveQueries,
    internalErrors,
    keepAliveSeconds: options.keepAliveSeconds,
    initTimeoutSeconds: options.initTimeoutSeconds,
    maxMessageBytes: maxBodyBytes,
    isServed: options.enabledApis.has('graphql'),
    allowsOrigin: (origin) => cors.kind === 'disabled' || allowsOrigin(cors, origin),
    readsCookies: cors.kind !== 'disabled' || options.readsCookiesOfSockets,
    onError,
  });
  const endStreams = () => {
    for (const end of [...streams]) end();
  };

  return {
    server,
    fetch: fetchHandler(respond),
    liveQueries,
    metadataChanged() {
      if (!options.closeWebSocketsOnMetadataChange) return;
      sockets.closeAll(1012, 'Closing all websocket connections as the metadata has changed');
      endStreams();
    },
    async close() {
      sockets.closeAll(1001, 'the server is shutting down');
      endStreams();
      liveQueries.close();
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 1_000).unref();
      });
    },
  };
}

/** A bug in a route: no detail leaves. */
const failure = (error: unknown, onError: (error: unknown) => void): EngineResponse =>
  jsonResponse(500, commandErrorText(asHasuraError(error, onError), false));

/** Remembers how to end an event stream from this side. */
function trackStream(response: EngineResponse, streams: Set<() => void>): EngineResponse {
  const { stream } = response;
  if (!stream) return response;
  return {
    ...response,
    stream(write, end) {
      streams.add(end);
      const stop = stream(write, end);
      return () => {
        streams.delete(end);
        stop();
      };
    },
  };
}
