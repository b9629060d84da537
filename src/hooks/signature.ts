import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Signatures of the Standard Webhooks specification 1.0: HMAC-SHA256 over `id.timestamp.body` in base64, as `v1,…`, one
 * per key with blanks between. Receivers accept any of them, so a key can be replaced by giving both for a while.
 */
export function signHook(
  keys: readonly Uint8Array[],
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
): string {
  return keys.map((key) => `v1,${macOf(key, `${id}.${timestamp}.${body}`)}`).join(' ');
}

/** The headers of one request. `timestamp` is in seconds, of this attempt; `id` is the same at every attempt. */
export function hookHeaders(
  keys: readonly Uint8Array[],
  message: { readonly id: string; readonly timestamp: number; readonly body: string },
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'hasura-actions-auth',
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': signHook(keys, message),
  };
}

/** Whether one of the signatures in the header was made with `key`. In constant time for a signature of the right length. */
export function verifyHook(
  key: Uint8Array,
  message: { readonly id: string; readonly timestamp: number; readonly body: string },
  header: string,
): boolean {
  const expected = Buffer.from(signHook([key], message));
  return header.split(' ').some((each) => {
    const given = Buffer.from(each);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function macOf(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

/**
 * Keys as they are configured: `whsec_` and 24 to 64 bytes in base64, several with commas between.
 *
 * @throws Error that completes "NAME …".
 */
export function parseHookKeys(text: string): readonly Uint8Array[] {
  return text.split(',').map((each) => {
    const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(each.trim()) ?? [];
    const key = Buffer.from(encoded, 'base64');
    if (key.length < 24 || key.length > 64) {
      throw new Error('must be "whsec_" and 24 to 64 bytes in base64 (openssl rand -base64 32)');
    }
    return key;
  });
}
