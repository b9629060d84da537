import { hash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AuthError } from '../errors.js';
import { addSeconds } from '../lib/clock.js';
import { newUuid } from '../lib/ids.js';
import type { Auth } from './auth.js';
import { signUpOptionsField } from './fields.js';
import type { ActiveProvider } from './providers.js';

/** How long a user may take to sign in at a provider. */
const lifetimeSeconds = 600;

const optionsField = z.object({
  /** Where the browser goes in the end; checked when it was asked for. */
  redirectTo: z.string(),
  codeChallenge: z.string().optional(),
  /** What a new account starts with. */
  wishes: signUpOptionsField,
  /** Whether an account shall be made where there is none, also when the server does not do it by itself. */
  signUp: z.boolean(),
  /** Parameters of the provider's own, held against its list. */
  parameters: z.record(z.string(), z.string()),
  /** Of the client, given back to it at the end. */
  clientState: z.string().optional(),
});

/** What was asked for when a sign-in, or a link, began. Kept with the request; no secrets. */
export type ProviderOptions = z.output<typeof optionsField>;

/** Whose account will be linked; null for a sign-in. */
interface Asked {
  readonly options: ProviderOptions;
  readonly userId: string | null;
}

/** Keeps what was asked for. @returns the id under which a browser goes on with it, once. */
export async function issueLink(auth: Auth, provider: string, { options, userId }: Asked): Promise<string> {
  const id = random();
  const now = auth.clock.now();
  await auth.hasura.InsertProviderRequest({
    request: {
      id: newUuid(),
      hash: hashOf('link', id),
      providerId: provider,
      options,
      userId,
      createdAt: now.toISOString(),
      expiresAt: addSeconds(now, lifetimeSeconds).toISOString(),
    },
  });
  return id;
}

/** @throws AuthError `invalid-state` when it was used or has expired, or is of another provider. */
export async function consumeLink(auth: Auth, provider: string, id: string): Promise<Asked> {
  const { taken } = await auth.hasura.TakeProviderLink({
    hash: hashOf('link', id),
    providerId: provider,
    now: auth.clock.now().toISOString(),
  });
  const [row] = taken?.returning ?? [];
  if (!row) throw new AuthError('invalid-state');
  return { options: optionsField.parse(row.options), userId: row.userId };
}

/** A browser on its way to the provider. */
export interface Departure {
  /** At the provider. */
  readonly url: string;
  /** Value of `Set-Cookie`: binds the state to this browser. */
  readonly cookie: string;
}

/** Binds what was asked for to the browser, and sends that to the provider. @throws OutageError. */
export async function depart(auth: Auth, provider: ActiveProvider, asked: Asked): Promise<Departure> {
  const { name, client, configured } = provider;
  const state = random();
  const { url, secret } = await client.authorize({
    redirectUri: redirectUriOf(auth, name),
    state,
    parameters: asked.options.parameters,
  });
  const id = newUuid();
  const browser = random();
  const now = auth.clock.now();
  await auth.hasura.InsertProviderRequest({
    request: {
      id,
      hash: hashOf('state', state),
      browserHash: hashOf('browser', browser),
      providerId: name,
      options: asked.options,
      userId: asked.userId,
      secret: auth.encryption.encrypt(secret, contextOf(id)),
      createdAt: now.toISOString(),
      expiresAt: addSeconds(now, lifetimeSeconds).toISOString(),
    },
  });
  const isPosted = configured.provider.responseMode === 'form_post';
  const cookie = cookieOf(auth, name, state, { value: browser, maxAge: lifetimeSeconds, isPosted });
  return { url, cookie };
}

/** A browser that came back. */
export interface Arrival extends Asked {
  readonly state: string;
  readonly secret: string;
}

/**
 * Uses up what the provider's answer belongs to. Another browser's, or another provider's, answer does not.
 *
 * @throws AuthError `invalid-state`.
 */
export async function arrive(
  auth: Auth,
  provider: string,
  state: string | undefined,
  cookies: string | undefined,
): Promise<Arrival> {
  if (!state) throw new AuthError('invalid-state');
  const browser = readCookie(cookies, cookieName(auth, provider, state));
  if (browser === undefined) throw new AuthError('invalid-state');
  const { taken } = await auth.hasura.TakeProviderRequest({
    hash: hashOf('state', state),
    browserHash: hashOf('browser', browser),
    providerId: provider,
    now: auth.clock.now().toISOString(),
  });
  const [row] = taken?.returning ?? [];
  if (!row || row.secret === null) throw new AuthError('invalid-state');
  return {
    options: optionsField.parse(row.options),
    userId: row.userId,
    state,
    secret: auth.encryption.decrypt(row.secret, contextOf(row.id)),
  };
}

/** Value of `Set-Cookie` that takes the cookie of `depart` away. */
export function forgetBrowser(auth: Auth, provider: ActiveProvider, state: string): string {
  const isPosted = provider.configured.provider.responseMode === 'form_post';
  return cookieOf(auth, provider.name, state, { value: '', maxAge: 0, isPosted });
}

/** One per provider: an answer of another one does not even arrive at the same place. */
export function redirectUriOf({ links }: Pick<Auth, 'links'>, provider: string): string {
  return `${links.provider(provider)}/callback`;
}

/**
 * One cookie per request, so that several tabs don't disturb each other. `__Host-` keeps neighbours under the same domain
 * from setting it (RFC 6265bis section 4.1.3.2).
 */
function cookieName(auth: Auth, provider: string, state: string): string {
  const prefix = isHttps(auth, provider) ? '__Host-' : '';
  return `${prefix}auth-provider-${hash('sha256', state, 'hex').slice(0, 16)}`;
}

function cookieOf(
  auth: Auth,
  provider: string,
  state: string,
  { value, maxAge, isPosted }: { value: string; maxAge: number; isPosted: boolean },
): string {
  // A POST from the provider's site brings no cookie that is Lax; `None` goes with `Secure` alone.
  const rules = [
    ...(isPosted ? ['SameSite=None'] : ['SameSite=Lax']),
    ...(isPosted || isHttps(auth, provider) ? ['Secure'] : []),
  ];
  return [
    `${cookieName(auth, provider, state)}=${value}`,
    'Path=/',
    `Max-Age=${maxAge}`,
    'HttpOnly',
    ...rules,
  ].join('; ');
}

function isHttps(auth: Auth, provider: string): boolean {
  return redirectUriOf(auth, provider).startsWith('https:');
}

function readCookie(cookies: string | undefined, name: string): string | undefined {
  const pairs = (cookies ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

/** With the use before it, so that no value of one use is taken for one of another. */
function hashOf(use: 'link' | 'state' | 'browser', value: string): string {
  return hash('sha256', `${use}:${value}`, 'hex');
}

function contextOf(id: string): string {
  return `provider-request:${id}`;
}
