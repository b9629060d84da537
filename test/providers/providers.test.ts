import { afterEach, describe, expect, it } from 'vitest';
import { providers } from '../../src/providers/index.js';
import { type Connection, connect } from '../support/providers/connect.js';
import { type Counterpart, counterparts } from '../support/providers/counterparts.js';
import type { IdTokenFault } from '../support/providers/dialect.js';
import { githubAt } from '../support/providers/github.js';
import { ada } from '../support/providers/startProvider.js';

const open: Connection[] = [];

async function opened(
  counterpart: Counterpart,
  altered?: Parameters<typeof connect>[1],
): Promise<Connection> {
  const connection = await connect(counterpart, altered);
  open.push(connection);
  return connection;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ server }) => server.close()));
});

const unverified = { ...ada, emailVerified: false };
const withoutEmail = { ...ada, email: undefined, emailVerified: false };

/** What may be wrong with an endpoint, and how long it is waited for. */
const troubles = [
  ['is down', 'down', undefined],
  ['does not answer', 'slow', 100],
  ['answers a page', 'html', undefined],
] as const;

it('every provider has a counterpart', () => {
  expect(new Set(counterparts.map(({ provider }) => provider))).toEqual(new Set(providers));
});

describe.each(counterparts.map((each) => [each.title, each] as const))('%s', (_, counterpart) => {
  it('is asked as it documents, and tells who signed in', async () => {
    const { server, signIn } = await opened(counterpart);
    const { profile } = await signIn();
    expect(server.violations).toEqual([]);
    expect(profile).toMatchObject(counterpart.expected(ada));
    const email = {
      told: { email: ada.email, emailVerified: true },
      untold: { email: ada.email, emailVerified: false },
      confirmed: { email: ada.email, emailVerified: true },
      none: { emailVerified: false },
    }[counterpart.email];
    expect(profile).toMatchObject(email);
  });

  it('never vouches for an address that it has not verified', async () => {
    const { server, signIn } = await opened(counterpart);
    server.play({ account: unverified });
    const { profile } = await signIn();
    expect(profile.emailVerified).toBe(false);
    const isGiven = counterpart.email === 'told' || counterpart.email === 'untold';
    expect(profile.email).toBe(isGiven ? ada.email : undefined);
    expect(server.violations).toEqual([]);
  });

  it('signs in people without an address', async () => {
    const { server, signIn } = await opened(counterpart);
    server.play({ account: withoutEmail });
    const { profile } = await signIn();
    expect(profile).toMatchObject({ ...counterpart.expected(withoutEmail), emailVerified: false });
    expect(profile.email).toBeUndefined();
    expect(server.violations).toEqual([]);
  });

  it.each(troubles)('counts as an outage when its token endpoint %s', async (_case, token, timeoutMs) => {
    const { server, authorize, redeem } = await opened(counterpart);
    const sent = await authorize();
    const landing = await server.visit(sent.url);
    server.play({ token });
    await expect(redeem(landing, sent, timeoutMs)).rejects.toMatchObject({ name: 'OutageError' });
  });

  it.each(counterpart.hasProfileCall ? troubles : [])(
    'counts as an outage when its API %s',
    async (_case, profile, timeoutMs) => {
      const { server, signIn } = await opened(counterpart);
      server.play({ profile });
      await expect(signIn(timeoutMs)).rejects.toMatchObject({ name: 'OutageError' });
    },
  );

  it('refreshes the tokens that it gave', async () => {
    const { server, signIn, client } = await opened(counterpart);
    const { tokens } = await signIn();
    expect(tokens?.refreshToken !== undefined).toBe(counterpart.hasRefreshTokens);
    const refreshing = client.refresh(tokens?.refreshToken ?? 'none');
    if (!counterpart.hasRefreshTokens) {
      await expect(refreshing).rejects.toMatchObject({ name: 'AuthError' });
      return;
    }
    const next = await refreshing;
    expect(next.accessToken).not.toBe(tokens?.accessToken);
    expect(server.violations).toEqual([]);
    await expect(client.refresh('wrong')).rejects.toMatchObject({ code: 'oauth-token-echange-failed' });
    server.play({ token: 'down' });
    await expect(client.refresh('wrong')).rejects.toMatchObject({ name: 'OutageError' });
  });

  it('refuses a code that was used, which is no outage', async () => {
    const { server, authorize, redeem } = await opened(counterpart);
    const sent = await authorize();
    const landing = await server.visit(sent.url);
    await redeem(landing, sent);
    await expect(redeem(landing, sent)).rejects.toMatchObject({ code: 'oauth-token-echange-failed' });
  });

  it('does not take the answer to a request for the answer to another', async () => {
    const { server, authorize, redeem } = await opened(counterpart);
    const [first, second] = [await authorize(), await authorize()];
    const landing = await server.visit(first.url);
    await expect(redeem(landing, second)).rejects.toMatchObject({ code: 'invalid-state' });
  });

  it('sends the browser back with an error when the person refuses', async () => {
    const { server, authorize } = await opened(counterpart);
    server.play({ consent: 'refused' });
    const { url, state } = await authorize();
    const { url: back, form } = await server.visit(url);
    const said = new URLSearchParams([...new URL(back).searchParams, ...form]);
    expect(said.get('state')).toBe(state);
    expect(said.has('code')).toBe(false);
    expect(said.has(counterpart.isOauth1 ? 'denied' : 'error')).toBe(true);
  });
});

