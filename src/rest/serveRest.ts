import { actions } from '../../actions/index.js';
import { type Action, runAction } from '../action.js';
import type { Auth } from '../auth/auth.js';
import { findCaller, getCaller } from '../auth/bearer.js';
import { type Caller, requireUserId } from '../auth/caller.js';
import { directClient } from '../auth/client.js';
import type { RefreshCookie } from '../auth/refreshCookie.js';
import { AuthError } from '../errors.js';
import { type ActionRoute, type Route, routes, type Site } from './routes.js';

/** The part of a request that a route looks at. */
export interface RestRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly remoteAddress?: string | undefined;
  readonly text: () => Promise<string>;
}

/** The routes of a path, by whatever method, with or without `/v1` before it. */
export function findRoutes(path: string): readonly Route[] {
  const own = path.startsWith('/v1/') ? path.slice(3) : path;
  return routes.filter((route) => route.path === own);
}

/** Runs a route and gives the JSON value of its answer. @throws whatever the Action throws. */
export async function serveRest(
  route: Route,
  request: RestRequest,
  { auth, site, cookie }: { auth: Auth; site: Site; cookie: RefreshCookie | undefined },
): Promise<unknown> {
  if (route.kind === 'site') return route.answer(site);
  if (route.kind === 'token') return verifyToken(request, auth);
  const caller = await callerOf(route, request, auth);
  const body = route.method === 'POST' ? await readObject(request, route) : {};
  const input = route.input(body);
  const { orElse } = route;
  const action: Action = actions[orElse?.isMeant(body) ? orElse.action : route.action];
  const client = directClient(request.headers, request.remoteAddress, auth.config.trustedProxies);
  try {
    const context = { auth, caller, client, cookie, headers: request.headers };
    return route.answer((await runAction(action, input, context)) as never);
  } catch (error) {
    throw withCodeOf(route, error);
  }
}

/** The refusal under the code that it has at this route. */
function withCodeOf({ codes }: ActionRoute, error: unknown): unknown {
  const code = error instanceof AuthError ? codes?.[error.code] : undefined;
  return code === undefined ? error : new AuthError(code, { cause: error });
}

/** @throws AuthError `invalid-request` when no valid access token is given, as in Nhost Auth. */
async function verifyToken(request: RestRequest, auth: Auth): Promise<'OK'> {
  const { token, ...rest } = await readObject(request, { isBodyOptional: true });
  const authorization = typeof token === 'string' ? `Bearer ${token}` : request.headers.authorization;
  const isKnownForm = Object.keys(rest).length === 0 && (token === undefined || typeof token === 'string');
  const caller = isKnownForm ? await findCaller(auth, { authorization }) : undefined;
  if (caller?.userId === undefined) throw new AuthError('invalid-request');
  return 'OK';
}

async function callerOf({ bearer }: ActionRoute, { headers }: RestRequest, auth: Auth): Promise<Caller> {
  if (bearer !== 'required') return findCaller(auth, bearer === 'optional' ? headers : {});
  // Over REST there is no role to choose.
  const caller = await getCaller(auth, { authorization: headers.authorization });
  requireUserId(caller);
  return caller;
}

async function readObject(
  request: RestRequest,
  { isBodyOptional = false }: Pick<ActionRoute, 'isBodyOptional'>,
): Promise<Readonly<Record<string, unknown>>> {
  const text = await request.text();
  if (isBodyOptional && text.trim() === '') return {};
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AuthError('invalid-request', { details: 'the body must be a JSON object' });
  }
  return body as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AuthError('invalid-request', { details: 'the body is not valid JSON' });
  }
}
