import { createHmac } from 'node:crypto';
import type { KeyReference } from './ceremonyOptions.js';

/**
 * What common authenticators make: how long the ids of their keys are, and how they are reached. The last one is as Nhost
 * Auth stored keys, without saying how.
 */
const makes = [
  { bytes: 20, transports: ['hybrid', 'internal'] },
  { bytes: 16, transports: ['hybrid', 'internal'] },
  { bytes: 32, transports: ['internal'] },
  { bytes: 48, transports: ['nfc', 'usb'] },
  { bytes: 64, transports: [] },
] as const;

/** How many keys accounts have: most have one. */
const counts = [1, 1, 1, 1, 1, 2, 2, 3] as const;

/**
 * Keys of an account that has none, or does not exist: the same ones each time it is asked for, so that nobody can tell
 * it from an account that has keys (WebAuthn L3 section 14.6.2).
 *
 * @param key known to this server only, and the same on all replicas.
 */
export function decoyKeys(key: Uint8Array, email: string): KeyReference[] {
  const derive = (purpose: string) =>
    createHmac('sha512', key).update(`${purpose}:${email.toLowerCase()}`).digest();
  const choices = derive('choices');
  const pick = <T extends readonly unknown[]>(from: T, index: number): T[number] =>
    from[(choices[index] ?? 0) % from.length];
  return Array.from({ length: pick(counts, 0) }, (_, index) => {
    const { bytes, transports } = pick(makes, index + 1);
    return { id: derive(`id ${index}`).subarray(0, bytes).toString('base64url'), transports };
  });
}
