import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encryption of what is kept in the database (AES-256-GCM, NIST SP 800-38D).
 *
 * `context` says what the text is and whose, as in `totp:<user id>`; it is not stored. A text that was moved to another
 * row or column, or altered, can't be decrypted there.
 */
export interface Encryption {
  encrypt(text: string, context: string): string;
  /** @throws Error for a text that was encrypted with another key or context, altered, or none at all. */
  decrypt(encrypted: string, context: string): string;
}

/** @param key 32 bytes. */
export function createEncryption(key: Uint8Array): Encryption {
  if (key.length !== 32) throw new Error('an encryption key has 32 bytes');
  return {
    encrypt(text, context) {
      // Random: at 96 bits, 2^32 texts under one key are safe (SP 800-38D section 8.3).
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${version}.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`;
    },
    decrypt(encrypted, context) {
      const [given, data, ...rest] = encrypted.split('.');
      const bytes = Buffer.from(data ?? '', 'base64url');
      if (given !== version || rest.length > 0 || bytes.length < ivBytes + tagBytes) {
        throw new Error('not an encrypted text');
      }
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-tagBytes));
      const body = decipher.update(bytes.subarray(ivBytes, -tagBytes));
      return Buffer.concat([body, decipher.final()]).toString('utf8');
    },
  };
}

/** Stands for a key that is not configured: throws `reason` when it is needed. */
export function missingEncryption(reason: string): Encryption {
  const refuse = (): never => {
    throw new Error(reason);
  };
  return { encrypt: refuse, decrypt: refuse };
}
