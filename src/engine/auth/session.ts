import { HasuraError } from '../errors.js';
import type { Session } from '../session.js';

/** Headers by lower-case name: Node's `IncomingHttpHeaders`, or any record of that form. */
export interface RequestHeaders {
  readonly [name: string]: string | readonly string[] | undefined;
}

export function readHeader(headers: RequestHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

const secretHeaders: ReadonlySet<string> = new Set(['x-hasura-admin-secret', 'x-hasura-access-key']);

/** The `x-hasura-*` headers of a request whose word is taken for them, without the secret. */
export function sessionVariables(headers: RequestHeaders): Map<string, string> {
  const variables = new Map<string, string>();
  for (const name in headers) {
    if (!name.startsWith('x-hasura-') || secretHeaders.has(name)) continue;
    const value = headers[name];
    if (typeof value === 'string') variables.set(name, value);
  }
  return variables;
}

/** Owns `variables` from here on. */
export function buildSession(
  role: string,
  variables: Map<string, string>,
  trust: { readonly hasAdminSecret: boolean; readonly expiresAt?: Date },
): Session {
  const backendOnly = variables.get('x-hasura-use-backend-only-permissions');
  variables.set('x-hasura-role', role);
  for (const name of secretHeaders) variables.delete(name);
  return {
    role,
    variables,
    ...trust,
    backendOnly: trust.hasAdminSecret && backendOnly !== undefined && parseBoolean(backendOnly),
  };
}

function parseBoolean(text: string): boolean {
  const word = text.toLowerCase();
  if (['true', 't', 'yes', 'y'].includes(word)) return true;
  if (['false', 'f', 'no', 'n'].includes(word)) return false;
  throw new HasuraError(
    'bad-request',
    'x-hasura-use-backend-only-permissions: Not a valid boolean text. True values are ' +
      '["true","t","yes","y"] and  False values are ["false","f","no","n"]. All values are case insensitive',
  );
}
