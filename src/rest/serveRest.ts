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
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly remoteAddress?: string | undefined;
  readonly text: () => Promise<string>;
}

/** The routes of a path, by whatever method, with or without `/v1` before it. */
export function findRoutes(path: string): readonly Route[] {
  return routes.filter((route) => parametersOf(route, path) !== undefined);
}

/** The parts of a path that a route leaves open; undefined for a path of another route. */
function parametersOf(route: Route, path: string): Readonly<Record<string, string>> | undefined {
  const own = path.startsWith('/v1/') ? path.slice(3) : path;
  if (!route.path.includes('{')) return route.path === own ? {} : undefined;
  const [pattern, parts] = [route.path.split('/'), own.split('/')];
  if (pattern.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (!expected.startsWith('{')) {
      if (part !== expected) return undefined;
      continue;
    }
    const value = decoded(part);
    if (!value) return undefined;
    parameters[expected.slice(1, -1)] = value;
  }
  return parameters;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
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
  const input = route.input(body, parametersOf(route, request.path));
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
