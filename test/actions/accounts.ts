import type { TestServer } from '../support/startTestServer.js';
import { mutate } from './mutate.js';
import { type ClientSession, password, refreshMutation, signUpNew } from './requests.js';

/** Whether a session can be continued; it is then continued with another token. */
export async function isAlive(server: TestServer, { refreshToken }: ClientSession): Promise<boolean> {
  return (await server.graphql(refreshMutation, { variables: { refreshToken } })).codes.length === 0;
}

/** Signs in with email and password; gives the codes of the refusal, or none. */
export async function signInCodes(
  server: TestServer,
  email: string,
  word: string,
): Promise<readonly string[]> {
  return (await mutate(server, 'signIn', { email, password: word })).codes;
}

/** Another session of the same account. */
export async function signInAgain(server: TestServer, { user }: ClientSession): Promise<ClientSession> {
  const { data, text } = await mutate(server, 'signIn', { email: user.email, password });
  if (!data?.session) throw new Error(`sign-in failed: ${text}`);
  return data.session;
}

/** An account whose address is verified, and its session. */
export async function signUpVerified(server: TestServer): Promise<ClientSession> {
  const session = await signUpNew(server);
  await updateUser(server, session, '{emailVerified: true}');
  return session;
}

/** Writes to the account as an administrator; `set` is an object in GraphQL. */
export async function updateUser(server: TestServer, { user }: ClientSession, set: string): Promise<void> {
  const query = `mutation { updateUser(pk_columns: {id: "${user.id}"}, _set: ${set}) { id } }`;
  const { codes, text } = await server.graphql(query, { admin: true });
  if (codes.length > 0) throw new Error(`update failed: ${text}`);
}

/** The account as the database has it. */
export async function userRow(
  server: TestServer,
  { user }: ClientSession,
  fields: string,
  // biome-ignore lint/suspicious/noExplicitAny: what is there is looked at, not typed
): Promise<any> {
  return (await server.graphql(`{ user(id: "${user.id}") { ${fields} } }`, { admin: true })).data.user;
}

/** Of calls at once, how many were not refused; and the codes of the others. */
export async function outcomes(
  calls: readonly Promise<{ readonly codes: readonly string[] }>[],
): Promise<{ readonly successes: number; readonly codes: readonly string[] }> {
  const replies = await Promise.all(calls);
  const refused = replies.filter(({ codes }) => codes.length > 0);
  return {
    successes: replies.length - refused.length,
    codes: [...new Set(refused.flatMap(({ codes }) => codes))],
  };
}
