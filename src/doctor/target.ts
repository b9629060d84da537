/** The Hasura that is looked at, and what is needed to ask it. */
export interface Target {
  readonly endpoint: string;
  readonly adminSecret: string;
  readonly metadataDir: string;
  readonly signal: AbortSignal;
  /** Those that settings name. */
  readonly roles: readonly string[];
  readonly unauthorizedRole: string;
  readonly now: () => Date;
  /** An access token as a sign-in gives it, of a user that does not exist. */
  readonly signToken: () => string;
  readonly get: (path: string) => Promise<Response>;
  /** @param as the admin, nobody, or the bearer of a token. The code is Hasura's, or `http-…` for no GraphQL answer. */
  readonly graphql: (
    query: string,
    as: string,
  ) => Promise<{ readonly data?: unknown; readonly code: string | undefined }>;
  /** Calls the metadata API. */
  readonly metadata: (type: string) => Promise<unknown>;
}

type Own = Omit<Target, 'get' | 'graphql' | 'metadata' | 'signal'>;

const timeoutMs = 10_000;

/** Asks over the network, as clients do. */
export function createTarget(own: Own): Target {
  const admin = { 'x-hasura-admin-secret': own.adminSecret };
  const post = (path: string, body: object, headers: Record<string, string>) =>
    fetch(`${own.endpoint}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });

  function headersOf(as: string): Record<string, string> {
    if (as === 'admin') return admin;
    return as === 'nobody' ? {} : { authorization: `Bearer ${as}` };
  }

  return {
    ...own,
    signal: AbortSignal.timeout(3 * timeoutMs),
    get: (path) => fetch(`${own.endpoint}${path}`, { signal: AbortSignal.timeout(timeoutMs) }),
    async graphql(query, as) {
      const response = await post('/v1/graphql', { query }, headersOf(as)).catch(() => undefined);
      if (response === undefined) return { code: 'http-no-answer' };
      const answer = (await response.json().catch(() => ({}))) as {
        data?: unknown;
        errors?: { extensions?: { code?: string } }[];
      };
      if (answer.errors) return { code: answer.errors[0]?.extensions?.code ?? 'unknown' };
      return answer.data ? { data: answer.data, code: undefined } : { code: `http-${response.status}` };
    },
    async metadata(type) {
      const response = await post('/v1/metadata', { type, args: {} }, admin);
      return response.ok ? response.json() : undefined;
    },
  };
}
