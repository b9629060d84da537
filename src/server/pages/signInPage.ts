import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuthError } from '../../errors.js';
import type { Answer, ServerRequest } from '../messages.js';
import { html } from './html.js';

/** Where the files of the page are, and what it talks to. */
export interface SignInPage {
  /** Directory with `index.html`, `app.css` and `app.js`. */
  readonly directory: string;
  /** Hasura's GraphQL endpoint, as browsers reach it. */
  readonly graphqlUrl: string;
}

const types: Readonly<Record<string, string>> = {
  '/': 'text/html; charset=utf-8',
  '/app.css': 'text/css; charset=utf-8',
  '/app.js': 'text/javascript; charset=utf-8',
};

export function isSignInPagePath(path: string): boolean {
  return Object.hasOwn(types, path);
}

/**
 * The example of `examples/web`: a page to sign in with, and to see one's rows. Development only.
 *
 * @param page undefined in production, where none of this is there.
 */
export async function answerSignInPage(
  { path, method }: ServerRequest,
  page: SignInPage | undefined,
): Promise<Answer> {
  if (page === undefined) throw new AuthError('route-not-found');
  if (method !== 'GET' && method !== 'HEAD') throw new AuthError('method-not-allowed');
  const text = await readFile(join(page.directory, path === '/' ? 'index.html' : path), 'utf8');
  return {
    status: 200,
    headers: {
      'content-type': types[path] ?? '',
      'cache-control': 'no-store',
      'content-security-policy': policyFor(page.graphqlUrl),
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
    body: text.replace('{{graphqlUrl}}', html`${page.graphqlUrl}`.toString()),
  };
}

/** Only its own script, and only its API. Firefox does not take `ws:` for the origin of `http:`, so it is named. */
function policyFor(graphqlUrl: string): string {
  const { origin } = new URL(graphqlUrl);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self' ${origin} ${origin.replace(/^http/, 'ws')}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
