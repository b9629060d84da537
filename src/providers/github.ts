import { isTrue, readEmail, readId, readText } from './claims.js';
import { defineProvider } from './provider.js';

/**
 * The profile's own `email` is the public one, which says nothing about its proof: the list of addresses does. Only the
 * primary one counts. On GitHub Enterprise Server the addresses are what its administrators make of them.
 */
export const github = defineProvider({
  name: 'github',
  title: 'GitHub',
  sources: [
    'https://docs.github.com/en/rest/users/emails#list-email-addresses-for-the-authenticated-user',
    'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
    'https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api',
  ],
  emailVerified: 'when it is the primary one of the list of addresses and `verified` there',
  scopes: ['user:email'],
  settings: {
    authorizationUrl: {
      doc: 'Where users are sent, on GitHub Enterprise Server.',
      default: 'https://github.com/login/oauth/authorize',
    },
    tokenUrl: {
      doc: 'Its token endpoint.',
      default: 'https://github.com/login/oauth/access_token',
    },
    userProfileUrl: {
      doc: 'Its API of the user; the list of addresses is below, at `/emails`.',
      default: 'https://api.github.com/user',
    },
  },
  protocol: {
    kind: 'oauth2',
    authorizationUrl: ({ authorizationUrl }) => authorizationUrl,
    tokenUrl: ({ tokenUrl }) => tokenUrl,
    issuer: ({ authorizationUrl }) => authorizationUrl.replace(/\/authorize$/, ''),
  },
  requestParams: ['login', 'allow_signup', 'prompt'],
  // The API refuses requests without a user agent.
  headers: {
    accept: 'application/vnd.github+json',
    'user-agent': 'hasura-actions-auth',
    'x-github-api-version': '2022-11-28',
  },
  async readProfile({ get, findList, settings }) {
    const user = await get(settings.userProfileUrl);
    const emails = (await findList(`${settings.userProfileUrl}/emails`)) ?? [];
    const primary = emails.find((each) => isTrue(each.primary));
    return {
      id: readId(user.id),
      ...(primary ? readEmail(primary.email, isTrue(primary.verified)) : readEmail(user.email, false)),
      displayName: readText(user.name) ?? readText(user.login),
      avatarUrl: readText(user.avatar_url),
    };
  },
});
