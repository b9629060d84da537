import { parseKeySet } from '../../tokens/keySet.js';
import { type Entry, optional } from '../entry.js';
import { hexKey, text } from '../readers.js';

export const secretEntries = {
  keysFile: optional({
    env: 'AUTH_KEYS_FILE',
    read: text,
    doc: 'File with the keys that access tokens are signed with, as `npm run keys` writes it; changes are seen while the server runs. `HASURA_GRAPHQL_JWT_SECRET` then has a `jwk_url`.',
  }),
  keys: optional({
    env: 'AUTH_KEYS',
    read: parseKeySet,
    secret: true,
    doc: 'The text of such a file, in its place.',
  }),
  derivationKey: optional({
    env: 'AUTH_DERIVATION_KEY',
    read: hexKey,
    secret: true,
    doc: 'From it the keys for the successors of refresh tokens, one-time codes and the like are derived: 32 bytes as 64 hex digits (`openssl rand -hex 32`). Without it they follow from the key of `HASURA_GRAPHQL_JWT_SECRET`, and change with it.',
  }),
  encryptionKey: optional({
    env: 'AUTH_ENCRYPTION_KEY',
    read: hexKey,
    secret: true,
    doc: 'Encrypts TOTP secrets and messages that wait for delivery: 32 bytes as 64 hex digits (`openssl rand -hex 32`). Required in production by what needs it.',
  }),
  encryptionKeyPrevious: optional({
    env: 'AUTH_ENCRYPTION_KEY_PREVIOUS',
    read: hexKey,
    secret: true,
    doc: 'The former `AUTH_ENCRYPTION_KEY`: what it encrypted is still read, and encrypted anew in the background.',
  }),
} satisfies Record<string, Entry<unknown>>;
