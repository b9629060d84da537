import type { Config } from '../config/config.js';
import type { SignInPage } from '../server/pages/signInPage.js';

interface Options {
  readonly config: Config;
  /** Directory of the built page of `examples/web`. */
  readonly signInPageDir?: string;
  /** Base URL of Hasura, as browsers reach it. */
  readonly hasuraEndpoint: string;
}

/** The page to sign in with, in development. */
export function signInPageOf({ config, signInPageDir, hasuraEndpoint }: Options): SignInPage | undefined {
  if (signInPageDir === undefined || config.environment === 'production') return undefined;
  return { directory: signInPageDir, graphqlUrl: new URL('/v1/graphql', hasuraEndpoint).href };
}

/**
 * The server's own page is the front end where none is configured. It is named `localhost`, as browsers allow passkeys there
 * and not on a bare address; both names may be gone back to.
 */
export function withOwnPage(config: Config, localUrl: string): Config {
  if (config.clientUrl !== undefined) return config;
  const named = new URL(localUrl);
  if (named.hostname === '127.0.0.1' || named.hostname === '[::1]') named.hostname = 'localhost';
  return {
    ...config,
    clientUrl: named.href,
    allowedRedirectUrls: [...config.allowedRedirectUrls, localUrl],
  };
}
