import { readEmail, readId, readObject, readText } from './claims.js';
import { defineProvider } from './provider.js';

/** Live Connect, which Microsoft no longer develops: for accounts that exist. New projects take `entraid` with `consumers`. */
export const windowslive = defineProvider({
  name: 'windowslive',
  env: 'WINDOWS_LIVE',
  title: 'Windows Live',
  sources: [
    'https://learn.microsoft.com/en-us/previous-versions/windows/apps/hh243648(v=win.10)#user',
    'https://learn.microsoft.com/en-us/onedrive/developer/rest-api/getting-started/msa-oauth',
  ],
  emailVerified: 'never: Live Connect does not say whether it has checked the address',
  scopes: ['wl.basic', 'wl.emails'],
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://login.live.com/oauth20_authorize.srf',
    tokenUrl: 'https://login.live.com/oauth20_token.srf',
  },
  async readProfile({ get }) {
    const user = await get('https://apis.live.net/v5.0/me');
    const emails = readObject(user.emails);
    return {
      id: readId(user.id),
      ...readEmail(emails.account ?? emails.preferred, false),
      displayName: readText(user.name),
      locale: readText(user.locale)?.replace('_', '-'),
    };
  },
});
