/** How a request ended, as far as a client can know. */
export type Reply<T> =
  | { readonly kind: 'done'; readonly data: T }
  /** The server has decided: nothing was done. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'unknown'; readonly code: string };

/** Codes that don't say whether the request was carried out; all others are decisions. */
const outageCodes: ReadonlySet<string> = new Set([
  'service-unavailable',
  'too-many-requests',
  'internal-server-error',
  'unexpected',
  'internal-error',
  'postgres-error',
  'not-found', // the metadata is not there yet
  'validation-failed', // the same
]);

/** Asks Hasura for the one field named `result`. */
export async function ask<T>(url: string, query: string, variables: object): Promise<Reply<T>> {
  try {
    const response = await fetch(`${url}/v1/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(20_000),
    });
    const { data, errors } = (await response.json()) as {
      data?: { result: T };
      errors?: { extensions?: { code?: string } }[];
    };
    if (data) return { kind: 'done', data: data.result };
    const code = errors?.[0]?.extensions?.code ?? 'no code';
    return { kind: outageCodes.has(code) ? 'unknown' : 'refused', code };
  } catch {
    return { kind: 'unknown', code: 'no answer' };
  }
}

/** A session as far as these clients look at it. */
export interface Tokens {
  readonly refreshToken: string;
}

export const signUp = (url: string, email: string, password: string) =>
  ask<{ session: Tokens }>(
    url,
    `mutation ($email: String!, $password: String!) {
      result: signUp(email: $email, password: $password) { session { refreshToken } }
    }`,
    { email, password },
  );

export const signIn = (url: string, email: string, password: string) =>
  ask<{ session: Tokens }>(
    url,
    `mutation ($email: String!, $password: String!) {
      result: signIn(email: $email, password: $password) { session { refreshToken } }
    }`,
    { email, password },
  );

export const refresh = (url: string, refreshToken: string) =>
  ask<Tokens>(url, 'mutation ($token: String!) { result: refresh(refreshToken: $token) { refreshToken } }', {
    token: refreshToken,
  });

export const signOut = (url: string, refreshToken: string) =>
  ask<boolean>(url, 'mutation ($token: String!) { result: signOut(refreshToken: $token) }', {
    token: refreshToken,
  });

export const sendMagicLink = (url: string, email: string) =>
  ask<boolean>(url, 'mutation ($email: String!) { result: sendMagicLink(email: $email) }', { email });

export const confirmTicket = (url: string, ticket: string) =>
  ask<{ session: Tokens | null }>(
    url,
    'mutation ($ticket: String!) { result: confirmTicket(ticket: $ticket) { session { refreshToken } } }',
    { ticket },
  );
