import { createAuthenticator, type SoftAuthenticator } from '../support/softAuthenticator.js';
import type { GraphqlReply, TestServer } from '../support/startTestServer.js';
import { mutate } from './mutate.js';
import { type ClientSession, newEmail } from './requests.js';

export const origin = 'https://app.example.com';
export const rpId = 'example.com';

/** Settings under which the authenticators of these tests work. */
export const passkeyEnv = {
  AUTH_WEBAUTHN_ENABLED: 'true',
  AUTH_WEBAUTHN_RP_ID: rpId,
  AUTH_WEBAUTHN_RP_NAME: 'Acme & Sons',
  AUTH_CLIENT_URL: origin,
};

export const newAuthenticator = (make: Partial<Parameters<typeof createAuthenticator>[0]> = {}) =>
  createAuthenticator({ origin, ...make });

export const as = ({ accessToken }: Pick<ClientSession, 'accessToken'>) => ({ token: accessToken });

/** The account and session of a sign-up with a passkey. */
export async function signUpWithPasskey(
  server: TestServer,
  authenticator: SoftAuthenticator = newAuthenticator(),
): Promise<{ readonly own: ClientSession; readonly authenticator: SoftAuthenticator }> {
  const { data: options, text } = await mutate(server, 'startPasskeySignUp', { email: newEmail() });
  if (!options) throw new Error(`the sign-up did not begin: ${text}`);
  const credential = authenticator.create(options);
  const reply = await mutate(server, 'finishPasskeySignUp', { credential });
  if (!reply.data?.session) throw new Error(`sign-up failed: ${reply.text}`);
  return { own: reply.data.session, authenticator };
}

/** Options of a sign-in; they have to be given. */
export async function startSignIn(server: TestServer, variables: { readonly email?: string } = {}) {
  const { data, text } = await mutate(server, 'startPasskeySignIn', variables);
  if (!data) throw new Error(`the sign-in did not begin: ${text}`);
  return data;
}

export function finishSignIn(server: TestServer, credential: object): Promise<GraphqlReply> {
  return mutate(server, 'finishPasskeySignIn', { credential });
}

/** Adds a key in a fresh session. */
export async function addKey(
  server: TestServer,
  own: ClientSession,
  authenticator: SoftAuthenticator,
  nickname = 'a key',
): Promise<GraphqlReply> {
  const { data: options, ...reply } = await mutate(server, 'startAddPasskey', {}, as(own));
  if (!options) return { data: options, ...reply };
  const credential = authenticator.create(options);
  return mutate(server, 'finishAddPasskey', { credential, nickname }, as(own));
}

/** Elevates by a key; gives the elevated session. */
export async function elevateByKey(
  server: TestServer,
  own: ClientSession,
  authenticator: SoftAuthenticator,
): Promise<GraphqlReply> {
  const { data: options, ...reply } = await mutate(server, 'startPasskeyElevation', {}, as(own));
  if (!options) return { data: options, ...reply };
  return mutate(server, 'elevate', { passkey: authenticator.get(options) }, as(own));
}
