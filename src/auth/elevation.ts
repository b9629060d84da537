import type { Account } from './account.js';
import type { Auth } from './auth.js';

/** Ways to prove once more who is there. */
export const elevationWays = ['password', 'totp', 'email', 'sms'] as const;
export type ElevationWay = (typeof elevationWays)[number];

/**
 * How the owner of an account can elevate a session. Where a second factor is active nothing less will do: whoever has the
 * password or reads the mail could else change what the second factor protects.
 */
export function elevationWaysOf({ outbox, config }: Auth, account: Account): ElevationWay[] {
  if (account.activeMfaType === 'totp') return config.mfaEnabled ? ['totp'] : [];
  const has = {
    password: account.passwordHash !== null,
    totp: false,
    email: account.email !== null && account.emailVerified && outbox.canMail,
    sms: account.phoneNumber !== null && account.phoneNumberVerified && outbox.canText,
  };
  return elevationWays.filter((way) => has[way]);
}
