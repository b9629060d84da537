import { defaulted, type Entry } from '../entry.js';
import { flag, integer, oneOf, text } from '../readers.js';

/** What the owner of an account has to show, and the second factor. */
export const accountEntries = {
  freshSessionSeconds: defaulted({
    env: 'AUTH_FRESH_SESSION_SECONDS',
    read: integer(0, 315_360_000),
    default: '900',
    doc: 'How long after signing in a session is proof enough to change the password, delete the account and the like; later the password or an elevated session is needed. Refreshing does not make a session fresh. With 0 no session is.',
  }),
  requireElevatedClaim: defaulted({
    env: 'AUTH_REQUIRE_ELEVATED_CLAIM',
    read: oneOf('disabled', 'recommended', 'required'),
    default: 'disabled',
    doc: 'Whether changes of an account need an access token with the claim `x-hasura-auth-elevated`: of nobody, of accounts with a second factor or a security key, or of all.',
  }),
  mfaEnabled: defaulted({
    env: 'AUTH_MFA_ENABLED',
    read: flag,
    default: 'false',
    doc: 'TOTP as a second factor. Accounts that have one need it also while this is off: they can sign in again when it is on.',
  }),
  totpDriftSteps: defaulted({
    env: 'AUTH_MFA_TOTP_DRIFT_STEPS',
    read: integer(0, 1),
    default: '1',
    doc: 'How many steps of 30 seconds before and after the present one codes of authenticator apps count for: clocks differ, and typing takes time.',
  }),
  totpIssuer: defaulted({
    env: 'AUTH_MFA_TOTP_ISSUER',
    read: text,
    default: 'auth',
    doc: 'Name of the service, as authenticator apps show it.',
  }),
} satisfies Record<string, Entry<unknown>>;
