import { createHmac, randomBytes } from 'node:crypto';
import { type Call, type Dialect, demand, json, once, type Reply, redirect } from './dialect.js';

/** https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens */
export const twitterOauth1: Dialect = (context) => {
  const { client, script } = context;
  const secrets = new Map<string, string>();
  const callbacks = new Map<string, string>();
  const verifiers = new Map<string, string>();
  const nonces = new Set<string>();

  /** RFC 5849 section 3.2, written from the point of view of the server. */
  function checkSignature(call: Call): Readonly<Record<string, string>> {
    const header = call.headers.authorization ?? '';
    demand(header.startsWith('OAuth '), 'the parameters are in the Authorization header');
    const fields = header.slice('OAuth '.length).split(/,\s*/);
    const given = once(
      new URLSearchParams(
        fields.map((field) => field.replace(/="(.*)"$/, '=$1').replaceAll('+', '%2B')).join('&'),
      ),
    );
    const { oauth_signature: signature, ...signed } = given;
    demand(signed.oauth_consumer_key === client.id, 'oauth_consumer_key is the registered one');
    demand(signed.oauth_signature_method === 'HMAC-SHA1', 'the method is HMAC-SHA1');
    demand(signed.oauth_version === '1.0', 'oauth_version is 1.0');
    demand(/^\d{10}$/.test(signed.oauth_timestamp ?? ''), 'oauth_timestamp is in seconds');
    demand(!nonces.has(signed.oauth_nonce ?? ''), 'oauth_nonce is used once');
    nonces.add(signed.oauth_nonce ?? '');
    demand(call.body === '', 'a body would have to be signed');
    const pairs = [...Object.entries(signed), ...call.query].map((pair) => pair.map(percent));
    const sorted = pairs.sort(([a = '', x = ''], [b = '', y = '']) =>
      a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1,
    );
    const parameters = sorted.map((pair) => pair.join('=')).join('&');
    const base = `${call.method}&${percent(`https://${call.host}${call.path}`)}&${percent(parameters)}`;
    const key = `${percent(client.secret)}&${percent(secrets.get(signed.oauth_token ?? '') ?? '')}`;
    demand(signature === createHmac('sha1', key).update(base).digest('base64'), 'oauth_signature is right');
    return signed;
  }

  function issue(): { token: string; secret: string } {
    const [token, secret] = [randomBytes(20).toString('base64url'), randomBytes(20).toString('base64url')];
    secrets.set(token, secret);
    return { token, secret };
  }

  return {
    // https://docs.x.com/x-api/oauth/request_token: `oauth_callback` has to be registered, its query aside.
    'POST api.x.com/oauth/request_token': {
      part: 'token',
      answer(call) {
        const { oauth_callback: callback = '', oauth_token: before } = checkSignature(call);
        demand(before === undefined, 'there is no token yet');
        demand(callback.replace(/\?.*$/, '') === client.redirectUri, 'oauth_callback is the registered one');
        const { token, secret } = issue();
        callbacks.set(token, callback);
        return form({ oauth_token: token, oauth_token_secret: secret, oauth_callback_confirmed: 'true' });
      },
    },
    'GET api.x.com/oauth/authenticate': {
      part: 'authorize',
      answer({ query }) {
        const { oauth_token: token = '' } = once(query);
        const callback = callbacks.get(token);
        demand(callback !== undefined, 'oauth_token is one that was issued');
        if (script().consent === 'refused') return redirect(callback, { denied: token });
        const verifier = randomBytes(20).toString('base64url');
        verifiers.set(token, verifier);
        return redirect(callback, { oauth_token: token, oauth_verifier: verifier });
      },
    },
    'POST api.x.com/oauth/access_token': {
      part: 'token',
      answer(call) {
        const { oauth_token: token = '', oauth_verifier: verifier = '' } = checkSignature(call);
        demand(verifier !== '' && verifiers.get(token) === verifier, 'oauth_verifier belongs to the token');
        verifiers.delete(token);
        const { token: access, secret } = issue();
        const { id, firstName } = script().account;
        return form({
          oauth_token: access,
          oauth_token_secret: secret,
          user_id: id,
          screen_name: firstName.toLowerCase(),
        });
      },
    },
    // https://developer.x.com/en/docs/x-api/v1/accounts-and-users/manage-account-settings/api-reference/get-account-verify_credentials
    'GET api.x.com/1.1/account/verify_credentials.json': {
      part: 'profile',
      answer(call) {
        checkSignature(call);
        const { include_email: includeEmail } = once(call.query);
        const { id, email, emailVerified, firstName, lastName, picture } = script().account;
        return json({
          id: Number(id),
          id_str: id,
          name: `${firstName} ${lastName}`,
          screen_name: firstName.toLowerCase(),
          profile_image_url_https: picture,
          // Null where there is none, or none that is verified.
          ...(includeEmail === 'true' ? { email: emailVerified ? (email ?? null) : null } : {}),
        });
      },
    },
  };
};

function form(fields: Readonly<Record<string, string>>): Reply {
  return {
    status: 200,
    // As X says it, although it is a form.
    headers: { 'content-type': 'text/html;charset=utf-8' },
    body: new URLSearchParams(fields).toString(),
  };
}

function percent(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
