import { afterEach, describe, expect, it } from 'vitest';
import { readStandardClaims } from '../../src/providers/claims.js';
import { authorizationHeader } from '../../src/providers/oauth1.js';
import type { Provider } from '../../src/providers/provider.js';
import { type Connection, connect } from '../support/providers/connect.js';
import { type Counterpart, counterparts } from '../support/providers/counterparts.js';

let connection: Connection | undefined;

afterEach(async () => {
  await connection?.server.close();
  connection = undefined;
});

function counterpart(title: string): Counterpart {
  const found = counterparts.find((each) => each.title === title);
  if (!found) throw new Error(`there is no ${title}`);
  return found;
}

/** What goes wrong in each provider's file, and the rule of its documentation that is broken then. */
const mistakes: readonly (readonly [string, string, (provider: Provider) => Partial<Provider>, string])[] = [
  ['GitHub', 'no user agent', () => ({ headers: {} }), 'user-agent names the application'],
  ['GitHub', 'no scope', () => ({ scopes: [] }), 'the scope user:email is asked for'],
  [
    'GitHub',
    'HTTP Basic',
    () => ({ clientAuthentication: 'client_secret_basic' }),
    'the client does not authenticate by a header',
  ],
  [
    'LinkedIn',
    'PKCE',
    ({ protocol }) => ({ protocol: { ...protocol, pkce: undefined } as never }),
    'there is no PKCE here',
  ],
  [
    'GitLab',
    'no PKCE',
    ({ protocol }) => ({ protocol: { ...protocol, pkce: false } as never }),
    'code_challenge is a SHA-256 digest',
  ],
  [
    'Facebook',
    'no proof of the secret',
    () => ({
      readProfile: async ({ get }) =>
        readStandardClaims(await get('https://graph.facebook.com/v24.0/me?fields=id')),
    }),
    'appsecret_proof is the HMAC-SHA256',
  ],
  ['Twitch', 'no client id', () => ({ headers: {} }), 'Client-Id is that of the token'],
  ['Discord', 'no user agent', () => ({ headers: {} }), 'user-agent is DiscordBot'],
  [
    'Spotify',
    'the secret in the body',
    () => ({ clientAuthentication: 'client_secret_post' }),
    'the client authenticates by HTTP Basic',
  ],
  ['Spotify', 'a made up parameter', () => ({ authorizeParams: { foo: 'bar' } }), 'foo is no documented'],
  [
    'Bitbucket',
    'the secret in the body',
    () => ({ clientAuthentication: 'client_secret_post' }),
    'the client authenticates by HTTP Basic',
  ],
  [
    'Strava',
    'scopes by blanks',
    () => ({ scopes: ['profile:read_all', 'read'], scopeSeparator: ' ' }),
    'scopes are separated by ","',
  ],
  ['Apple', 'no form', () => ({ responseMode: undefined as never }), 'response_mode is form_post'],
  ['Apple', 'a fixed secret', () => ({ clientSecret: async () => 'x.y.z' }), 'the client secret is a JWT'],
  ['X (Twitter)', 'too few scopes', () => ({ scopes: ['users.read'] }), 'the scope tweet.read is asked'],
  [
    'X (Twitter)',
    'the email without its scope',
    ({ readProfile }) => ({
      scopes: ['users.read', 'tweet.read'],
      readProfile: (grant) => readProfile({ ...grant, tokens: { scope: 'users.email' } }),
    }),
    'the scope is users.email',
  ],
  [
    'WorkOS',
    'no organization',
    () => ({ authorizeParams: {} }),
    'connection, organization, domain or provider',
  ],
];

describe('the servers that the providers are proven on', () => {
  it.each(mistakes)('%s minds: %s', async (title, _, alter, rule) => {
    const chosen = counterpart(title);
    connection = await connect(chosen, alter(chosen.provider));
    await expect(connection.signIn()).rejects.toThrow();
    expect(connection.server.violations.join('\n')).toContain(rule);
  });

  it('X by OAuth 1.0a minds a wrong secret', async () => {
    connection = await connect(counterpart('X (Twitter) by OAuth 1.0a'));
    const request = {
      method: 'POST',
      url: 'https://api.x.com/oauth/request_token',
      parameters: { oauth_callback: 'https://auth.example.com/v1/signin/provider/callback' },
    } as const;
    const authorization = authorizationHeader(
      { consumerKey: 'the-client', consumerSecret: 'wrong' },
      request,
      { now: new Date() },
    );
    await connection.server.fetch(request.url, { method: 'POST', headers: { authorization } });
    expect(connection.server.violations.join()).toContain('oauth_signature is right');
  });

  it('cannot be reached under other names', async () => {
    connection = await connect(counterpart('GitHub'));
    await expect(connection.server.fetch('https://gitlab.com/oauth/token')).rejects.toThrow('cannot reach');
    await expect(connection.server.fetch('http://github.com/login/oauth/authorize')).rejects.toThrow(
      'cannot reach',
    );
  });
});

describe('what a client says for one request', () => {
  const { settings, ...rest } = counterpart('WorkOS');
  it.each([
    [{ defaultOrganization: 'org_1', defaultConnection: 'conn_1' }, {}, { connection: 'conn_1' }],
    [{ defaultOrganization: 'org_1', defaultDomain: 'example.com' }, {}, { organization: 'org_1' }],
    [{ defaultDomain: 'example.com' }, {}, { domain: 'example.com' }],
    [settings, { connection: 'conn_2' }, { connection: 'conn_2' }],
    [settings, { login_hint: 'a@b.c' }, { organization: 'org_1', login_hint: 'a@b.c' }],
  ])('goes before the defaults of WorkOS: %j and %j', async (defaults, parameters, expected) => {
    connection = await connect({ ...rest, settings: defaults as Record<string, string> });
    const { url } = await connection.authorize(parameters);
    await connection.server.visit(url);
    expect(connection.server.violations).toEqual([]);
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject(expected);
  });
});
