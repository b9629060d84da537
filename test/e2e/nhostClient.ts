import { HasuraAuthClient } from '@nhost/hasura-auth-js';

/** Nhost's former client as an application has it, each with a storage of its own. `@nhost/hasura-auth-js` 2.12 is its last release. */
export function newNhostClient(
  url: string,
  options: Readonly<Record<string, string>> = {},
): HasuraAuthClient {
  const stored = new Map<string, string>();
  return new HasuraAuthClient({
    url,
    autoRefreshToken: false,
    autoSignIn: false,
    clientStorageType: 'custom',
    clientStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    },
    start: true,
    ...options,
  });
}
