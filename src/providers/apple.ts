import { createPrivateKey } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import { addSeconds } from '../lib/clock.js';
import { joinTexts, readObject, readStandardClaims } from './claims.js';
import { type Claims, defineProvider } from './provider.js';

const issuer = 'https://appleid.apple.com';
/** Apple takes up to six months; it is made anew for each request. */
const secretSeconds = 300;

/**
 * Apple answers with a POST when a name or an email is asked for, and tells the name in the first answer alone, in a field
 * that nobody has signed: the email there is not looked at. `email_verified` may be a text; it is false for some addresses
 * of Work & School accounts.
 */
export const apple = defineProvider({
  name: 'apple',
  title: 'Apple',
  sources: [
    'https://developer.apple.com/documentation/signinwithapple/authenticating-users-with-sign-in-with-apple',
    'https://developer.apple.com/documentation/signinwithapplerestapi/request-an-authorization-to-the-sign-in-with-apple-server.',
    'https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret',
  ],
  emailVerified: 'when the ID token says `email_verified: true`, or `"true"`',
  scopes: ['name', 'email'],
  settings: {
    teamId: { doc: 'Id of the team, ten characters.', required: true },
    keyId: { doc: 'Id of the private key.', required: true },
    privateKey: {
      doc: 'The private key (`.p8`, PEM), which signs the client secrets; line breaks may be written `\\n`.',
      required: true,
      secret: true,
      read: readPrivateKey,
    },
    audience: { doc: 'Further client ids whose ID tokens are accepted, as those of apps; comma separated.' },
  },
  protocol: { kind: 'oidc', issuer },
  responseMode: 'form_post',
  async clientSecret({ clientId, teamId, keyId, privateKey }, now) {
    const key = await importPKCS8(privateKey, 'ES256');
    return new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(teamId)
      .setSubject(clientId)
      .setAudience(issuer)
      .setIssuedAt(now)
      .setExpirationTime(addSeconds(now, secretSeconds))
      .sign(key);
  },
  readProfile: ({ claims, callback }) => ({
    ...readStandardClaims(claims),
    displayName: readName(callback.user),
  }),
});

/** @throws Error for another thing than a key for ES256; what was wrong with it is not told, as that may repeat it. */
function readPrivateKey(text: string): string {
  const pem = text.replaceAll('\\n', '\n');
  if (curveOf(pem) === 'prime256v1') return pem;
  throw new Error('must be the private key of a .p8 file (PKCS#8, PEM, P-256)');
}

function curveOf(pem: string): string | undefined {
  try {
    const isPkcs8 = pem.trim().startsWith('-----BEGIN PRIVATE KEY-----');
    return isPkcs8 ? createPrivateKey(pem).asymmetricKeyDetails?.namedCurve : undefined;
  } catch {
    return undefined;
  }
}

/** The name of `{"name":{"firstName":"…","lastName":"…"},"email":"…"}`. */
function readName(user: string | undefined): string | undefined {
  const { firstName, lastName } = readObject(parseUser(user ?? '').name);
  return joinTexts(firstName, lastName);
}

function parseUser(user: string): Claims {
  try {
    return readObject(JSON.parse(user));
  } catch {
    // Not signed, so anything may be there.
    return {};
  }
}
