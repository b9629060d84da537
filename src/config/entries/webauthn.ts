import { defaulted, type Entry, optional } from '../entry.js';
import { flag, integer, list, oneOf, text } from '../readers.js';

/** Passkeys and security keys. */
export const webauthnEntries = {
  webauthnEnabled: defaulted({
    env: 'AUTH_WEBAUTHN_ENABLED',
    read: flag,
    default: 'false',
    doc: 'Passkeys and security keys: signing up and in with them, adding them, and elevating a session by one.',
  }),
  webauthnRpId: optional({
    env: 'AUTH_WEBAUTHN_RP_ID',
    read: domain,
    doc: 'Domain that keys are bound to; they work on it and its subdomains, and on no other. The host of `AUTH_CLIENT_URL` unless set. Whoever changes it makes all keys useless.',
  }),
  webauthnRpName: optional({
    env: 'AUTH_WEBAUTHN_RP_NAME',
    read: text,
    doc: 'Name of the service, as browsers show it; the domain unless set.',
  }),
  webauthnRpOrigins: defaulted({
    env: 'AUTH_WEBAUTHN_RP_ORIGINS',
    read: (value) => list(value).map(origin),
    default: '',
    doc: 'Where keys may be used, comma separated, besides `AUTH_CLIENT_URL`: origins such as `https://app.example.com`, Android apps as `android:apk-key-hash:…`, iOS apps as `https://` and their associated domain, or `ios:bundle-id:…`.',
  }),
  webauthnTimeoutMs: defaulted({
    env: 'AUTH_WEBAUTHN_ATTESTATION_TIMEOUT',
    read: integer(1000, 3_600_000),
    default: '60000',
    doc: 'How long a browser waits for the user to use a key, in milliseconds.',
  }),
  webauthnAttestation: defaulted({
    env: 'AUTH_WEBAUTHN_ATTESTATION',
    read: oneOf('none', 'indirect'),
    default: 'none',
    doc: 'Whether a new key is asked who made it. With `indirect` browsers may ask their users for consent; what the key says is verified, and not kept.',
  }),
  webauthnUserVerification: defaulted({
    env: 'AUTH_WEBAUTHN_USER_VERIFICATION',
    read: oneOf('required', 'preferred'),
    default: 'required',
    doc: 'Whether a key has to verify its user, by PIN or biometrics. With `preferred` it is enough to have one. Keys that Nhost Auth stored are not asked for more than it asked, until they have verified their user once.',
  }),
} satisfies Record<string, Entry<unknown>>;

/** A domain (WebAuthn L3, "RP ID"): no scheme, no port, no address of a machine. */
function domain(value: string): string {
  const isDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
  if (!isDomain.test(value) || /^[\d.]+$/.test(value)) {
    throw new Error('must be a domain in lower case, such as example.com, without scheme and port');
  }
  return value;
}

/** As clients write it into what the key signs: a web origin without a path, or the name of an app. */
function origin(value: string): string {
  if (/^android:apk-key-hash:[A-Za-z0-9_-]{43}$/.test(value)) return value;
  if (/^ios:bundle-id:[A-Za-z0-9.-]+$/.test(value)) return value;
  const url = URL.canParse(value) && !value.includes('*') ? new URL(value) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && `${url.search}${url.hash}` === '') {
    return url.origin;
  }
  throw new Error(
    'must be origins such as https://app.example.com, android:apk-key-hash:<base64url of the SHA-256 of the certificate> or ios:bundle-id:<id>',
  );
}
