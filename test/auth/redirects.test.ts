import { describe, expect, it } from 'vitest';
import { createRedirects } from '../../src/auth/redirects.js';

const redirects = createRedirects({
  clientUrl: 'https://app.example.com',
  allowedRedirectUrls: [
    'https://other.example.com/only/here',
    'https://*.preview.example.com',
    'http://localhost:3000',
    'myapp://',
    'https://glob.example.com/*/done',
  ],
});

describe('isAllowed', () => {
  it.each([
    'https://app.example.com',
    'https://app.example.com/',
    'https://app.example.com/any/path?query=1#hash',
    'https://APP.example.com/x',
    'https://app.example.com:443/x',
    'https://other.example.com/only/here',
    'https://other.example.com/only/here/below',
    'https://one.preview.example.com/x',
    'http://localhost:3000/callback',
    'myapp://signed-in',
    'https://glob.example.com/anything/done',
  ])('allows %s', (url) => expect(redirects.isAllowed(url)).toBe(true));

  it.each([
    '',
    '/relative',
    '//evil.com',
    'https:/\\evil.com',
    'https:\\\\evil.com',
    'https://app.example.com\\@evil.com',
    'https://app.example.com@evil.com',
    'https://user:pass@app.example.com',
    'https://app.example.com.evil.com',
    'https://evil.com/https://app.example.com',
    'https://evil.com?https://app.example.com',
    'https://evil.com#https://app.example.com',
    'https://evilapp.example.com',
    'https://app.example.com:8443/',
    'http://app.example.com/',
    'https://app.example.com//evil.com',
    'https://app.example.com/%2f%2fevil.com',
    'https://app.example.com/%5cevil.com',
    'https://app.example.com/x\r\nLocation: https://evil.com',
    'https://app.example.com/ x',
    'javascript:alert(1)',
    'javascript://app.example.com/%0aalert(1)',
    'data:text/html,x',
    'https://other.example.com/only/hereafter',
    'https://other.example.com/only/here/../../elsewhere',
    'https://other.example.com/only/here/%2e%2e/%2e%2e/x',
    'https://preview.example.com/x',
    'https://a.b.preview.example.com/x',
    'https://evil.com/.preview.example.com',
    'https://glob.example.com/a/b/done',
    'http://localhost:30001/',
    'otherapp://signed-in',
  ])('refuses %j', (url) => expect(redirects.isAllowed(url)).toBe(false));

  it('allows nothing when nothing is configured (threat 16)', () => {
    const none = createRedirects({ clientUrl: undefined, allowedRedirectUrls: [] });
    expect(none.isAllowed('https://app.example.com')).toBe(false);
    expect(none.isAllowed('//evil.com')).toBe(false);
  });
});

describe('isAllowedOrigin', () => {
  it.each(['https://app.example.com', 'https://x.preview.example.com', 'http://localhost:3000'])(
    'allows %s',
    (origin) => expect(redirects.isAllowedOrigin(origin)).toBe(true),
  );

  it.each([
    'null',
    '',
    'https://evil.com',
    'http://app.example.com',
    'https://app.example.com/',
    'https://app.example.com:1',
  ])('refuses %j', (origin) => expect(redirects.isAllowedOrigin(origin)).toBe(false));
});
