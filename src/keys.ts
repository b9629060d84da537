import type { Config } from './config/config.js';
import type { Clock } from './lib/clock.js';
import { createEncryption, type Encryption, missingEncryption } from './lib/encryption.js';
import type { Log } from './lib/log.js';
import { deriveKey } from './tokens/jwtSecret.js';
import { isOpenToOthers, watchKeyFile } from './tokens/keyFile.js';
import { fixedKeyRing, type KeyRing, rotatingKeyRing } from './tokens/keyRing.js';

/** What this server signs, derives and encrypts with: one key for each purpose. */
export interface Keys {
  /** Of access tokens. */
  readonly ring: KeyRing;
  /** A key of 32 bytes for `purpose`, the same on all replicas. It stays when the key of access tokens changes. */
  readonly derive: (purpose: string) => Buffer;
  readonly encryption: Encryption;
  readonly close: () => void;
}

/** @throws Error with one sentence, when the file of AUTH_KEYS_FILE can't be read or none of its keys signs. */
export async function openKeys(config: Config, log: Log, clock: Clock): Promise<Keys> {
  const { ring, close } = await openRing(config, log);
  try {
    ring.signing(clock.now());
  } catch (cause) {
    close();
    throw new Error('No key of AUTH_KEYS_FILE signs yet: see "npm run keys -- list".', { cause });
  }
  const derive = (purpose: string) => deriveKey(derivationSource(config), purpose);
  return { ring, derive, encryption: encryptionOf(config, derive), close };
}

async function openRing(
  config: Config,
  log: Log,
): Promise<{ readonly ring: KeyRing; readonly close: () => void }> {
  const { jwtSecret, keys, keysFile, accessTokenSeconds } = config;
  if (jwtSecret.key) return { ring: fixedKeyRing(jwtSecret.key), close: () => {} };
  if (keysFile === undefined) {
    return { ring: rotatingKeyRing(() => keys ?? [], accessTokenSeconds), close: () => {} };
  }
  const watched = await watchKeyFile(keysFile, (error) => {
    log.error('The changed file of keys is not used', { error });
  });
  if (await isOpenToOthers(keysFile)) log.warn('The file of AUTH_KEYS_FILE can be read by others: chmod 600');
  return { ring: rotatingKeyRing(watched.keys, accessTokenSeconds), close: watched.close };
}

function derivationSource({ derivationKey, jwtSecret }: Config) {
  if (derivationKey !== undefined) return Buffer.from(derivationKey.reveal(), 'hex');
  if (jwtSecret.key) return jwtSecret.key.signingKey;
  throw new Error('the configuration demands AUTH_DERIVATION_KEY');
}

/** In development a derived key will do, so that nothing has to be configured. */
function encryptionOf(
  { encryptionKey, encryptionKeyPrevious, environment }: Config,
  derive: Keys['derive'],
): Encryption {
  if (encryptionKey !== undefined) {
    const previous = encryptionKeyPrevious ? [Buffer.from(encryptionKeyPrevious.reveal(), 'hex')] : [];
    return createEncryption(Buffer.from(encryptionKey.reveal(), 'hex'), previous);
  }
  if (environment === 'production') return missingEncryption('AUTH_ENCRYPTION_KEY is not set');
  return createEncryption(derive('encryption in development'));
}
