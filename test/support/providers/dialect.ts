import type { IncomingHttpHeaders } from 'node:http';

/** A person's account at a provider. */
export interface Account {
  readonly id: string;
  /** Undefined: the account has none, or the person doesn't share it. */
  readonly email: string | undefined;
  /** Whether the provider has proof that the address is the person's. */
  readonly emailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly picture: string;
}

/** How an endpoint behaves: `slow` never answers, `html` answers an error page of some proxy with status 200. */
export type Health = 'right' | 'down' | 'slow' | 'html';

/** What is wrong with an ID token. */
export type IdTokenFault =
  | 'issuer'
  | 'audience'
  | 'algorithm'
  | 'none'
  | 'key'
  | 'nonce'
  | 'expired'
  | 'missing';

/** What happens at the provider. */
export interface Script {
  readonly account: Account;
  readonly consent: 'given' | 'refused';
  readonly token: Health;
  readonly profile: Health;
  readonly idToken: 'right' | IdTokenFault;
}

/** The application as it is registered at the provider. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** One request to the provider, read. */
export interface Call {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Which part of the script holds for an endpoint. */
type Part = 'authorize' | 'token' | 'profile' | 'other';

export interface Endpoint {
  readonly part: Part;
  readonly answer: (call: Call) => Reply | Promise<Reply>;
}

/** `GET github.com/login/oauth/authorize` and what answers there. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

export interface Context {
  readonly client: Client;
  readonly script: () => Script;
}

/** The provider's side of a protocol, as its documentation describes it. */
export type Dialect = (context: Context) => Endpoints;

/** A request that the provider's documentation doesn't allow. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** @throws Violation unless `condition` holds. */
export function demand(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new Violation(rule);
}

export function json(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

/** To the browser: go there. */
export function redirect(url: string, parameters: Readonly<Record<string, string>>): Reply {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return { status: 302, headers: { location: target.href } };
}

/** The parameters of a query or form. @throws Violation for a name that is said twice (RFC 6749 section 3.1). */
export function once(parameters: URLSearchParams): Readonly<Record<string, string>> {
  const names = [...parameters.keys()];
  demand(new Set(names).size === names.length, 'no parameter is said twice');
  return Object.fromEntries(parameters);
}

/** The fields of a form in the body. */
export function formOf({ headers, body }: Call): Readonly<Record<string, string>> {
  demand(
    /^application\/x-www-form-urlencoded(;\s*charset=utf-8)?$/i.test(headers['content-type'] ?? ''),
    'the body is application/x-www-form-urlencoded',
  );
  return once(new URLSearchParams(body));
}
