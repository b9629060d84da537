import { createHmac, hash } from 'node:crypto';
import { newUuid, uuidFromBytes } from '../lib/ids.js';

/** How many generations back a replaced refresh token is still recognised, to end the session it belonged to. */
const maxGenerations = 256;

/** A refresh token is the text of a UUID v4, as in Nhost Auth. */
export function newRefreshToken(): string {
  return newUuid();
}

/** The form in which the database knows a token, as in Nhost Auth: `\x` and the SHA-256 of its text in hex. */
export function hashRefreshToken(token: string): string {
  return `\\x${hash('sha256', token, 'hex')}`;
}

/**
 * The token that replaces `token` at its refresh. Because it is derived, two tabs that refresh at once get the same
 * successor and nothing but its hash is stored; without `key` it can't be told from a random one.
 */
export function successorOf(token: string, key: Uint8Array): string {
  return uuidFromBytes(createHmac('sha256', key).update(token).digest());
}

/** The hashes of the 256 generations that follow `token`: one of them is live if `token` is an old ancestor. */
export function descendantHashes(token: string, key: Uint8Array): string[] {
  const hashes: string[] = [];
  let current = token;
  for (let generation = 0; generation < maxGenerations; generation += 1) {
    current = successorOf(current, key);
    hashes.push(hashRefreshToken(current));
  }
  return hashes;
}
