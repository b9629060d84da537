import type { Mutation, Query } from '../generated/actions.js';

interface EventRow {
  /**
   * Whose entries the client waits for: those of what was done, all of them, or none. Others are written within a second,
   * many at once.
   */
  readonly awaited: 'done' | 'all' | 'none';
  /** One sentence for the docs. */
  readonly doc: string;
}

/** Everything that the audit log knows. Names are public: hooks and queries use them. */
export const auditEvents = {
  'sign-up': { awaited: 'none', doc: 'An account was made, or asked for with a name that is taken.' },
  'sign-up-request': { awaited: 'none', doc: 'A code was asked for that makes an account.' },
  'sign-in-request': { awaited: 'none', doc: 'A link or a code was asked for that signs in.' },
  'sign-in': { awaited: 'none', doc: 'A session was opened, or refused.' },
  'sign-in-challenge': { awaited: 'none', doc: 'The first factor was right; the second one is asked for.' },
  'sign-out': { awaited: 'none', doc: 'Sessions were ended by their owner.' },
  refresh: { awaited: 'none', doc: 'A refresh token was refused. Successful refreshes are not in the log.' },
  'refresh-token-reuse': {
    awaited: 'all',
    doc: 'A refresh token was used that had been replaced before: the session was ended.',
  },
  'sign-in-code-reuse': {
    awaited: 'all',
    doc: 'A code that a browser brought back was used a second time: the session of the first use was ended.',
  },
  'security-key-copied': {
    awaited: 'all',
    doc: 'A key signed rightly, but its counter went back: there may be a copy of it. It was refused.',
  },
  'elevation-request': { awaited: 'none', doc: 'A code was asked for that elevates a session.' },
  elevation: { awaited: 'none', doc: 'An elevated session was opened, or refused.' },
  'password-reset-request': { awaited: 'none', doc: 'A link was asked for that resets the password.' },
  'password-change': { awaited: 'done', doc: 'The password was set or changed in a session.' },
  'password-reset': { awaited: 'done', doc: 'The password was set by a link.' },
  'verification-request': { awaited: 'none', doc: 'The mail that proves the address was asked for again.' },
  'email-change-request': { awaited: 'done', doc: 'Another address was asked for.' },
  'email-change': { awaited: 'done', doc: 'The address was changed.' },
  'phone-change-request': { awaited: 'done', doc: 'Another phone number was asked for.' },
  'phone-change': { awaited: 'done', doc: 'The phone number was changed.' },
  'mfa-setup': { awaited: 'none', doc: 'A secret for an authenticator app was made; it does not count yet.' },
  'mfa-enable': { awaited: 'done', doc: 'A second factor was switched on.' },
  'mfa-disable': { awaited: 'done', doc: 'The second factor was switched off.' },
  'recovery-codes-replace': { awaited: 'done', doc: 'New recovery codes took the place of the former ones.' },
  'key-change': { awaited: 'done', doc: 'A passkey or security key was added or removed.' },
  'identity-change': { awaited: 'done', doc: 'An identity of a provider was linked or unlinked.' },
  'provider-tokens': { awaited: 'none', doc: 'Tokens of a provider were fetched or refreshed.' },
  'pat-create': { awaited: 'done', doc: 'A personal access token was made.' },
  'account-convert': { awaited: 'done', doc: 'An anonymous account got a way to sign in.' },
  'account-delete': { awaited: 'done', doc: 'An account was deleted by its owner.' },
  'data-export': { awaited: 'none', doc: 'The owner took the data of the account along.' },
  impersonation: { awaited: 'done', doc: 'An administrator opened a session of a user.' },
  'admin-user-create': { awaited: 'done', doc: 'An administrator made an account.' },
  'admin-user-invite': { awaited: 'done', doc: 'An administrator invited somebody.' },
  'admin-user-update': {
    awaited: 'done',
    doc: 'An administrator changed an account, its roles or its state.',
  },
  'admin-user-delete': { awaited: 'done', doc: 'An administrator deleted an account.' },
  'admin-user-sign-out': { awaited: 'done', doc: 'An administrator ended all sessions of a user.' },
  'admin-users-import': { awaited: 'done', doc: 'An administrator imported accounts.' },
} as const satisfies Record<string, EventRow>;

