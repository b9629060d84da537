import type { Auth } from '../../auth/auth.js';
import { signUpOptionsField } from '../../auth/fields.js';
import { parseInput } from '../../auth/parseInput.js';
import type { ProviderWishes } from '../../auth/startProvider.js';
import { AuthError } from '../../errors.js';

/** Where an answer may go that was asked for so; the client's URL otherwise, and undefined without one. */
export function redirectTargetOf(
  wished: string | null,
  { config, redirects }: Pick<Auth, 'config' | 'redirects'>,
): string | undefined {
  return wished && redirects.isAllowed(wished) ? wished : config.clientUrl;
}

/** More of a client's state is not kept. */
const maxStateLength = 1024;

/**
 * Nhost's parameters of a sign-in. Parameters of the provider come as JSON in `providerSpecificParams`, or as
 * `providerSpecificParams[connection]`.
 *
 * @throws AuthError `invalid-request`.
 */
export function parseProviderQuery(query: URLSearchParams): Omit<ProviderWishes, 'signUp'> {
  if (query.has('connect')) {
    throw new AuthError('invalid-request', {
      details: 'connect: tokens are not taken in URLs; use linkProvider',
    });
  }
  const state = query.get('state');
  if (state !== null && state.length > maxStateLength) {
    throw new AuthError('invalid-request', {
      details: `state: must have at most ${maxStateLength} characters`,
    });
  }
  const given = (name: string) => query.get(name) || undefined;
  const wishes = parseInput(signUpOptionsField, {
    allowedRoles: given('allowedRoles')?.split(','),
    defaultRole: given('defaultRole'),
    displayName: given('displayName'),
    locale: given('locale'),
    metadata: parseJson(given('metadata'), 'metadata'),
    redirectTo: given('redirectTo'),
  });
  return {
    wishes,
    codeChallenge: given('codeChallenge'),
    providerSpecificParams: providerParameters(query),
    clientState: state,
  };
}

function providerParameters(query: URLSearchParams): Record<string, unknown> {
  const whole = parseJson(query.get('providerSpecificParams') || undefined, 'providerSpecificParams');
  const single = [...query].flatMap(([name, value]) => {
    const key = /^providerSpecificParams\[(\w+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as const];
  });
  return { ...whole, ...Object.fromEntries(single) };
}

function parseJson(text: string | undefined, name: string): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new AuthError('invalid-request', { details: `${name}: must be a JSON object` });
}
