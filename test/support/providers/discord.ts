import { type Dialect, demand, json } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/** https://discord.com/developers/docs/topics/oauth2#authorization-code-grant */
export const discord: Dialect = (context) => {
  const { script } = context;
  const server = oauth2Server(context, {
    scopes: ['identify', 'email'],
    pkce: 'ignored',
    clientAuthentication: 'post',
    parameters: { prompt: false },
    refusal: {
      error: 'access_denied',
      error_description: 'The resource owner or authorization server denied the request',
    },
    answer: ({ scopes }) => ({ scope: scopes.join(' ') }),
  });
  return {
    'GET discord.com/oauth2/authorize': server.authorize,
    'POST discord.com/api/v10/oauth2/token': server.token,
    // https://discord.com/developers/docs/resources/user#user-object
    'GET discord.com/api/v10/users/@me': {
      part: 'profile',
      answer(call) {
        // https://discord.com/developers/docs/reference#user-agent
        demand(
          /^DiscordBot \([^,]+, [^)]+\)/.test(call.headers['user-agent'] ?? ''),
          'user-agent is DiscordBot ($url, $versionNumber)',
        );
        server.bearer(call);
        const { id, email, emailVerified, firstName, lastName } = script().account;
        return json({
          id,
          username: firstName.toLowerCase(),
          discriminator: '0',
          global_name: `${firstName} ${lastName}`,
          avatar: '8342729096ea3675442027381ff50dfe',
          locale: 'en-GB',
          // https://discord.com/developers/docs/topics/oauth2#shared-resources-oauth2-scopes: null where there is none.
          email: email ?? null,
          verified: emailVerified,
        });
      },
    },
  };
};
