import { createHmac, randomBytes } from 'node:crypto';
import type { AuthRecoveryCodes_Insert_Input } from '../generated/hasura.js';
import { toBase32 } from '../lib/base32.js';
import { newUuid } from '../lib/ids.js';
import type { Auth } from './auth.js';

const codeCount = 10;

/** Codes for who has lost the authenticator app: their texts for the owner, once, and rows that know hashes only. */
export interface RecoveryCodeSet {
  readonly texts: string[];
  readonly rows: (AuthRecoveryCodes_Insert_Input & { readonly id: string })[];
}

export function draftRecoveryCodes(auth: Pick<Auth, 'clock' | 'codeKey'>, userId: string): RecoveryCodeSet {
  const createdAt = auth.clock.now().toISOString();
  const texts = Array.from({ length: codeCount }, newText);
  return {
    texts,
    rows: texts.map((text) => ({
      id: newUuid(),
      userId,
      hash: hashRecoveryCode(auth, userId, text),
      createdAt,
    })),
  };
}

/**
 * The form in which the database knows a code. Keyed, since 50 bits could be guessed from a plain hash; blanks, hyphens
 * and letter case don't matter.
 */
export function hashRecoveryCode({ codeKey }: Pick<Auth, 'codeKey'>, userId: string, text: string): string {
  const bare = text.replace(/[\s-]/g, '').toLowerCase();
  return createHmac('sha256', codeKey).update(`recovery:${userId}:${bare}`).digest('hex');
}

/** Ten characters of base 32 in two groups, as `3kfw7-q2hza`: 50 random bits. */
function newText(): string {
  const text = toBase32(randomBytes(7)).toLowerCase();
  return `${text.slice(0, 5)}-${text.slice(5, 10)}`;
}
