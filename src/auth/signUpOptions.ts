import type { Config } from '../config/config.js';
import { AuthError } from '../errors.js';
import { type Redirects, requireAllowedRedirect } from './redirects.js';

/** What a client may wish for its new account. */
export interface SignUpWishes {
  readonly displayName?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly defaultRole?: string | null | undefined;
  readonly allowedRoles?: readonly string[] | null | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
  readonly redirectTo?: string | null | undefined;
}

/** What the account will have. */
export interface SignUpChoices {
  readonly displayName: string;
  readonly locale: string;
  readonly defaultRole: string;
  /** Without repetitions, with the default role among them. */
  readonly allowedRoles: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly redirectTo: string | undefined;
}

type Settings = Pick<
  Config,
  'defaultRole' | 'defaultAllowedRoles' | 'defaultLocale' | 'allowedLocales' | 'clientUrl'
>;

/**
 * Fills in the defaults and holds the wishes against the settings. Roles are a subset of the configured ones; a locale
 * that isn't allowed becomes the default one, as in Nhost Auth.
 *
 * @throws AuthError `role-not-allowed`, `default-role-must-be-in-allowed-roles` or `redirectTo-not-allowed`.
 */
export function chooseSignUpOptions(
  wishes: SignUpWishes,
  { name, config, redirects }: { name: string; config: Settings; redirects: Redirects },
): SignUpChoices {
  const redirectTo = requireAllowedRedirect(redirects, wishes.redirectTo);
  return {
    displayName: wishes.displayName || name,
    locale: chooseLocale(wishes.locale, config),
    ...chooseRoles(wishes, config),
    metadata: wishes.metadata ?? null,
    redirectTo: redirectTo ?? config.clientUrl,
  };
}

/** The wished locale where it is allowed, else the default one. */
export function chooseLocale(
  wished: string | null | undefined,
  { allowedLocales, defaultLocale }: Pick<Config, 'allowedLocales' | 'defaultLocale'>,
): string {
  return wished && allowedLocales.includes(wished) ? wished : defaultLocale;
}

function chooseRoles(
  wishes: SignUpWishes,
  config: Pick<Config, 'defaultRole' | 'defaultAllowedRoles'>,
): Pick<SignUpChoices, 'defaultRole' | 'allowedRoles'> {
  const configured = configuredRoles(config);
  const allowedRoles = [...new Set(wishes.allowedRoles ?? configured)];
  const defaultRole = wishes.defaultRole ?? config.defaultRole;
  if (!allowedRoles.every((role) => configured.includes(role))) throw new AuthError('role-not-allowed');
  if (!allowedRoles.includes(defaultRole)) throw new AuthError('default-role-must-be-in-allowed-roles');
  return { defaultRole, allowedRoles };
}

/** Every role that a new account may have, without repetitions. */
export function configuredRoles(config: Pick<Config, 'defaultRole' | 'defaultAllowedRoles'>): string[] {
  return [...new Set([config.defaultRole, ...config.defaultAllowedRoles])];
}
