import { createHmac } from 'node:crypto';
import type { KeyReference } from './ceremonyOptions.js';

/** What common authenticators make: how long the ids of their keys are, and how they are reached. */
const makes = [
  { bytes: 20, transports: ['hybrid', 'internal'] },
  { bytes: 16, transports: ['hybrid', 'internal'] },
  { bytes: 32, transports: ['internal'] },
  { bytes: 48, transports: ['nfc', 'usb'] },
] as const;

/**
 * Keys of an account that has none, or does not exist: the same ones each time it is asked for, so that nobody can tell
 * it from an account that has keys (WebAuthn L3 section 14.6.2).
 *
 * @param key known to this server only, and the same on all replicas.
 */
export function decoyKeys(key: Uint8Array, email: string): KeyReference[] {
  const bytes = createHmac('sha512', key).update(email.toLowerCase()).digest();
  const make = makes[(bytes[63] ?? 0) % makes.length] ?? makes[0];
  return [{ id: bytes.subarray(0, make.bytes).toString('base64url'), transports: make.transports }];
}
