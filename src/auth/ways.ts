import type { Config } from '../config/config.js';
import { AuthError } from '../errors.js';

/** Settings that switch a way to sign in on. */
type Switch = { [K in keyof Config]: Config[K] extends boolean ? K : never }[keyof Config] &
  `${string}Enabled`;

/** Whether any way signs in with a password. */
export function hasPasswords(config: Config): boolean {
  return config.emailPasswordEnabled || config.usernamePasswordEnabled || config.phonePasswordEnabled;
}

/** @throws AuthError `disabled-endpoint` when the settings switch this way to sign in off. */
export function requireEnabled(config: Config, way: Switch): void {
  if (!config[way]) throw new AuthError('disabled-endpoint');
}
