import { describe, expect, it } from 'vitest';
import { authorizationHeader } from '../../src/providers/oauth1.js';

const parse = (header: string) => {
  expect(header).toMatch(/^OAuth /);
  return Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      decodeURIComponent(value),
    ]),
  );
};

describe('authorizationHeader', () => {
  // https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature: keys, moment and result are the page's.
  it('signs as in the example of the documentation of X', () => {
    const header = authorizationHeader(
      {
        consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
        consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
        token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
        tokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
      },
      {
        method: 'POST',
        url: 'https://api.twitter.com/1.1/statuses/update.json?include_entities=true&status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21',
      },
      { now: new Date(1318622958_000), nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg' },
    );
    expect(parse(header)).toEqual({
      oauth_consumer_key: 'xvz1evFS4wEEPTGEFPHBog',
      oauth_nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '1318622958',
      oauth_version: '1.0',
      oauth_token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
      oauth_signature: 'hCtSmYh+iHYCEqBWrE7C7hYmtUk=',
    });
  });

  // RFC 5849 section 3.6.
  it('encodes what JavaScript leaves as it is, in names and in values', () => {
    const header = authorizationHeader(
      { consumerKey: "a!b*c'(d)", consumerSecret: 's' },
      {
        method: 'POST',
        url: 'https://example.com/request',
        parameters: { oauth_callback: 'https://a.b/?x=1&y=2' },
      },
      { now: new Date(0), nonce: 'n' },
    );
    expect(header).toContain('oauth_consumer_key="a%21b%2Ac%27%28d%29"');
    expect(header).toContain('oauth_callback="https%3A%2F%2Fa.b%2F%3Fx%3D1%26y%3D2"');
    expect(header).not.toContain('oauth_token=');
  });

  it('never says the same twice', () => {
    const sign = () =>
      authorizationHeader(
        { consumerKey: 'k', consumerSecret: 's' },
        { method: 'GET', url: 'https://example.com/' },
        { now: new Date(0) },
      );
    expect(sign()).not.toBe(sign());
  });
});
