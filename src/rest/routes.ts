import type { ActionName, ActionResult } from '../action.js';
import { AuthError, type ProblemCode } from '../errors.js';

/** What a route that answers without an Action may tell. */
export interface Site {
  readonly version: string;
  /** The public keys of this moment. */
  readonly jwks: () => { readonly keys: readonly unknown[] };
}

type Body = Readonly<Record<string, unknown>>;

/** A route of Nhost's REST dialect that is the twin of an Action. */
export interface ActionRoute {
  readonly kind: 'action';
  readonly method: 'GET' | 'POST';
  /** With `{name}` for a part that `input` gets as a parameter. */
  readonly path: string;
  readonly action: ActionName;
  /** Another Action that some bodies mean at this path, as switching off beside switching on. */
  readonly orElse?: { readonly action: ActionName; readonly isMeant: (body: Body) => boolean };
  /**
   * Whether the caller's access token counts. Clients send it along everywhere, also when it has expired, so only a
   * route that needs it may refuse it.
   */
  readonly bearer: 'required' | 'optional' | 'ignored';
  /** The Action's input from the body. The Action refuses what it doesn't know, so bodies are closed objects. */
  readonly input: (body: Body, parameters?: Body) => unknown;
  /** Whether the body may be missing. */
  readonly isBodyOptional?: boolean;
  /** Codes that Nhost Auth has other ones for at this route. */
  readonly codes?: Readonly<Partial<Record<ProblemCode, ProblemCode>>>;
  readonly answer: (result: never) => unknown;
}

export interface SiteRoute {
  readonly kind: 'site';
  readonly method: 'GET';
  readonly path: string;
  readonly answer: (site: Site) => unknown;
  /** For how long anybody may keep the answer. Hasura asks for the keys again after it. */
  readonly cacheSeconds?: number;
}

/** Says whether an access token is valid: `token` of the body, or the bearer's. Nothing in GraphQL needs it. */
export interface TokenRoute {
  readonly kind: 'token';
  readonly method: 'POST';
  readonly path: string;
}

export type Route = ActionRoute | SiteRoute | TokenRoute;

function action<N extends ActionName>(
  method: 'GET' | 'POST',
  path: string,
  name: N,
  row: Pick<ActionRoute, 'bearer' | 'orElse' | 'isBodyOptional' | 'codes'> & {
    readonly input?: ActionRoute['input'];
    readonly answer: (result: ActionResult<N>) => unknown;
  },
): Route {
  return { kind: 'action', method, path, action: name, input: (body) => body, ...row };
}

