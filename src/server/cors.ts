import type { Redirects } from '../auth/redirects.js';
import { type Answer, emptyAnswer, type ServerRequest } from './messages.js';

/**
 * What a browser is told about `origin`. Only the origins of the client URL and the allowed redirect URLs may call and
 * read answers; all others get no header at all, so their browsers keep the answer from them.
 */
export function corsHeaders(origin: string | undefined, redirects: Redirects): Record<string, string> {
  if (origin === undefined) return {};
  if (!redirects.isAllowedOrigin(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Retry-After',
  };
}

/** Answers a preflight request (`OPTIONS`). */
export function answerPreflight({ headers }: ServerRequest, redirects: Redirects): Answer {
  const allowed = corsHeaders(headers.origin, redirects);
  if (allowed['access-control-allow-origin'] === undefined) return emptyAnswer(204, allowed);
  return emptyAnswer(204, {
    ...allowed,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers':
      headers['access-control-request-headers'] ?? 'authorization, content-type',
    'access-control-max-age': '3600',
  });
}
