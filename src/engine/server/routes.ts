import { asHasuraError, commandErrorText, showsInternal } from '../errorBody.js';
import { HasuraError } from '../errors.js';
import type { Session } from '../session.js';
import { hasuraVersion } from '../version.js';
import { answerGraphQL, type GraphQLRouteOptions, parseBody } from './graphqlRoute.js';
import { contentTypes, type EngineRequest, type EngineResponse, jsonResponse, pathOf } from './http.js';
import type { Api } from './options.js';
import type { CommandEndpoint } from './service.js';

export interface RouteOptions extends GraphQLRouteOptions {
  /** The page at `/`; null for none. */
  readonly loadGraphiql: (() => Promise<string>) | null;
  readonly enabledApis: ReadonlySet<Api>;
}

type Handler = (request: EngineRequest, options: RouteOptions) => EngineResponse | Promise<EngineResponse>;

/** Every path that is served. */
const routes: Readonly<Record<string, Handler>> = {
  'POST /v1/graphql': (request, options) => answerGraphQL(request, options, false),
  'POST /v1alpha1/graphql': (request, options) => answerGraphQL(request, options, true),
  'POST /v1/graphql/explain': guarded(async (request, { service }) =>
    jsonResponse(200, await service.explain(parseBody(await request.body()))),
  ),
  'POST /v1/metadata': command('/v1/metadata'),
  'POST /v1/query': command('/v1/query'),
  'POST /v2/query': command('/v2/query'),
  'POST /v1alpha1/pg_dump': guarded(async (request, { service }) => ({
    status: 200,
    headers: { 'Content-Type': contentTypes.sql },
    body: await service.dumpDatabase(parseBody(await request.body())),
  })),
  'GET /v1alpha1/config': guarded(async (_, { service }) =>
    jsonResponse(200, JSON.stringify(service.describeConfig())),
  ),
  'GET /v1/version': () => jsonResponse(200, JSON.stringify({ version: hasuraVersion, server_type: 'ce' })),
  'GET /healthz': health,
  'GET /hasura/healthz': health,
  'GET /': async (_, { loadGraphiql }) =>
    loadGraphiql
      ? { status: 200, headers: { 'Content-Type': contentTypes.html }, body: await loadGraphiql() }
      : notFound(),
};

/** The API that a path belongs to; the others are always there. */
const apis: Readonly<Record<string, Api>> = {
  '/v1/graphql': 'graphql',
  '/v1alpha1/graphql': 'graphql',
  '/v1/graphql/explain': 'graphql',
  '/v1/metadata': 'metadata',
  '/v1/query': 'metadata',
  '/v2/query': 'metadata',
  '/v1alpha1/pg_dump': 'pgdump',
  '/v1alpha1/config': 'config',
};

export function route(
  request: EngineRequest,
  options: RouteOptions,
): EngineResponse | Promise<EngineResponse> {
  const path = pathOf(request.url);
  const name = `${request.method} ${path}`;
  const handler = Object.hasOwn(routes, name) ? routes[name] : undefined;
  const api = Object.hasOwn(apis, path) ? apis[path] : undefined;
  if (handler) return api && !options.enabledApis.has(api) ? notFound() : handler(request, options);
  if (request.method === 'GET' && /^\/console(\/|$)/.test(path) && options.loadGraphiql) {
    return { status: 302, headers: { Location: '/' }, body: '' };
  }
  return notFound();
}

const notFound = (): EngineResponse =>
  jsonResponse(404, commandErrorText(new HasuraError('not-found', 'resource does not exist'), false));

/** Who may run a command on the query endpoints is up to the command: some read and write rows under permissions. */
function command(endpoint: CommandEndpoint): Handler {
  const guard: Guard = (session) => {
    if (endpoint === '/v1/metadata') adminOnly(session, '$.args');
  };
  return guarded(async (request, { service }, session) => {
    const text = await request.body();
    return jsonResponse(200, await service.runCommand(endpoint, parseBody(text), session));
  }, guard);
}

type Guard = (session: Session) => void;

function adminOnly({ role }: Session, path = '$'): void {
  if (role !== 'admin') throw new HasuraError('access-denied', 'restricted access : admin only', { path });
}

/** Errors in the form of these endpoints. */
function guarded(
  handler: (request: EngineRequest, options: RouteOptions, session: Session) => Promise<EngineResponse>,
  guard: Guard = adminOnly,
): Handler {
  return async (request, options) => {
    let session: Session | undefined;
    try {
      session = await options.service.authenticate(request.headers);
      guard(session);
      return await handler(request, options, session);
    } catch (thrown) {
      const error = asHasuraError(thrown, options.onError);
      const internal = showsInternal(options.internalErrors, session?.role);
      return jsonResponse(error.status, commandErrorText(error, internal));
    }
  };
}

async function health({ url }: EngineRequest, { service, onError }: RouteOptions): Promise<EngineResponse> {
  const text = (status: number, body: string): EngineResponse => ({
    status,
    headers: { 'Content-Type': contentTypes.text },
    body,
  });
  try {
    const { database, consistentMetadata } = await service.health();
    if (!database) return text(500, 'ERROR');
    if (consistentMetadata) return text(200, 'OK');
  } catch (error) {
    onError(error);
    return text(500, 'ERROR');
  }
  const isStrict = new URLSearchParams(url.slice(pathOf(url).length)).get('strict') === 'true';
  const problem = 'inconsistent objects in schema';
  return isStrict ? text(500, `ERROR: ${problem}`) : text(200, `WARN: ${problem}`);
}
