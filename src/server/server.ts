import type { Auth } from '../auth/auth.js';
import { AuthError } from '../errors.js';
import type { Site } from '../rest/routes.js';
import { findRoutes, serveRest } from '../rest/serveRest.js';
import { answerPreflight, corsHeaders } from './cors.js';
import { failureOf, restFailure } from './failures.js';
import { type Answer, jsonAnswer, type ServerRequest } from './messages.js';
import { answerInbox, isInboxPath } from './pages/inboxPage.js';
import { answerVerify } from './pages/verifyPage.js';
import { answerWebhook } from './webhook.js';

/** Answers `/graphql`; loaded when it is first asked for, since production traffic comes through the webhook. */
export type AnswerGraphql = (request: ServerRequest) => Promise<Answer>;

interface Options {
  readonly auth: Auth;
  readonly site: Site;
  readonly loadGraphql: () => Promise<AnswerGraphql>;
  /** The description of the REST routes; made when it is first asked for. */
  readonly loadOpenapi: () => Promise<object>;
}

/** Answers any request; never throws. */
export type Respond = (request: ServerRequest) => Promise<Answer>;

/** The whole server, from top to bottom: the webhook, GraphQL, health, pages, REST, and 404. */
export function createRespond({ auth, site, loadGraphql, loadOpenapi }: Options): Respond {
  const graphqlAnswers = loadedOnce(loadGraphql);
  const openapi = loadedOnce(loadOpenapi);

  async function route(request: ServerRequest): Promise<Answer> {
    if (request.method === 'OPTIONS') return answerPreflight(request, auth.redirects);
    if (request.path === '/graphql') return (await graphqlAnswers())(request);
    if (request.path === '/healthz') return jsonAnswer(200, { status: 'ok' });
    if (request.path === '/v1/healthz') return jsonAnswer(200, 'OK');
    if (request.path === '/verify' || request.path === '/v1/verify') return answerVerify(request, auth);
    if (isOpenapiPath(request.path)) return answerOpenapi(request);
    if (isInboxPath(request.path)) return answerInbox(request, auth);
    return rest(request);
  }

  async function answerOpenapi({ method }: ServerRequest): Promise<Answer> {
    if (method !== 'GET' && method !== 'HEAD') throw new AuthError('method-not-allowed');
    return jsonAnswer(200, await openapi());
  }

  async function rest(request: ServerRequest): Promise<Answer> {
    const candidates = findRoutes(request.path);
    if (candidates.length === 0) throw new AuthError('route-not-found');
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const match = candidates.find((each) => each.method === method);
    if (match === undefined) throw new AuthError('method-not-allowed');
    return jsonAnswer(200, await serveRest(match, request, { auth, site }));
  }

  return async (request) => {
    if (request.path === '/actions') return answerWebhook(request, auth);
    try {
      const answer = await route(request);
      return {
        ...answer,
        headers: { ...answer.headers, ...corsHeaders(request.headers.origin, auth.redirects) },
      };
    } catch (error) {
      const { concealErrors } = auth.config;
      const answer = restFailure(failureOf(error, { concealErrors, log: auth.log }));
      return {
        ...answer,
        headers: { ...answer.headers, ...corsHeaders(request.headers.origin, auth.redirects) },
      };
    }
  };
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
