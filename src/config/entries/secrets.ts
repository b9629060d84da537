import { type Entry, optional } from '../entry.js';
import { hexKey } from '../readers.js';

export const secretEntries = {
  encryptionKey: optional({
    env: 'AUTH_ENCRYPTION_KEY',
    read: hexKey,
    secret: true,
    doc: 'Encrypts TOTP secrets and messages that wait for delivery: 32 bytes as 64 hex digits (`openssl rand -hex 32`). Required in production by what needs it.',
  }),
} satisfies Record<string, Entry<unknown>>;
