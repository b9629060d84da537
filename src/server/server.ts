import type { Auth } from '../auth/auth.js';
import type { Readiness } from '../auth/readiness.js';
import { openRefreshCookie } from '../auth/refreshCookie.js';
import { AuthError } from '../errors.js';
import type { Route, Site } from '../rest/routes.js';
import { findRoutes, serveRest } from '../rest/serveRest.js';
import { answerPreflight, corsHeaders } from './cors.js';
import { failureOf, restFailure } from './failures.js';
import { type Answer, jsonAnswer, type ServerRequest } from './messages.js';
import { answerMetrics, answerReadiness, type MetricsPage } from './operation.js';
import { answerInbox, isInboxPath } from './pages/inboxPage.js';
import { answerProvider, parseProviderPath } from './pages/providerPages.js';
import { answerSignInPage, isSignInPagePath, type SignInPage } from './pages/signInPage.js';
import { answerVerify } from './pages/verifyPage.js';
import { createSecurityHeaders } from './securityHeaders.js';
import { watchRequests } from './watchRequests.js';
import { answerWebhook } from './webhook.js';

/** Answers `/graphql`; loaded when it is first asked for, since production traffic comes through the webhook. */
export type AnswerGraphql = (request: ServerRequest, auth: Auth) => Promise<Answer>;

interface Options {
  readonly auth: Auth;
  readonly site: Site;
  readonly readiness: Readiness;
  /** Surrounds every request. */
  readonly watch: Parameters<typeof watchRequests>[1];
  /** What `/metrics` answers here; undefined where there is no such page. */
  readonly metricsPage: MetricsPage | undefined;
  readonly loadGraphql: () => Promise<AnswerGraphql>;
  /** The description of the REST routes; made when it is first asked for. */
  readonly loadOpenapi: () => Promise<object>;
  /** In development only. */
  readonly signInPage: SignInPage | undefined;
}

/** Answers any request; never throws. */
export type Respond = (request: ServerRequest) => Promise<Answer>;

/** The whole server, from top to bottom: the webhook, GraphQL, health, pages, REST, and 404. */
export function createRespond(options: Options): Respond {
  const { site, loadGraphql, loadOpenapi, signInPage, readiness, watch, metricsPage } = options;
  const graphqlAnswers = loadedOnce(loadGraphql);
  const openapi = loadedOnce(loadOpenapi);
  const secured = createSecurityHeaders(options.auth.config);

  async function route(request: ServerRequest, auth: Auth): Promise<Answer> {
    if (request.method === 'OPTIONS') return answerPreflight(request, auth.redirects);
    if (request.path === '/graphql') return (await graphqlAnswers())(request, auth);
    if (request.path === '/healthz') return jsonAnswer(200, { status: 'ok' });
    if (request.path === '/v1/healthz') return jsonAnswer(200, 'OK');
    if (request.path === '/readyz') return answerReadiness(request, readiness);
    if (request.path === '/metrics' && metricsPage) return answerMetrics(request, metricsPage);
    if (request.path === '/verify' || request.path === '/v1/verify') return answerVerify(request, auth);
    const providerPath = parseProviderPath(request.path);
    if (providerPath) return answerProvider(request, providerPath, auth);
    if (isOpenapiPath(request.path)) return answerOpenapi(request);
    if (isInboxPath(request.path)) return answerInbox(request, auth);
    if (isSignInPagePath(request.path)) return answerSignInPage(request, signInPage);
    return rest(request, auth);
  }

  async function answerOpenapi({ method }: ServerRequest): Promise<Answer> {
    if (method !== 'GET' && method !== 'HEAD') throw new AuthError('method-not-allowed');
    return jsonAnswer(200, await openapi());
  }

  async function rest(request: ServerRequest, auth: Auth): Promise<Answer> {
    const candidates = findRoutes(request.path);
    if (candidates.length === 0) throw new AuthError('route-not-found');
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const match = candidates.find((each) => each.method === method);
    if (match === undefined) throw new AuthError('method-not-allowed');
    const cookie = openRefreshCookie(auth, request.headers, 'direct');
    const value = await serveRest(match, request, { auth, site, cookie });
    return jsonAnswer(200, value, { ...cacheHeaders(match), ...cookie?.answerHeaders() });
  }

  function protect(answer: Answer, { headers }: ServerRequest, { redirects }: Auth): Answer {
    return { ...answer, headers: { ...secured(answer), ...corsHeaders(headers.origin, redirects) } };
  }

  return watchRequests(options.auth, watch, async (request, auth) => {
    if (request.path === '/actions') return answerWebhook(request, auth);
    try {
      return protect(await route(request, auth), request, auth);
    } catch (error) {
      return protect(restFailure(failureOf(error, auth)), request, auth);
    }
  });
}

function cacheHeaders(route: Route): Record<string, string> {
  const seconds = route.kind === 'site' ? route.cacheSeconds : undefined;
  return seconds === undefined ? {} : { 'cache-control': `public, max-age=${seconds}` };
}

function isOpenapiPath(path: string): boolean {
  return path === '/openapi.json' || path === '/v1/openapi.json';
}

/** A load that failed is tried again at the next request. */
function loadedOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
