import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  type Call,
  type Context,
  demand,
  type Endpoint,
  formOf,
  json,
  once,
  type Reply,
  redirect,
} from './dialect.js';

/** What a person has allowed. */
export interface Grant {
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
}

/** Where a provider's OAuth 2.0 differs from others'. */
export interface OAuth2Rules {
  /** Names of the scopes without which the sign-in can't work. */
  readonly scopes: readonly string[];
  readonly scopeSeparator?: ' ' | ',';
  /** `S256`: supported, so demanded here; `ignored`: not documented, RFC 6749 section 3.1; `refused`: leads to an error. */
  readonly pkce: 'S256' | 'ignored' | 'refused';
  readonly clientAuthentication: 'basic' | 'post';
  /** Whether the client's secret is right, where it isn't a fixed text. */
  readonly checkSecret?: (secret: string) => Promise<void>;
  /** Further parameters of the authorization request that are documented; true: demanded. */
  readonly parameters?: Readonly<Record<string, boolean | string>>;
  /** What the browser brings back besides `code` and `state`. */
  readonly landing?: (grant: Grant) => Readonly<Record<string, string>>;
  /** What the browser brings back besides `state` when the person refuses. */
  readonly refusal: Readonly<Record<string, string>>;
  /** How the browser goes back, unless by a redirect. */
  readonly goBack?: (parameters: Readonly<Record<string, string>>) => Reply;
  /** The token endpoint's answer, besides the tokens. */
  readonly answer: (grant: Grant) => object | Promise<object>;
  /** Whether a refresh token is used again and again: a refreshed access token comes without a new one. */
  readonly keepsRefreshToken?: true;
  /** Checks of the token request that only this provider has. */
  readonly checkTokenCall?: (call: Call) => void;
  /** How the token endpoint says that it was asked wrongly; the RFC's 400 unless given. */
  readonly tokenError?: (error: string, description: string) => Reply;
}

export interface OAuth2Server {
  readonly authorize: Endpoint;
  readonly token: Endpoint;
  /** The grant of the bearer token that a call brings (RFC 6750 section 2.1). */
  readonly bearer: (call: Call) => Grant;
  /** The grant of an access token. */
  readonly grantOf: (accessToken: string) => Grant;
}

