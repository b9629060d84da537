import { readHeader } from '../auth/session.js';
import { asHasuraError, graphqlErrorText, type InternalErrors, showsInternal } from '../errorBody.js';
import { HasuraError } from '../errors.js';
import { type GraphQLRequest, parseGraphQLRequest } from '../graphqlRequest.js';
import type { Json } from '../json.js';
import { parseJson } from '../jsonText.js';
import type { Session } from '../session.js';
import type { LiveQueries } from '../subscriptions/liveQueries.js';
import type { GraphQLResult } from '../subscriptions/service.js';
import { eventStream } from './eventStream.js';
import { contentTypes, type EngineRequest, type EngineResponse } from './http.js';
import type { EngineService } from './service.js';

export interface GraphQLRouteOptions {
  readonly service: EngineService;
  readonly liveQueries: LiveQueries;
  readonly internalErrors: InternalErrors;
  /** HASURA_GRAPHQL_PRESERVE_401_ERRORS */
  readonly preserve401Errors: boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * POST /v1/graphql: one request, a list of them, or an event stream. Errors answer 200; on the older
 * /v1alpha1/graphql (`keepsStatus`) they answer their own status.
 */
export async function answerGraphQL(
  request: EngineRequest,
  options: GraphQLRouteOptions,
  keepsStatus: boolean,
): Promise<EngineResponse> {
  const { service } = options;
  let session: Session | undefined;
  try {
    session = await service.authenticate(request.headers);
    const body = parseBody(await request.body());
    if (Array.isArray(body)) return await answerBatch(body, session, request, options);
    const parsed = parseGraphQLRequest(body);
    if (readHeader(request.headers, 'accept')?.includes('text/event-stream')) {
      return eventStream(parsed, session, request.headers, options);
    }
    const { data, setCookies } = await run(parsed, session, request, service);
    return {
      status: 200,
      headers: {
        'Content-Type': contentTypes.json,
        ...(setCookies.length > 0 && { 'Set-Cookie': setCookies }),
      },
      body: `{"data":${data}}`,
    };
  } catch (thrown) {
    const error = asHasuraError(thrown, options.onError);
    const keeps = keepsStatus || (options.preserve401Errors && error.status === 401) || error.status === 413;
    return {
      status: keeps ? error.status : 200,
      headers: { 'Content-Type': contentTypes.json },
      body: graphqlErrorText(error, showsInternal(options.internalErrors, session?.role)),
    };
  }
}

/** Hasura reads the body as JSON whatever its Content-Type says. @throws HasuraError invalid-json */
export function parseBody(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    const reason = text.trim() === '' ? 'not enough input' : 'Failed reading: not a valid json value';
    throw new HasuraError('invalid-json', `Error in $: ${reason}`);
  }
}

async function run(
  parsed: GraphQLRequest,
  session: Session,
  { headers }: EngineRequest,
  service: EngineService,
): Promise<GraphQLResult> {
  const prepared = await service.prepare(parsed, session, headers);
  if (prepared.kind !== 'subscription') return prepared.run();
  throw new HasuraError(
    'unexpected-payload',
    'subscriptions are not supported over HTTP, use websockets instead',
  );
}

/** In order, each with its own outcome. As in Hasura, no cookies are passed on. */
async function answerBatch(
  bodies: readonly Json[],
  session: Session,
  request: EngineRequest,
  options: GraphQLRouteOptions,
): Promise<EngineResponse> {
  const limit = options.service.batchLimit?.(session) ?? null;
  if (limit !== null && bodies.length > limit) {
    throw new HasuraError(
      'validation-failed',
      `the batch holds ${bodies.length} requests, at most ${limit} are allowed`,
    );
  }
  const requests = bodies.map((body, index) => parseGraphQLRequest(body, `$[${index}]`));
  const results: string[] = [];
  for (const each of requests) {
    try {
      const { data } = await run(each, session, request, options.service);
      results.push(`{"data":${data}}`);
    } catch (thrown) {
      const error = asHasuraError(thrown, options.onError);
      results.push(graphqlErrorText(error, showsInternal(options.internalErrors, session.role)));
    }
  }
  return { status: 200, headers: { 'Content-Type': contentTypes.json }, body: `[${results.join(',')}]` };
}