function site(
  path: string,
  answer: (site: Site) => unknown,
  row: Pick<SiteRoute, 'cacheSeconds'> = {},
): Route {
  return { kind: 'site', method: 'GET', path, answer, ...row };
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

/** A body with one of the proofs that the Action takes. */
const only = (proof: string) => (body: Body) =>
  closed(body, ...['password', 'totp', 'emailOtp', 'smsOtp', 'passkey'].filter((each) => each !== proof));

/** Clients of Nhost send the name of a new key among the options. */
function signUpKeyInput({ options, ...body }: Body): Body {
  if (typeof options !== 'object' || options === null || !('nickname' in options))
    return { options, ...body };
  const { nickname, ...others } = options;
  return { nickname, options: others, ...body };
}

/** Clients of Nhost also say whose key it is; the challenge knows. */
const withoutEmail = ({ email: _, ...body }: Body): Body => body;

/** Clients of Nhost say "sms" by `connection`, and always send it. */
function deanonymizeInput({ connection, ...body }: Body): Body {
  const isSms = body.signInMethod === 'passwordless' && connection === 'sms';
  return isSms ? { ...body, signInMethod: 'sms' } : body;
}

/** Nhost's `activeMfaType` says what shall be active afterwards; an empty one switches off. */
function mfaInput({ activeMfaType, ...body }: Body): Body {
  if (activeMfaType !== 'totp' && !isMfaOff({ activeMfaType })) throw new AuthError('mfa-type-not-found');
  return body;
}

function isMfaOff({ activeMfaType }: Body): boolean {
  return activeMfaType === undefined || activeMfaType === null || activeMfaType === '';
}

/** The provider is in the path, not in the body. */
const ofProvider = (body: Body, parameters: Body = {}) => ({ ...closed(body, 'provider'), ...parameters });

/** Every REST route, as Nhost Auth has them; each is served under `/v1` and without a prefix. */
export const routes: readonly Route[] = [
  site('/version', ({ version }) => ({ version })),
  site('/.well-known/jwks.json', ({ jwks }) => jwks(), { cacheSeconds: 60 }),
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
  action('GET', '/mfa/totp/generate', 'generateTotp', {
    bearer: 'required',
    input: () => ({}),
    answer: ({ imageUrl, totpSecret }) => ({ imageUrl, totpSecret }),
  }),
  action('POST', '/user/mfa', 'activateTotp', {
    bearer: 'required',
    orElse: { action: 'disableTotp', isMeant: isMfaOff },
    input: mfaInput,
    answer: ok,
  }),
  action('POST', '/signin/mfa/totp', 'signInTotp', {
    bearer: 'ignored',
    answer: ({ session }) => ({ session }),
  }),
  action('POST', '/user/password', 'changePassword', { bearer: 'optional', answer: ok }),
  action('POST', '/user/password/reset', 'sendPasswordReset', { bearer: 'ignored', answer: ok }),
  action('POST', '/user/email/change', 'changeEmail', { bearer: 'required', answer: ok }),
  action('POST', '/user/phone-number/change', 'changePhone', { bearer: 'required', answer: ok }),
  action('POST', '/user/phone-number/change/verify', 'confirmPhoneChange', {
    bearer: 'required',
    // The code knows its number.
    input: ({ newPhoneNumber: _, ...body }) => body,
    answer: ok,
  }),
  action('GET', '/elevate', 'elevationMethods', {
    bearer: 'required',
    input: () => ({}),
    answer: (methods) => ({ methods }),
  }),
  action('POST', '/elevate/password', 'elevate', {
    bearer: 'required',
    input: only('password'),
    answer: (session) => ({ session }),
  }),
  action('POST', '/elevate/totp', 'elevate', {
    bearer: 'required',
    input: ({ code, otp, ...body }) => only('totp')({ totp: otp ?? code, ...body }),
    answer: (session) => ({ session }),
  }),
  action('POST', '/elevate/otp/email', 'sendElevationCode', {
    bearer: 'required',
    isBodyOptional: true,
    input: (body) => ({ ...closed(body, 'method'), method: 'email' }),
    answer: ok,
  }),
  action('POST', '/elevate/otp/email/verify', 'elevate', {
    bearer: 'required',
    input: ({ otp, ...body }) => only('emailOtp')({ emailOtp: otp, ...body }),
    answer: (session) => ({ session }),
  }),
  action('POST', '/elevate/otp/sms', 'sendElevationCode', {
    bearer: 'required',
    isBodyOptional: true,
    input: (body) => ({ ...closed(body, 'method'), method: 'sms' }),
    answer: ok,
  }),
  action('POST', '/elevate/otp/sms/verify', 'elevate', {
    bearer: 'required',
    input: ({ otp, ...body }) => only('smsOtp')({ smsOtp: otp, ...body }),
    answer: (session) => ({ session }),
  }),
  action('POST', '/signup/webauthn', 'startPasskeySignUp', { bearer: 'ignored', answer: same }),
  action('POST', '/signup/webauthn/verify', 'finishPasskeySignUp', {
    bearer: 'ignored',
    input: signUpKeyInput,
    answer: ({ session }) => ({ session }),
  }),
  action('POST', '/signin/webauthn', 'startPasskeySignIn', {
    bearer: 'ignored',
    isBodyOptional: true,
    answer: same,
  }),
  action('POST', '/signin/webauthn/verify', 'finishPasskeySignIn', {
    bearer: 'ignored',
    input: withoutEmail,
    answer: same,
  }),
  action('POST', '/user/webauthn/add', 'startAddPasskey', {
    bearer: 'required',
    isBodyOptional: true,
    answer: same,
  }),
  action('POST', '/user/webauthn/verify', 'finishAddPasskey', { bearer: 'required', answer: same }),
  action('POST', '/elevate/webauthn', 'startPasskeyElevation', {
    bearer: 'required',
    isBodyOptional: true,
    input: withoutEmail,
    answer: same,
  }),
  action('POST', '/elevate/webauthn/verify', 'elevate', {
    bearer: 'required',
    input: ({ credential, email: _, ...body }) => only('passkey')({ passkey: credential, ...body }),
    answer: (session) => ({ session }),
  }),
  action('POST', '/signin/idtoken', 'signInIdToken', {
    bearer: 'ignored',
    input: asking(false),
    answer: ({ session, mfa }) => ({ session, mfa }),
  }),
  action('POST', '/signup/idtoken', 'signInIdToken', {
    bearer: 'ignored',
    input: asking(true),
    answer: ({ session, mfa }) => ({ session, mfa }),
  }),
  action('POST', '/link/idtoken', 'linkIdToken', { bearer: 'required', answer: ok }),
  action('POST', '/link/provider/{provider}', 'linkProvider', {
    bearer: 'required',
    input: (options, parameters) => ({ ...parameters, options }),
    answer: same,
  }),
  action('GET', '/signin/provider/{provider}/callback/tokens', 'providerTokens', {
    bearer: 'required',
    input: ofProvider,
    answer: same,
  }),
  action('POST', '/token/provider/{provider}', 'providerTokens', {
    bearer: 'required',
    input: ofProvider,
    answer: same,
  }),
  // Who is signed in may redeem the code of a link.
  action('POST', '/token/exchange', 'exchangeCode', { bearer: 'optional', answer: same }),
  action('POST', '/signin/pat', 'signInPat', { bearer: 'ignored', answer: same }),
  action('POST', '/pat', 'createPat', { bearer: 'required', answer: same }),
  // In cookie mode the body may be missing.
  action('POST', '/token', 'refresh', { bearer: 'ignored', isBodyOptional: true, answer: same }),
  { kind: 'token', method: 'POST', path: '/token/verify' },
  action('POST', '/signout', 'signOut', {
    bearer: 'optional',
    isBodyOptional: true,
    // The one body that is open in Nhost Auth.
    input: ({ refreshToken, all, others }) => ({ refreshToken, all, others }),
    answer: ok,
  }),
  action('GET', '/user', 'me', { bearer: 'required', input: () => ({}), answer: same }),
];
