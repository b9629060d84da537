import type { ActionName, ActionResult } from '../action.js';
import { AuthError, type ProblemCode } from '../errors.js';

/** What a route that answers without an Action may tell. */
export interface Site {
  readonly version: string;
  readonly jwks: { readonly keys: readonly unknown[] };
}

type Body = Readonly<Record<string, unknown>>;

/** A route of Nhost's REST dialect that is the twin of an Action. */
export interface ActionRoute {
  readonly kind: 'action';
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly action: ActionName;
  /**
   * Whether the caller's access token counts. Clients send it along everywhere, also when it has expired, so only a
   * route that needs it may refuse it.
   */
  readonly bearer: 'required' | 'optional' | 'ignored';
  /** The Action's input from the body. The Action refuses what it doesn't know, so bodies are closed objects. */
  readonly input: (body: Body) => unknown;
  /** Whether the body may be missing. */
  readonly isBodyOptional?: true;
  /** Codes that Nhost Auth has other ones for at this route. */
  readonly codes?: Readonly<Partial<Record<ProblemCode, ProblemCode>>>;
  readonly answer: (result: never) => unknown;
}

export interface SiteRoute {
  readonly kind: 'site';
  readonly method: 'GET';
  readonly path: string;
  readonly answer: (site: Site) => unknown;
}

export type Route = ActionRoute | SiteRoute;

function action<N extends ActionName>(
  method: 'GET' | 'POST',
  path: string,
  name: N,
  row: Pick<ActionRoute, 'bearer' | 'isBodyOptional' | 'codes'> & {
    readonly input?: ActionRoute['input'];
    readonly answer: (result: ActionResult<N>) => unknown;
  },
): Route {
  return { kind: 'action', method, path, action: name, input: (body) => body, ...row };
}

function site(path: string, answer: (site: Site) => unknown): Route {
  return { kind: 'site', method: 'GET', path, answer };
}

const same = <T>(result: T): T => result;
const ok = (): string => 'OK';

/** Routes of sign-in leave it to the settings whether an account is made; those of sign-up ask for it. */
const asking = (signUp: boolean) => (body: Body) => ({ ...closed(body, 'signUp'), signUp });

/** A key that is no part of a route's body, although the Action has it; it is refused as every unknown one is. */
function closed(body: Body, ...unknownKeys: readonly string[]): Body {
  const unknown = unknownKeys.find((key) => Object.hasOwn(body, key));
  if (unknown !== undefined) throw new AuthError('invalid-request', { details: `unknown key: ${unknown}` });
  return body;
}

/** Clients of Nhost say "sms" by `connection`, and always send it. */
function deanonymizeInput({ connection, ...body }: Body): Body {
  const isSms = body.signInMethod === 'passwordless' && connection === 'sms';
  return isSms ? { ...body, signInMethod: 'sms' } : body;
}

/** Every REST route, as Nhost Auth has them; each is served under `/v1` and without a prefix. */
export const routes: readonly Route[] = [
  site('/version', ({ version }) => ({ version })),
  site('/.well-known/jwks.json', ({ jwks }) => jwks),
  action('POST', '/signup/email-password', 'signUp', {
    bearer: 'ignored',
    answer: ({ session }) => ({ session }),
  }),
  action('POST', '/signin/email-password', 'signIn', { bearer: 'ignored', answer: same }),
  action('POST', '/signin/passwordless/email', 'sendMagicLink', {
    bearer: 'ignored',
    input: asking(false),
    answer: ok,
  }),
  action('POST', '/signup/passwordless/email', 'sendMagicLink', {
    bearer: 'ignored',
    input: asking(true),
    answer: ok,
  }),
  action('POST', '/signin/otp/email', 'sendEmailOtp', {
    bearer: 'ignored',
    input: asking(false),
    answer: ok,
  }),
  action('POST', '/signup/otp/email', 'sendEmailOtp', { bearer: 'ignored', input: asking(true), answer: ok }),
  action('POST', '/signin/otp/email/verify', 'signInEmailOtp', {
    bearer: 'ignored',
    codes: { 'invalid-otp': 'invalid-ticket' },
    answer: same,
  }),
  action('POST', '/signin/passwordless/sms', 'sendSmsOtp', {
    bearer: 'ignored',
    input: asking(false),
    answer: ok,
  }),
  action('POST', '/signup/passwordless/sms', 'sendSmsOtp', {
    bearer: 'ignored',
    input: asking(true),
    answer: ok,
  }),
  action('POST', '/signin/passwordless/sms/otp', 'signInSmsOtp', { bearer: 'ignored', answer: same }),
  action('POST', '/signin/anonymous', 'signInAnonymous', {
    bearer: 'ignored',
    isBodyOptional: true,
    input: (options) => ({ options }),
    answer: ({ session }) => ({ session }),
  }),
  action('POST', '/user/deanonymize', 'deanonymize', {
    bearer: 'required',
    input: deanonymizeInput,
    answer: ok,
  }),
  action('POST', '/user/deanonymize/sms', 'deanonymize', {
    bearer: 'required',
    input: (body) => ({ ...closed(body, 'signInMethod', 'email', 'password'), signInMethod: 'sms' }),
    answer: ok,
  }),
  action('POST', '/user/email/send-verification-email', 'sendVerificationEmail', {
    bearer: 'optional',
    answer: ok,
  }),
  action('POST', '/token', 'refresh', { bearer: 'ignored', answer: same }),
  action('POST', '/signout', 'signOut', {
    bearer: 'optional',
    // The one body that is open in Nhost Auth.
    input: ({ refreshToken, all }) => ({ refreshToken, all }),
    answer: ok,
  }),
  action('GET', '/user', 'me', { bearer: 'required', input: () => ({}), answer: same }),
];
