import { AuthError } from '../errors.js';
import type { SpendTotpAttemptMutation } from '../generated/hasura.js';
import { fromBase32 } from '../lib/base32.js';
import { addSeconds } from '../lib/clock.js';
import type { Auth } from './auth.js';
import { findTotpStep } from './totpCodes.js';

/** How long five wrong codes keep an account from further ones. */
const lockSeconds = 900;

/** What a TOTP secret is encrypted for: it can't be read in another user's row. */
export function contextOf(userId: string): string {
  return `totp:${userId}`;
}

/** @param secret in base 32. */
export function sealTotpSecret(
  { encryption }: Pick<Auth, 'encryption'>,
  userId: string,
  secret: string,
): string {
  return encryption.encrypt(secret, contextOf(userId));
}

/** As Nhost Auth stores it: no sealed secret looks like that. */
const plainSecret = /^([A-Z2-7]{16,})=*$/;

/** A secret that was moved here from Nhost Auth works as it is, until its owner makes a new one. */
function openTotpSecret(
  { encryption }: Pick<Auth, 'encryption'>,
  userId: string,
  stored: string,
): Uint8Array {
  const plain = plainSecret.exec(stored)?.[1];
  return fromBase32(plain ?? encryption.decrypt(stored, contextOf(userId)));
}

/**
 * The step of the code, which is used up together with what it allows.
 *
 * @param sealed the secret as it is stored.
 * @throws AuthError `invalid-totp`.
 */
export function getTotpStep(auth: Auth, userId: string, sealed: string, code: string): number {
  const secret = openTotpSecret(auth, userId, sealed);
  const step = findTotpStep(secret, code, auth.clock.now(), auth.config.totpDriftSteps);
  if (step === undefined) throw new AuthError('invalid-totp');
  return step;
}

/** What a try is counted with. */
export function attemptTimes({ clock }: Pick<Auth, 'clock'>): { now: string; lockedUntil: string } {
  const now = clock.now();
  return { now: now.toISOString(), lockedUntil: addSeconds(now, lockSeconds).toISOString() };
}

type Spent = NonNullable<SpendTotpAttemptMutation['spent']>['returning'][number];

/**
 * The account with its secrets; one of its five tries is spent, before the code is looked at, so that guessing in parallel
 * does not help. A right code gives all of them back.
 *
 * @throws AuthError `too-many-requests` when the tries are used up, for a quarter of an hour.
 */
export async function spendTotpAttempt(auth: Auth, userId: string): Promise<Spent> {
  const { spent } = await auth.hasura.SpendTotpAttempt({ userId, ...attemptTimes(auth) });
  const [account] = spent?.returning ?? [];
  if (!account) throw new AuthError('too-many-requests');
  return account;
}
