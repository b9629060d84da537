import { joinTexts, readEmail, readId, readObject, readText } from './claims.js';
import { defineProvider } from './provider.js';

/** Parameters that say whose sign-in page is shown. */
const selectors = ['connection', 'organization', 'domain'];

/**
 * Single sign-on of organizations. Each one's own identity provider says what the email is, and may say any: WorkOS passes
 * it on. Of connection, organization and domain one has to be said, by the client or by default.
 */
export const workos = defineProvider({
  name: 'workos',
  title: 'WorkOS',
  sources: [
    'https://workos.com/docs/reference/sso/profile',
    'https://workos.com/docs/reference/sso/get-authorization-url',
    'https://workos.com/docs/reference/sso/profile/get-profile-and-token',
  ],
  emailVerified: "never: it is what the organization's identity provider says",
  scopes: [],
  settings: {
    defaultOrganization: { doc: 'Organization of users for whom the client names none.' },
    defaultConnection: { doc: 'Connection, likewise; it goes before the organization.' },
    defaultDomain: { doc: 'Domain, likewise; only without the two others.' },
  },
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://api.workos.com/sso/authorize',
    tokenUrl: 'https://api.workos.com/sso/token',
  },
  authorizeParams({ defaultConnection, defaultOrganization, defaultDomain }, request) {
    // Exactly one is taken.
    if (selectors.some((each) => each in request)) return {};
    if (defaultConnection !== undefined) return { connection: defaultConnection };
    if (defaultOrganization !== undefined) return { organization: defaultOrganization };
    return { domain: defaultDomain };
  },
  requestParams: [...selectors, 'login_hint'],
  async readProfile({ get }) {
    const profile = await get('https://api.workos.com/sso/profile');
    return {
      id: readId(profile.id),
      ...readEmail(profile.email, false),
      displayName: joinTexts(profile.first_name, profile.last_name),
      avatarUrl: readText(readObject(profile.raw_attributes).picture),
    };
  },
});
