import { type Call, type Dialect, demand, json } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/**
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps: JSON only for who asks for it; a
 * wrong code is answered with status 200.
 */
export const github = githubAt('github.com', 'api.github.com');

/** @param web host of the pages. @param api base of the API, without scheme. */
export function githubAt(web: string, api: string): Dialect {
  return (context) => {
    const { script } = context;
    const server = oauth2Server(context, {
      scopes: ['user:email'],
      pkce: 'S256',
      clientAuthentication: 'post',
      parameters: { login: false, allow_signup: false, prompt: false },
      landing: () => ({ iss: `https://${web}/login/oauth` }),
      refusal: {
        error: 'access_denied',
        error_description: 'The user has denied your application access.',
        error_uri:
          'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors',
      },
      checkTokenCall: ({ headers }) =>
        demand(headers.accept === 'application/json', 'the answer is a form unless JSON is asked for'),
      // Not separated by blanks, as RFC 6749 would have it.
      answer: ({ scopes }) => ({
        token_type: 'bearer',
        scope: scopes.join(','),
        expires_in: undefined,
        refresh_token: undefined,
      }),
      tokenError: (_, description) =>
        json({ error: 'bad_verification_code', error_description: description }),
    });

    /** https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api */
    function checkApiCall(call: Call) {
      const { headers } = call;
      demand(/^(?!node\b|undici\b).+/.test(headers['user-agent'] ?? ''), 'user-agent names the application');
      demand(headers.accept === 'application/vnd.github+json', 'accept is application/vnd.github+json');
      demand(
        /^\d{4}-\d\d-\d\d$/.test(String(headers['x-github-api-version'])),
        'the version of the API is said',
      );
      return server.bearer(call);
    }

    return {
      [`GET ${web}/login/oauth/authorize`]: server.authorize,
      [`POST ${web}/login/oauth/access_token`]: server.token,
      [`GET ${api}/user`]: {
        part: 'profile',
        answer(call) {
          checkApiCall(call);
          const { id, email, firstName, lastName, picture } = script().account;
          return json({
            id: Number(id),
            login: firstName.toLowerCase(),
            name: `${firstName} ${lastName}`,
            avatar_url: picture,
            // The public address, whether it is verified or not.
            email: email ?? null,
          });
        },
      },
      // https://docs.github.com/en/rest/users/emails#list-email-addresses-for-the-authenticated-user
      [`GET ${api}/user/emails`]: {
        part: 'profile',
        answer(call) {
          const { scopes } = checkApiCall(call);
          if (!scopes.includes('user:email')) return json({ message: 'Not Found' }, 404);
          const { email, emailVerified } = script().account;
          const others = [{ email: 'other@example.com', primary: false, verified: true, visibility: null }];
          return json(
            email === undefined
              ? []
              : [...others, { email, primary: true, verified: emailVerified, visibility: 'public' }],
          );
        },
      },
    };
  };
}
