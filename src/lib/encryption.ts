import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
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
  /** What texts begin with that were encrypted with the present key. */
  readonly prefix: string;
  /** Whether there is a former key, whose texts are still read. */
  readonly hasFormer: boolean;
}

/**
 * Encrypts with `key`, and decrypts what it or one of the `former` keys encrypted. Texts are `v2.<key id>.<bytes>`; those
 * written before keys had ids are `v1.<bytes>`.
 *
 * @param key 32 bytes, as each of `former`.
 */
export function createEncryption(key: Uint8Array, former: readonly Uint8Array[] = []): Encryption {
  const known = [key, ...former].map((bytes) => {
    if (bytes.length !== 32) throw new Error('an encryption key has 32 bytes');
    return { bytes, id: idOf(bytes) };
  });
  const prefix = `v2.${idOf(key)}.`;
  return {
    prefix,
    hasFormer: former.length > 0,
    encrypt: (text, context) => prefix + seal(key, text, context).toString('base64url'),
    decrypt(encrypted, context) {
      const [version, ...parts] = encrypted.split('.');
      const [data = '', id] = parts.reverse();
      const isKnownForm =
        (version === 'v1' && parts.length === 1) || (version === 'v2' && parts.length === 2);
      const bytes = Buffer.from(data, 'base64url');
      if (!isKnownForm || bytes.length < ivBytes + tagBytes) throw new Error('not an encrypted text');
      const keys = id === undefined ? known : known.filter((each) => each.id === id);
      return openWith(
        keys.map((each) => each.bytes),
        bytes,
        context,
      );
    },
  };
}

/** Tells keys apart, and says nothing else of them (HKDF, RFC 5869). */
function idOf(key: Uint8Array): string {
  return Buffer.from(hkdfSync('sha256', key, 'hasura-actions-auth', 'key id', 4)).toString('hex');
}

function seal(key: Uint8Array, text: string, context: string): Buffer {
  // Random: at 96 bits, 2^32 texts under one key are safe (SP 800-38D section 8.3).
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]);
}

function openWith(keys: readonly Uint8Array[], bytes: Buffer, context: string): string {
  let failure: unknown = new Error('encrypted with a key that is not known');
  for (const key of keys) {
    try {
      return open(key, bytes, context);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function open(key: Uint8Array, bytes: Buffer, context: string): string {
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-tagBytes));
  const body = decipher.update(bytes.subarray(ivBytes, -tagBytes));
  return Buffer.concat([body, decipher.final()]).toString('utf8');
}

/** Stands for a key that is not configured: throws `reason` when it is needed. */
export function missingEncryption(reason: string): Encryption {
  const refuse = (): never => {
    throw new Error(reason);
  };
  return { encrypt: refuse, decrypt: refuse, prefix: '', hasFormer: false };
}