export type AuditEvent = keyof typeof auditEvents;

/** A call that a browser makes without an Action. */
type BrowserCall = 'providerCallback';

interface AuditedRow {
  readonly event: AuditEvent;
  /** Whether only refusals and failures are of interest. */
  readonly failuresOnly?: true;
}

/** What each Action is in the log, unless the flow notes something more exact; undefined for what is not in it. */
export const auditedActions = {
  activateTotp: { event: 'mfa-enable' },
  adminCreateUser: { event: 'admin-user-create' },
  adminDeleteUser: { event: 'admin-user-delete' },
  adminImpersonate: { event: 'impersonation' },
  adminImportUsers: { event: 'admin-users-import' },
  adminInviteUser: { event: 'admin-user-invite' },
  adminSignOutUser: { event: 'admin-user-sign-out' },
  adminUpdateUser: { event: 'admin-user-update' },
  authConfig: undefined,
  changeEmail: { event: 'email-change-request' },
  changePassword: { event: 'password-change' },
  changePhone: { event: 'phone-change-request' },
  confirmPhoneChange: { event: 'phone-change' },
  confirmTicket: { event: 'sign-in' },
  createPat: { event: 'pat-create' },
  deanonymize: { event: 'account-convert' },
  deleteAccount: { event: 'account-delete' },
  disableTotp: { event: 'mfa-disable' },
  elevate: { event: 'elevation' },
  elevationMethods: undefined,
  exportMyData: { event: 'data-export' },
  finishAddPasskey: { event: 'key-change' },
  finishPasskeySignIn: { event: 'sign-in' },
  finishPasskeySignUp: { event: 'sign-up' },
  generateTotp: { event: 'mfa-setup' },
  me: undefined,
  refresh: { event: 'refresh', failuresOnly: true },
  replaceRecoveryCodes: { event: 'recovery-codes-replace' },
  revokeSession: { event: 'sign-out' },
  sendElevationCode: { event: 'elevation-request' },
  sendEmailOtp: { event: 'sign-in-request' },
  sendMagicLink: { event: 'sign-in-request' },
  sendPasswordReset: { event: 'password-reset-request' },
  sendSmsOtp: { event: 'sign-in-request' },
  sendVerificationEmail: { event: 'verification-request' },
  setPassword: { event: 'password-change' },
  signIn: { event: 'sign-in' },
  signInAnonymous: { event: 'sign-up' },
  signInEmailOtp: { event: 'sign-in' },
  signInPat: { event: 'sign-in' },
  signInPhone: { event: 'sign-in' },
  signInRecoveryCode: { event: 'sign-in' },
  signInSmsOtp: { event: 'sign-in' },
  signInTotp: { event: 'sign-in' },
  signInUsername: { event: 'sign-in' },
  signInWith: { event: 'sign-in' },
  signOut: { event: 'sign-out' },
  signUp: { event: 'sign-up' },
  signUpPhone: { event: 'sign-up-request' },
  signUpUsername: { event: 'sign-up' },
  signUpWith: { event: 'sign-up' },
  startAddPasskey: undefined,
  startPasskeyElevation: undefined,
  startPasskeySignIn: undefined,
  startPasskeySignUp: undefined,
  verifyPhone: { event: 'sign-up' },
  startProvider: undefined,
  providerCallback: { event: 'sign-in' },
  exchangeCode: { event: 'sign-in' },
  signInIdToken: { event: 'sign-in' },
  linkProvider: undefined,
  linkIdToken: { event: 'identity-change' },
  unlinkProvider: { event: 'identity-change' },
  providerTokens: { event: 'provider-tokens' },
} as const satisfies Record<keyof Mutation | keyof Query | BrowserCall, AuditedRow | undefined>;

/** What an Action is in the log; undefined for what is not in it. */
export function auditedAs(action: string): AuditedRow | undefined {
  return (auditedActions as Readonly<Record<string, AuditedRow | undefined>>)[action];
}
