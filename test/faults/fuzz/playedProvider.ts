import { generateKeyPairSync, sign } from 'node:crypto';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const issuer = 'https://accounts.google.com';
export const googleClientId = 'client-of-google';

/** What Google, GitHub and the hooks answer here: documents and keys of Google; every code is refused; hooks agree. */
export function playOthers(onOutside: (url: string, body: string) => void): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const body = input instanceof Request ? await input.clone().text() : String(init?.body ?? '');
    onOutside(url, body);
    if (url.startsWith('http://hooks.invalid/')) return new Response('');
    if (url.endsWith('/openid-configuration')) return Response.json(metadata);
    if (url.endsWith('/certs')) {
      return Response.json({
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
      });
    }
    return Response.json({ error: 'invalid_grant' }, { status: 400 });
  };
}

const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/certs`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
};

/** An ID token of the played Google. */
export function idTokenOf(claims: Readonly<Record<string, unknown>>): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: issuer, aud: googleClientId, iat: now, exp: now + 600, ...claims };
  const text = [{ alg: 'RS256', kid: 'one' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(text), privateKey);
  return `${text}.${signature.toString('base64url')}`;
}
