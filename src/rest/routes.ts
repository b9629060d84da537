import type { ActionName, ActionResult } from '../action.js';

/** What a route that answers without an Action may tell. */
export interface Site {
  readonly version: string;
  readonly jwks: { readonly keys: readonly unknown[] };
}

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
  readonly input: (body: Readonly<Record<string, unknown>>) => unknown;
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
  row: Pick<ActionRoute, 'bearer'> & {
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

/** Every REST route, as Nhost Auth has them; each is served under `/v1` and without a prefix. */
export const routes: readonly Route[] = [
  site('/version', ({ version }) => ({ version })),
  site('/.well-known/jwks.json', ({ jwks }) => jwks),
  action('POST', '/signup/email-password', 'signUp', {
    bearer: 'ignored',
    answer: ({ session }) => ({ session }),
  }),
  action('POST', '/signin/email-password', 'signIn', { bearer: 'ignored', answer: same }),
  action('POST', '/token', 'refresh', { bearer: 'ignored', answer: same }),
  action('POST', '/signout', 'signOut', {
    bearer: 'optional',
    // The one body that is open in Nhost Auth.
    input: ({ refreshToken, all }) => ({ refreshToken, all }),
    answer: ok,
  }),
  action('GET', '/user', 'me', { bearer: 'required', input: () => ({}), answer: same }),
];
