/**
 * Every kind of mail, by the name of its template. Names are Nhost Auth's where it has the kind.
 *
 * `shows` names the values besides those that every template gets (`email`, `displayName`, `locale`, `serverUrl`,
 * `clientUrl`, `redirectTo`).
 */
export const mailKinds = {
  'email-verify': { shows: ['link', 'ticket'] },
  'email-confirm-change': { shows: ['link', 'ticket', 'newEmail'] },
  'signin-passwordless': { shows: ['link', 'ticket'] },
  'signin-otp': { shows: ['code', 'ticket'] },
  'password-reset': { shows: ['link', 'ticket'] },
  invite: { shows: ['link', 'ticket'] },
  'elevate-otp': { shows: ['code', 'ticket'] },
  'account-exists': { shows: [] },
  'account-deleted': { shows: [] },
  'password-changed': { shows: [] },
  'email-changed': { shows: ['newEmail'] },
  'phone-changed': { shows: ['newPhoneNumber'] },
  'totp-enabled': { shows: [] },
  'totp-disabled': { shows: [] },
  'recovery-code-used': { shows: [] },
  'recovery-codes-replaced': { shows: [] },
  'security-key-added': { shows: [] },
  'security-key-removed': { shows: [] },
  'identity-linked': { shows: ['provider'] },
  'identity-unlinked': { shows: ['provider'] },
  'pat-created': { shows: ['time'] },
  'pat-expires': { shows: ['time'] },
  'changed-by-administrator': { shows: ['changed'] },
  'refresh-token-reused': { shows: [] },
  'new-device': { shows: ['device', 'ip', 'time'] },
} as const satisfies Record<string, MailKindRow>;

interface MailKindRow {
  readonly shows: readonly (
    | 'link'
    | 'ticket'
    | 'code'
    | 'newEmail'
    | 'newPhoneNumber'
    | 'device'
    | 'ip'
    | 'time'
    | 'provider'
    | 'changed'
  )[];
}

export type MailKind = keyof typeof mailKinds;
