import { joinTexts, readId, readObject, readText } from './claims.js';
import { defineProvider } from './provider.js';

/** The athlete comes with the tokens, and without an email. */
export const strava = defineProvider({
  name: 'strava',
  title: 'Strava',
  sources: [
    'https://developers.strava.com/docs/reference/#api-models-SummaryAthlete',
    'https://developers.strava.com/docs/authentication/',
  ],
  emailVerified: 'never: Strava gives no email',
  scopes: ['profile:read_all'],
  scopeSeparator: ',',
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://www.strava.com/oauth/authorize',
    tokenUrl: 'https://www.strava.com/oauth/token',
  },
  authorizeParams: { approval_prompt: 'auto' },
  requestParams: ['approval_prompt'],
  readProfile({ tokens }) {
    const athlete = readObject(tokens.athlete);
    return {
      id: readId(athlete.id),
      emailVerified: false,
      displayName: joinTexts(athlete.firstname, athlete.lastname) ?? readText(athlete.username),
      avatarUrl: readText(athlete.profile),
    };
  },
});
