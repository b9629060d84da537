import { randomUUID } from 'node:crypto';
import type { App } from '../../src/app.js';
import type { TestServer } from '../support/startTestServer.js';

/** What a client has after signing in. */
export interface ClientSession {
  readonly accessToken: string;
  readonly accessTokenExpiresIn: number;
  readonly refreshToken: string;
  readonly refreshTokenId: string;
  readonly user: Record<string, unknown> & { readonly id: string; readonly email: string };
}

const session = `session {
  accessToken accessTokenExpiresIn refreshToken refreshTokenId
  user {
    id createdAt updatedAt displayName avatarUrl locale email emailVerified phoneNumber phoneNumberVerified
    isAnonymous defaultRole roles allowedRoles metadata activeMfaType
  }
}`;

export const signUpMutation = `mutation ($email: String!, $password: String!, $options: SignUpOptions) {
  signUp(email: $email, password: $password, options: $options) { ${session} mfa { ticket } }
}`;

export const signInMutation = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { ${session} mfa { ticket } }
}`;

export const refreshMutation = `mutation ($refreshToken: String!) {
  refresh(refreshToken: $refreshToken) { accessToken accessTokenExpiresIn refreshToken refreshTokenId user { id } }
}`;

export const password = 'correct horse';

/** An address that no other test uses. */
export function newEmail(): string {
  return `user-${randomUUID()}@example.com`;
}

/** Makes an account through Hasura and gives its session. */
export async function signUpNew(server: TestServer, options: object = {}): Promise<ClientSession> {
  const variables = { email: newEmail(), password, options };
  const { data, text } = await server.graphql(signUpMutation, { variables });
  if (!data?.signUp?.session) throw new Error(`sign-up failed: ${text}`);
  return data.signUp.session;
}

/** Sends a REST request to an auth server; gives status and body. */
export async function post(
  app: App,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  // biome-ignore lint/suspicious/noExplicitAny: what a client gets is looked at, not typed
): Promise<{ status: number; body: any }> {
  const response = await app.fetch(
    new Request(`http://auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  );
  return { status: response.status, body: await response.json() };
}
