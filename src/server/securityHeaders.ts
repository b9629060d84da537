import type { Auth } from '../auth/auth.js';
import type { Answer } from './messages.js';

/** Of every answer, unless it has its own: nothing may frame it, guess at its type, or hear where it was. */
const common = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** What is no page loads and runs nothing, should a browser open it; pages have policies of their own. */
const inert = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** A year, as browsers' preload list asks for; hosts below this one may be other people's. */
const strictTransport = { 'strict-transport-security': 'max-age=31536000' };

/**
 * The headers of an answer with those that browsers need to protect it (OWASP ASVS 5.0 chapter 3.4). HTTPS is demanded
 * where the server's public URL has it.
 */
export function createSecurityHeaders({ serverUrl }: Pick<Auth['config'], 'serverUrl'>) {
  const transport = serverUrl?.startsWith('https:') ? strictTransport : {};
  const all = { ...common, ...transport, 'content-security-policy': inert };
  return ({ headers }: Answer): Answer['headers'] => ({ ...all, ...headers });
}
