import type { Account } from './account.js';
import type { Auth } from './auth.js';

/** Ways to prove once more who is there. */
const elevationWays = ['password', 'totp', 'email', 'sms', 'webauthn'] as const;
export type ElevationWay = (typeof elevationWays)[number];

/**
 * How the owner of an account can elevate a session. Where a second factor is active nothing less will do: whoever has the
 * password or reads the mail could else change what the second factor protects. A key that verifies its user is two
 * factors by itself.
 */
export function elevationWaysOf({ outbox, config }: Auth, account: Account): ElevationWay[] {
  const isAlone = account.activeMfaType !== 'totp';
  const has = {
    password: isAlone && account.passwordHash !== null,
    totp: !isAlone && config.mfaEnabled,
    email: isAlone && account.email !== null && account.emailVerified && outbox.canMail,
    sms: isAlone && account.phoneNumber !== null && account.phoneNumberVerified && outbox.canText,
    webauthn: config.webauthnEnabled && account.securityKeys.length > 0,
  };
  return elevationWays.filter((way) => has[way]);
}