/** An authorization server that keeps to RFC 6749, RFC 7636 and RFC 6750, and to `rules`. */
export function oauth2Server({ client, script }: Context, rules: OAuth2Rules): OAuth2Server {
  const codes = new Map<string, Grant>();
  const accessTokens = new Map<string, Grant>();
  const refreshTokens = new Map<string, Grant>();

  function authorize({ query }: Call): Reply {
    const given = once(query);
    demand(given.response_type === 'code', 'response_type is code');
    demand(given.client_id === client.id, 'client_id is the registered one');
    demand(given.redirect_uri === client.redirectUri, 'redirect_uri is the registered one, exactly');
    demand((given.state ?? '').length >= 16, 'state is given and cannot be guessed');
    const scopes = (given.scope ?? '').split(rules.scopeSeparator ?? ' ').filter((each) => each !== '');
    demand(
      !scopes.some((each) => /[\s,]/.test(each)),
      `scopes are separated by "${rules.scopeSeparator ?? ' '}"`,
    );
    for (const scope of rules.scopes) demand(scopes.includes(scope), `the scope ${scope} is asked for`);
    checkParameters(given, rules);
    const back = rules.goBack ?? ((parameters) => redirect(client.redirectUri, parameters));
    const state = { state: given.state ?? '' };
    if (script().consent === 'refused') return back({ ...rules.refusal, ...state });
    const code = randomBytes(24).toString('base64url');
    const grant = { scopes, nonce: given.nonce, challenge: given.code_challenge };
    codes.set(code, grant);
    return back({ code, ...state, ...rules.landing?.(grant) });
  }

  const tokenError =
    rules.tokenError ?? ((error, description) => json({ error, error_description: description }, 400));

  async function token(call: Call): Promise<Reply> {
    rules.checkTokenCall?.(call);
    const form = formOf(call);
    await checkClient(call, form);
    if (form.grant_type === 'refresh_token') return refresh(form.refresh_token ?? '');
    demand(form.grant_type === 'authorization_code', 'grant_type is authorization_code or refresh_token');
    demand(form.redirect_uri === client.redirectUri, 'redirect_uri is that of the authorization request');
    const grant = codes.get(form.code ?? '');
    if (!grant) return tokenError('invalid_grant', 'the code is wrong or was used');
    codes.delete(form.code ?? '');
    checkVerifier(grant, form.code_verifier, rules);
    return issue(grant);
  }

  async function refresh(refreshToken: string): Promise<Reply> {
    const grant = refreshTokens.get(refreshToken);
    if (!grant) return tokenError('invalid_grant', 'the refresh token is wrong or was used');
    if (rules.keepsRefreshToken) return issue(grant, { refresh_token: undefined });
    refreshTokens.delete(refreshToken);
    return issue(grant);
  }

  async function issue(grant: Grant, more: object = {}): Promise<Reply> {
    const [accessToken, refreshToken] = [randomUUID(), randomUUID()];
    accessTokens.set(accessToken, grant);
    const answer = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: refreshToken,
      ...(await rules.answer(grant)),
      ...more,
    };
    if (answer.refresh_token !== undefined) refreshTokens.set(refreshToken, grant);
    return json(answer);
  }

  /** RFC 6749 section 2.3.1: by one method, never by both. */
  async function checkClient({ headers }: Call, form: Readonly<Record<string, string>>): Promise<void> {
    if (rules.clientAuthentication === 'basic') {
      const [, credentials = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
      const [id = '', secret = ''] = Buffer.from(credentials, 'base64')
        .toString()
        .split(':')
        .map(formDecoded);
      demand(id === client.id && secret === client.secret, 'the client authenticates by HTTP Basic');
      demand(form.client_secret === undefined, 'the secret is in the header only');
      return;
    }
    demand(headers.authorization === undefined, 'the client does not authenticate by a header');
    demand(form.client_id === client.id, 'client_id is in the body');
    if (rules.checkSecret) await rules.checkSecret(form.client_secret ?? '');
    else demand(form.client_secret === client.secret, 'client_secret is in the body');
  }

  function grantOf(accessToken: string): Grant {
    const grant = accessTokens.get(accessToken);
    demand(grant !== undefined, 'the access token is one that was issued');
    return grant;
  }

  return {
    authorize: { part: 'authorize', answer: authorize },
    token: { part: 'token', answer: token },
    bearer({ headers, query }) {
      demand(!query.has('access_token'), 'the access token is not in the URL');
      const [, accessToken = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
      return grantOf(accessToken);
    },
    grantOf,
  };
}

function checkParameters(given: Readonly<Record<string, string>>, rules: OAuth2Rules): void {
  const { code_challenge: challenge, code_challenge_method: method } = given;
  if (rules.pkce === 'S256') {
    demand(/^[\w-]{43}$/.test(challenge ?? ''), 'code_challenge is a SHA-256 digest');
    demand(method === 'S256', 'code_challenge_method is S256');
  }
  if (rules.pkce === 'refused')
    demand(challenge === undefined && method === undefined, 'there is no PKCE here');
  for (const [name, rule] of Object.entries(rules.parameters ?? {})) {
    if (rule === true) demand((given[name] ?? '') !== '', `${name} is given`);
    if (typeof rule === 'string') demand(given[name] === rule, `${name} is ${rule}`);
  }
  const known = new Set([
    ...[
      'response_type',
      'client_id',
      'redirect_uri',
      'scope',
      'state',
      'code_challenge',
      'code_challenge_method',
    ],
    ...Object.keys(rules.parameters ?? {}),
  ]);
  for (const name of Object.keys(given)) demand(known.has(name), `${name} is no documented parameter`);
}

function checkVerifier({ challenge }: Grant, verifier: string | undefined, { pkce }: OAuth2Rules): void {
  if (pkce === 'refused') demand(verifier === undefined, 'there is no PKCE here');
  if (pkce !== 'S256') return;
  demand(
    /^[\w.~-]{43,128}$/.test(verifier ?? ''),
    'code_verifier has 43 to 128 characters (RFC 7636 section 4.1)',
  );
  const digest = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  demand(digest === challenge, 'code_verifier belongs to code_challenge');
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
