import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { appWithoutHasura, send } from './appWithoutHasura.js';

let app: App;
let secure: App;
beforeAll(async () => {
  app = await appWithoutHasura({ AUTH_CLIENT_URL: 'https://app.example.com' });
  secure = await appWithoutHasura({ AUTH_SERVER_URL: 'https://auth.example.com' });
});
afterAll(() => Promise.all([app.close(), secure.close()]));

const paths = ['/healthz', '/v1/version', '/nowhere', '/v1/token', '/graphql', '/verify', '/openapi.json'];

describe.each(paths)('the answer of %s', (path) => {
  it('may not be framed, guessed at, or tell where it was', async () => {
    const { headers } = await send(app, path);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('demands HTTPS where the public URL has it', async () => {
    expect((await send(app, path)).headers.get('strict-transport-security')).toBeNull();
    expect((await send(secure, path)).headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});

it('JSON loads and runs nothing, should a browser open it', async () => {
  const { headers } = await send(app, '/v1/version');
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  );
});

it('the page of GraphiQL runs its own script and no other, and may not be framed', async () => {
  const { headers, body } = await send(app, '/graphql', { headers: { accept: 'text/html' } });
  const script = /<script>([\s\S]*?)<\/script>/.exec(body)?.[1] ?? '';
  expect(script).toContain('GraphiQL');
  const policy = headers.get('content-security-policy') ?? '';
  const source = `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  expect(/script-src ([^;]*);/.exec(policy)?.[1]).toBe(source);
  for (const rule of [
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]) {
    expect(policy).toContain(rule);
  }
});

it('a page of an allowed origin may read when to try again, and no other (threats 4)', async () => {
  const own = await send(app, '/v1/version', { headers: { origin: 'https://app.example.com' } });
  expect(own.headers.get('access-control-expose-headers')).toBe('Retry-After');
  const foreign = await send(app, '/v1/version', { headers: { origin: 'https://evil.example' } });
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  expect(foreign.headers.get('access-control-expose-headers')).toBeNull();
});
