import { createHmac, timingSafeEqual } from 'node:crypto';
import { epochSeconds } from '../lib/clock.js';

/** One-time passwords by time (RFC 6238), with what all authenticator apps agree on: SHA-1, six digits, 30 seconds. */

const stepSeconds = 30;

/** The number of the 30 seconds that `date` is in. */
export function totpStep(date: Date): number {
  return Math.floor(epochSeconds(date) / stepSeconds);
}

/** The code of one step (RFC 4226 section 5.3). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/**
 * The step whose code `code` is, of those that count at `now`; undefined when it is of none.
 *
 * @param drift how many steps before and after the present one count.
 */
export function findTotpStep(secret: Uint8Array, code: string, now: Date, drift: number): number | undefined {
  const present = totpStep(now);
  let found: number | undefined;
  for (let step = present - drift; step <= present + drift; step += 1) {
    if (sameText(totpCode(secret, step), code)) found = step;
  }
  return found;
}

function sameText(expected: string, actual: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(actual)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What an authenticator app reads: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function otpauthUri({
  secret,
  issuer,
  account,
}: {
  /** In base 32. */
  readonly secret: string;
  readonly issuer: string;
  /** Tells the user which account it is. */
  readonly account: string;
}): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const details = `issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=${stepSeconds}`;
  return `otpauth://totp/${label}?secret=${secret}&${details}`;
}