describe('a code is of no use to who has not begun the sign-in', () => {
  const bound = counterparts.filter(({ isCodeBound }) => isCodeBound);
  it.each(bound.map((each) => [each.title, each] as const))('at %s', async (_, counterpart) => {
    const { server, authorize, redeem } = await opened(counterpart);
    const [first, second] = [await authorize(), await authorize()];
    const landing = await server.visit(first.url);
    await expect(redeem(landing, { state: first.state, secret: second.secret })).rejects.toMatchObject({
      code: counterpart.isOauth1 ? 'invalid-state' : 'oauth-token-echange-failed',
    });
  });
});

describe('an ID token that is not for this sign-in', () => {
  const openId = counterparts.filter(({ provider }) => provider.protocol.kind === 'oidc');
  const faults: IdTokenFault[] = [
    ...(['issuer', 'audience', 'algorithm', 'none'] as const),
    ...(['key', 'nonce', 'expired', 'missing'] as const),
  ];
  const cases = openId.flatMap((each) => faults.map((fault) => [each.title, fault, each] as const));

  it.each(cases)('is refused: %s, wrong %s', async (_title, idToken, counterpart) => {
    const { server, signIn } = await opened(counterpart);
    server.play({ idToken });
    await expect(signIn()).rejects.toMatchObject({ code: 'oauth-token-echange-failed' });
  });

  // Who has signed in is asked with the access token there, so that nothing rests on what comes along.
  it.each(['LinkedIn', 'Twitch'])('is not looked at where OAuth 2.0 is spoken: %s', async (title) => {
    const counterpart = counterparts.find((each) => each.title === title);
    if (!counterpart) throw new Error(`there is no ${title}`);
    const { server, signIn } = await opened(counterpart);
    server.play({ idToken: 'issuer' });
    expect((await signIn()).profile).toMatchObject(counterpart.expected(ada));
  });
});

describe('the issuer in the callback (RFC 9207)', () => {
  it.each(['Google', 'GitHub', 'LinkedIn', 'Twitch'])('is compared where it is known: %s', async (title) => {
    const counterpart = counterparts.find((each) => each.title === title);
    if (!counterpart) throw new Error(`there is no ${title}`);
    const { server, authorize, redeem } = await opened(counterpart);
    const sent = await authorize();
    const landing = await server.visit(sent.url);
    const url = new URL(landing.url);
    url.searchParams.set('iss', 'https://evil.example.com');
    await expect(redeem({ ...landing, url: url.href }, sent)).rejects.toMatchObject({
      code: 'invalid-state',
    });
    expect(server.calls.some((call) => call.startsWith('POST'))).toBe(false);
  });
});

it('GitHub Enterprise Server is asked at its own addresses', async () => {
  const github = counterparts.find(({ title }) => title === 'GitHub');
  if (!github) throw new Error('there is no GitHub');
  const { server, signIn } = await opened({
    ...github,
    dialect: githubAt('github.example.com', 'github.example.com/api/v3'),
    settings: {
      authorizationUrl: 'https://github.example.com/login/oauth/authorize',
      tokenUrl: 'https://github.example.com/login/oauth/access_token',
      userProfileUrl: 'https://github.example.com/api/v3/user',
    },
  });
  expect((await signIn()).profile).toMatchObject({ ...github.expected(ada), email: ada.email });
  expect(server.violations).toEqual([]);
});

it('X is not asked for an address that the app may not have', async () => {
  const counterpart = counterparts.find(({ title }) => title === 'X (Twitter)');
  if (!counterpart) throw new Error('there is no X');
  const { server, signIn } = await opened(counterpart, { scopes: ['users.read', 'tweet.read'] });
  expect((await signIn()).profile).toMatchObject({ ...counterpart.expected(ada), emailVerified: false });
  expect(server.violations).toEqual([]);
});
