import type { Config } from '../config/config.js';
import { OutageError } from '../errors.js';
import { type LinkKind, ticketKinds } from './ticketKinds.js';

/**
 * Where links of mails lead. Only ever made from `AUTH_SERVER_URL`: a `Host` or `X-Forwarded-Host` of a request is
 * whatever its sender wrote (GHSA-5hvv-9cqv-894r, GHSA-433w-mm6h-rv9p).
 */
export interface Links {
  /**
   * The link of a ticket, with Nhost's parameters.
   *
   * @throws OutageError when there is no `AUTH_SERVER_URL` in production.
   */
  verify(link: {
    readonly kind: LinkKind;
    readonly ticket: string;
    readonly redirectTo: string | undefined;
    /** The link then ends with a code in place of a refresh token. */
    readonly codeChallenge?: string | undefined;
  }): string;
  /**
   * Where a sign-in with a provider begins; with `/callback` behind it, where the provider sends the browser back to.
   *
   * @throws OutageError as `verify`.
   */
  provider(name: string): string;
}

/** @param localUrl where this process listens: good enough in development. */
export function createLinks(
  { serverUrl, clientUrl, environment }: Pick<Config, 'serverUrl' | 'clientUrl' | 'environment'>,
  localUrl: string,
): Links {
  const base = serverUrl ?? (environment === 'production' ? undefined : localUrl);
  const getBase = () => {
    if (base === undefined) throw new OutageError('No link can be made: set AUTH_SERVER_URL');
    return base;
  };
  return {
    provider: (name) => `${getBase()}/signin/provider/${name}`,
    verify({ kind, ticket, redirectTo = clientUrl, codeChallenge }) {
      const query = new URLSearchParams({ ticket, type: ticketKinds[kind].linkType });
      if (redirectTo !== undefined) query.set('redirectTo', redirectTo);
      if (codeChallenge !== undefined) query.set('codeChallenge', codeChallenge);
      return `${getBase()}/verify?${query}`;
    },
  };
}
