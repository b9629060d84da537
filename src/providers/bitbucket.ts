import { isTrue, readEmail, readId, readList, readObject, readText } from './claims.js';
import { defineProvider } from './provider.js';

const api = 'https://api.bitbucket.org/2.0';

/** Addresses are a list of their own; only the primary one counts. */
export const bitbucket = defineProvider({
  name: 'bitbucket',
  title: 'Bitbucket',
  sources: [
    'https://developer.atlassian.com/cloud/bitbucket/rest/api-group-users/#api-user-emails-get',
    'https://developer.atlassian.com/cloud/bitbucket/oauth-2/',
    'https://developer.atlassian.com/cloud/bitbucket/rest/intro/#scopes',
  ],
  emailVerified: 'when it is the primary one of the list of addresses and `is_confirmed` there',
  scopes: ['account'],
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://bitbucket.org/site/oauth2/authorize',
    tokenUrl: 'https://bitbucket.org/site/oauth2/access_token',
  },
  clientAuthentication: 'client_secret_basic',
  async readProfile({ get }) {
    const user = await get(`${api}/user`);
    const emails = readList((await get(`${api}/user/emails`)).values);
    const primary = emails.find((each) => isTrue(each.is_primary));
    return {
      id: readId(user.uuid),
      ...readEmail(primary?.email, isTrue(primary?.is_confirmed)),
      displayName: readText(user.display_name) ?? readText(user.nickname),
      avatarUrl: readText(readObject(readObject(user.links).avatar).href),
    };
  },
});
