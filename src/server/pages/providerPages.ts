import type { Auth, CallContext } from '../../auth/auth.js';
import { anonymousCaller } from '../../auth/caller.js';
import { directClient } from '../../auth/client.js';
import type { SignInOutcome } from '../../auth/completeSignIn.js';
import { finishProvider, ProviderRefusal } from '../../auth/providerCallback.js';
import {
  type Arrival,
  arrive,
  consumeLink,
  type Departure,
  depart,
  forgetBrowser,
  type ProviderOptions,
} from '../../auth/providerRequests.js';
import type { ActiveProvider } from '../../auth/providers.js';
import { openRefreshCookie } from '../../auth/refreshCookie.js';
import { runCall } from '../../auth/runCall.js';
import { parseProviderWishes } from '../../auth/startProvider.js';
import { AuthError, OutageError } from '../../errors.js';
import { failureOf, restFailure } from '../failures.js';
import { type Answer, emptyAnswer, type ServerRequest } from '../messages.js';
import { parseProviderQuery, redirectTargetOf } from './providerQuery.js';

/** What a path of these pages says; undefined for other paths. */
export function parseProviderPath(path: string): ProviderPath | undefined {
  const match = /^(?:\/v1)?\/(signin|signup)\/provider\/([^/]+)(\/callback)?$/.exec(path);
  if (!match || (match[1] === 'signup' && match[3] !== undefined)) return undefined;
  const name = decoded(match[2] ?? '');
  if (name === undefined) return undefined;
  return { name, step: match[3] === undefined ? 'start' : 'callback', signUp: match[1] === 'signup' };
}

interface ProviderPath {
  readonly name: string;
  readonly step: 'start' | 'callback';
  readonly signUp: boolean;
}

/** `c:slug` may come encoded. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * The browser's way through a sign-in with a provider: from here to the provider, back to here, and on to the application.
 * Answers are redirects; what goes wrong travels in their query.
 */
export async function answerProvider(
  request: ServerRequest,
  path: ProviderPath,
  auth: Auth,
): Promise<Answer> {
  try {
    return await route(request, path, auth);
  } catch (error) {
    // There is no application to tell: no URL is configured, and none was allowed.
    const answer = restFailure(failureOf(error, auth));
    return { ...answer, headers: { ...answer.headers, ...noTraces } };
  }
}

async function route(request: ServerRequest, path: ProviderPath, auth: Auth): Promise<Answer> {
  if (path.step === 'callback') {
    if (request.method === 'GET') return callback(request, path, auth, { text: request.query, status: 302 });
    if (request.method === 'POST')
      return callback(request, path, auth, { text: await request.text(), status: 303 });
    throw new AuthError('method-not-allowed');
  }
  if (request.method !== 'GET') throw new AuthError('method-not-allowed');
  return start(request, path, auth);
}

/** By the link of `startProvider`, or with Nhost's parameters in the query. */
async function start(request: ServerRequest, { name, signUp }: ProviderPath, auth: Auth): Promise<Answer> {
  const query = new URLSearchParams(request.query);
  const link = query.get('request');
  let target = redirectTargetOf(query.get('redirectTo'), auth);
  try {
    const provider = await auth.providers.get(name);
    if (link !== null) {
      const asked = await consumeLink(auth, name, link);
      target = asked.options.redirectTo;
      return departure(await depart(auth, provider, asked));
    }
    const context = contextOf(request, auth);
    const call = { name: 'startProvider', input: { provider: name } };
    const begun = await runCall(context, call, async () => {
      const options = parseProviderWishes(context, provider, { signUp, ...parseProviderQuery(query) });
      return depart(auth, provider, { options, userId: null });
    });
    return departure(begun);
  } catch (error) {
    if (target === undefined) throw error;
    return onward(302, target, { ...errorOf(error, auth), ...stateOf(query.get('state')) });
  }
}

function departure({ url, cookie }: Departure): Answer {
  return emptyAnswer(302, { ...noTraces, location: url, 'set-cookie': cookie });
}

interface Returned {
  readonly text: string;
  readonly status: 302 | 303;
}

async function callback(
  request: ServerRequest,
  { name }: ProviderPath,
  auth: Auth,
  { text, status }: Returned,
): Promise<Answer> {
  let came: { readonly provider: ActiveProvider; readonly arrival: Arrival } | undefined;
  try {
    const provider = await auth.providers.get(name);
    const parameters = parseCallback(text);
    const arrival = await arrive(auth, name, parameters.state, request.headers.cookie);
    came = { provider, arrival };
    const outcome = await finishProvider(contextOf(request, auth), provider, arrival, parameters);
    return arrived(came, outcome, { request, status, auth });
  } catch (error) {
    // Nothing that this request says can be trusted before its state was found.
    const target = came?.arrival.options.redirectTo ?? auth.config.clientUrl;
    if (target === undefined) throw error;
    const forget = came && { 'set-cookie': forgetBrowser(auth, came.provider, came.arrival.state) };
    return onward(
      status,
      target,
      { ...errorOf(error, auth), ...stateOf(came?.arrival.options.clientState) },
      forget,
    );
  }
}

function arrived(
  { provider, arrival }: { readonly provider: ActiveProvider; readonly arrival: Arrival },
  { session, mfa, code }: SignInOutcome,
  { request, status, auth }: { request: ServerRequest; status: 302 | 303; auth: Auth },
): Answer {
  const { redirectTo, clientState }: ProviderOptions = arrival.options;
  const cookie = openRefreshCookie(auth, request.headers, 'direct');
  const refreshToken = session?.refreshToken ?? undefined;
  if (refreshToken !== undefined) cookie?.write(refreshToken);
  const parameters = {
    ...(code !== undefined && { code }),
    // Only where the settings allow it: without a code's challenge nothing else begins.
    ...(refreshToken !== undefined && !cookie && { refreshToken, type: 'signinProvider' }),
    ...(mfa && { mfaTicket: mfa.ticket }),
    ...stateOf(clientState),
  };
  return onward(status, redirectTo, parameters, {
    'set-cookie': forgetBrowser(auth, provider, arrival.state),
    ...cookie?.answerHeaders(),
  });
}

function stateOf(state: string | null | undefined): Record<string, string> {
  return state ? { state } : {};
}

/** @throws AuthError `invalid-state` for a parameter that is there twice: which of them counts would be a guess. */
function parseCallback(text: string): Readonly<Record<string, string>> {
  const parameters = new URLSearchParams(text);
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) throw new AuthError('invalid-state');
  return Object.fromEntries(parameters);
}

function contextOf({ headers, remoteAddress }: ServerRequest, auth: Auth): CallContext {
  const { unauthorizedRole, trustedProxies } = auth.config;
  const client = directClient(headers, remoteAddress, trustedProxies);
  return { auth, caller: anonymousCaller(unauthorizedRole), client, headers };
}

/** A provider that can't answer is told apart from a user who would not sign in there. */
function errorOf(error: unknown, auth: Auth): Record<string, string> {
  const isRefusal = error instanceof ProviderRefusal;
  const told = !isRefusal
    ? error
    : error.isOutage
      ? new OutageError('a provider reports that it is out of order')
      : new AuthError('oauth-provider-error');
  const { code, message } = failureOf(told, auth);
  return { error: code, errorDescription: message, ...(isRefusal && error.parameters) };
}

/** URLs here hold states and codes: no cache keeps them, and no page that follows is told of them. */
const noTraces = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

/** A URL of its own for each answer: the one that was asked for stays as it is. */
function onward(
  status: 302 | 303,
  target: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return emptyAnswer(status, { ...headers, ...noTraces, location: url.href });
}
