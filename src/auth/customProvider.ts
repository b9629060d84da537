import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import type { Auth, CallContext } from './auth.js';

/**
 * A way to sign up and in that `signUpWith` and `signInWith` reach by its name: a file that exports these two, and a line
 * in `src/customProviders/index.ts`.
 *
 * `data` is what the client sent, any JSON value: `parseInput` makes something of it. A sign-in ends in `completeSignIn`,
 * a sign-up in `signUpProved`: nothing else opens a session. Both throw `AuthError` to refuse.
 */
export interface CustomProvider {
  readonly signUp: (data: unknown, context: CallContext) => Promise<SignInResult>;
  readonly signIn: (data: unknown, context: CallContext) => Promise<SignInResult>;
}

export type CustomProviders = Readonly<Record<string, CustomProvider>>;

/** @throws AuthError `invalid-request` when there is none of that name. */
export function getCustomProvider(
  { customProviders }: Pick<Auth, 'customProviders'>,
  name: string,
): CustomProvider {
  const provider = Object.hasOwn(customProviders, name) ? customProviders[name] : undefined;
  if (!provider) throw new AuthError('invalid-request', { details: 'provider: is not known' });
  return provider;
}
