import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/clock.js';
import { customProvider } from '../../src/providers/customProvider.js';
import { createOpenId } from '../../src/providers/openId.js';
import { createOutside } from '../../src/providers/outside.js';

/** Requests to providers (threats: SSRF by the URLs of an identity provider). */

/** A network in which everything answers; keeps what was asked. */
function network(answer: () => Response = () => Response.json({})) {
  const asked: { readonly url: string; readonly redirect: RequestInit['redirect'] }[] = [];
  const fetch = async (input: unknown, init: RequestInit = {}) => {
    asked.push({ url: String(input), redirect: init.redirect });
    return answer();
  };
  return { asked, fetch: fetch as typeof globalThis.fetch };
}

describe('a provider', () => {
  it.each([
    'http://accounts.example.com/token',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:8080/v1/graphql',
    'http://[::1]/',
    'http://10.0.0.1/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'ftp://accounts.example.com/',
    '//accounts.example.com/token',
    '',
  ])('is not asked at %j, which is not https', async (url) => {
    const { asked, fetch } = network();
    const outside = createOutside({ fetch, timeoutMs: 1000, isHttpAllowed: false });
    await expect(outside(url)).rejects.toMatchObject({ name: 'OutageError' });
    expect(asked).toEqual([]);
  });

  it('is followed nowhere, and what it says beyond a megabyte is not kept', async () => {
    const { asked, fetch } = network(() => new Response('x'.repeat(1_048_577)));
    const outside = createOutside({ fetch, timeoutMs: 1000, isHttpAllowed: false });
    await expect(outside('https://accounts.example.com/token')).rejects.toMatchObject({
      name: 'OutageError',
    });
    expect(asked).toEqual([{ url: 'https://accounts.example.com/token', redirect: 'error' }]);
  });
});

describe('a configuration document', () => {
  const issuer = 'https://login.acme.example';
  const discover = (document: object) => {
    const entry = { type: 'oidc', issuer, clientId: 'id', clientSecret: 'hidden' } as const;
    const configured = customProvider('acme', entry);
    const { protocol } = configured.provider;
    if (protocol.kind !== 'oidc') throw new Error('it speaks OpenID Connect');
    const { fetch } = network(() => Response.json(document));
    const outside = createOutside({ fetch, timeoutMs: 1000, isHttpAllowed: false });
    return createOpenId(configured, protocol, { outside, clock: systemClock }).configuration();
  };
  const endpoints = {
    authorization_endpoint: 'https://evil.example/authorize',
    token_endpoint: 'https://evil.example/token',
    jwks_uri: 'https://evil.example/keys',
  };

  it('is believed when it names the issuer that was asked for', async () => {
    expect(await discover({ ...endpoints, issuer })).toMatchObject({ issuer });
  });

  it.each(['https://evil.example', `${issuer}/`, 'https://LOGIN.acme.example', '', undefined, [issuer]])(
    'is not believed when it names %j',
    async (other) => {
      await expect(discover({ ...endpoints, issuer: other })).rejects.toMatchObject({ name: 'OutageError' });
    },
  );
});
