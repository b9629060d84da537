import type { Dialect } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/** https://developers.strava.com/docs/authentication/: scopes by commas; the athlete comes with the tokens. */
export const strava: Dialect = (context) => {
  const { script } = context;
  const server = oauth2Server(context, {
    scopes: ['profile:read_all'],
    scopeSeparator: ',',
    pkce: 'ignored',
    clientAuthentication: 'post',
    parameters: { approval_prompt: 'auto' },
    landing: ({ scopes }) => ({ scope: ['read', ...scopes].join(',') }),
    refusal: { error: 'access_denied' },
    answer: () => {
      const { id, firstName, lastName, picture } = script().account;
      return {
        expires_at: 1_568_775_134,
        expires_in: 21_600,
        athlete: {
          id: Number(id),
          username: null,
          firstname: firstName,
          lastname: lastName,
          profile: picture,
        },
      };
    },
  });
  return {
    'GET www.strava.com/oauth/authorize': server.authorize,
    'POST www.strava.com/oauth/token': server.token,
  };
};
