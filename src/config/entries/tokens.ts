import { parseClaimDefaults, parseCustomClaims } from '../../tokens/customClaims.js';
import { defaulted, type Entry } from '../entry.js';
import { integer, oneOf, seconds } from '../readers.js';

export const tokenEntries = {
  accessTokenSeconds: defaulted({
    env: 'AUTH_ACCESS_TOKEN_EXPIRES_IN',
    read: seconds,
    default: '900',
    doc: 'Lifetime of an access token, in seconds.',
  }),
  refreshTokenSeconds: defaulted({
    env: 'AUTH_REFRESH_TOKEN_EXPIRES_IN',
    read: seconds,
    default: '2592000',
    doc: 'Lifetime of a refresh token, in seconds, counted from its last refresh: so long may a session be idle.',
  }),
  sessionSeconds: defaulted({
    env: 'AUTH_SESSION_EXPIRES_IN',
    read: integer(0, 315_360_000),
    default: '0',
    doc: 'Absolute lifetime of a session, in seconds, counted from signing in, however often it is refreshed. With 0 it has none.',
  }),
  sessionsPerUser: defaulted({
    env: 'AUTH_SESSIONS_PER_USER',
    read: integer(0, 10_000),
    default: '0',
    doc: 'How many sessions an account may have; one more ends the oldest. 1 is single-session mode, 0 any number.',
  }),
  refreshReuseSeconds: defaulted({
    env: 'AUTH_REFRESH_TOKEN_REUSE_INTERVAL',
    read: integer(0, 3600),
    default: '10',
    doc: 'How long, in seconds, a replaced refresh token still answers with its successor; later use ends the session.',
  }),
  customClaims: defaulted({
    env: 'AUTH_JWT_CUSTOM_CLAIMS',
    read: parseCustomClaims,
    default: '{}',
    doc: 'Further claims of access tokens: a JSON object of name and path from the user through relationships, as `{"organisations": "memberships[].organisation.id"}`.',
  }),
  customClaimDefaults: defaulted({
    env: 'AUTH_JWT_CUSTOM_CLAIMS_DEFAULTS',
    read: parseClaimDefaults,
    default: '{}',
    doc: 'Values of custom claims whose path leads to nothing: a JSON object. Without one such a claim is left out.',
  }),
  customClaimsOnFailure: defaulted({
    env: 'AUTH_JWT_CUSTOM_CLAIMS_ON_FAILURE',
    read: oneOf('omit', 'refuse'),
    default: 'omit',
    doc: 'What happens when Hasura does not know a path: `omit` leaves the claim out, `refuse` opens no session; both are logged.',
  }),
} satisfies Record<string, Entry<unknown>>;
