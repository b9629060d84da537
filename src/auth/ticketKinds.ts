import type { Config } from '../config/config.js';
import type { MailKind } from '../mail/mailKinds.js';
import type { SmsKind } from '../sms/sms.js';

const minute = 60;

type LifetimeSetting = Extract<
  keyof Config,
  'emailVerifySeconds' | 'emailLinkSeconds' | 'emailOtpSeconds' | 'inviteSeconds'
>;

interface KindRow {
  /**
   * `token`: a UUID with the kind before it. `code`: six digits, of which five guesses may be wrong. `challenge`: 32 random
   * bytes in base64url, which a key signs.
   */
  readonly form: 'token' | 'code' | 'challenge';
  /** In seconds, or the setting that says it. */
  readonly lifetime: number | LifetimeSetting;
  /** Template of the message that carries it. */
  readonly mail?: MailKind;
  readonly sms?: SmsKind;
  /** Value of `type` in the link of the mail, as in Nhost Auth. */
  readonly linkType?: string;
}

/**
 * Every kind of ticket; the table `auth.tickets` allows no other. Names, prefixes and lifetimes (by default) are Nhost Auth's
 * where it has the kind; `invite` and elevation are ours.
 */
export const ticketKinds = {
  verifyEmail: {
    form: 'token',
    lifetime: 'emailVerifySeconds',
    mail: 'email-verify',
    linkType: 'emailVerify',
  },
  passwordlessEmail: {
    form: 'token',
    lifetime: 'emailLinkSeconds',
    mail: 'signin-passwordless',
    linkType: 'signinPasswordless',
  },
  emailConfirmChange: {
    form: 'token',
    lifetime: 'emailLinkSeconds',
    mail: 'email-confirm-change',
    linkType: 'emailConfirmChange',
  },
  passwordReset: {
    form: 'token',
    lifetime: 'emailLinkSeconds',
    mail: 'password-reset',
    linkType: 'passwordReset',
  },
  invite: { form: 'token', lifetime: 'inviteSeconds', mail: 'invite', linkType: 'invite' },
  /** A sign-in that waits for its second factor; goes to the client, not into a message. */
  mfaTotp: { form: 'token', lifetime: 5 * minute },
  /** What a browser brings back from a provider or a link, for the application that asked (PKCE); in a URL. */
  signInCode: { form: 'token', lifetime: 5 * minute },
  /** The same for an identity that will be linked. */
  linkCode: { form: 'token', lifetime: 5 * minute },
  emailOtp: { form: 'code', lifetime: 'emailOtpSeconds', mail: 'signin-otp' },
  elevateEmail: { form: 'code', lifetime: 10 * minute, mail: 'elevate-otp' },
  smsOtp: { form: 'code', lifetime: 5 * minute, sms: 'signin-passwordless-sms' },
  phoneSignUp: { form: 'code', lifetime: 5 * minute, sms: 'signup-sms' },
  phoneConfirmChange: { form: 'code', lifetime: 5 * minute, sms: 'phone-confirm-change' },
  elevateSms: { form: 'code', lifetime: 5 * minute, sms: 'elevate-sms' },
  deanonymizeSms: { form: 'code', lifetime: 5 * minute, sms: 'signin-passwordless-sms' },
  passkeySignUp: { form: 'challenge', lifetime: 5 * minute },
  /** Longer: a form that offers passkeys while the name is typed waits for as long as the page is open. */
  passkeySignIn: { form: 'challenge', lifetime: 10 * minute },
  passkeyAdd: { form: 'challenge', lifetime: 5 * minute },
  passkeyElevate: { form: 'challenge', lifetime: 5 * minute },
} as const satisfies Record<string, KindRow>;

type Kinds = typeof ticketKinds;

export type TicketKind = keyof Kinds;
type KindsWith<Row> = { [K in TicketKind]: Kinds[K] extends Row ? K : never }[TicketKind];

/** Six digits. */
export type CodeKind = KindsWith<{ form: 'code' }>;
/** What a key signs. */
export type ChallengeKind = KindsWith<{ form: 'challenge' }>;
/** A token in a link. */
export type LinkKind = KindsWith<{ linkType: string }>;
/** Carried by a mail, as a link or a code. */
export type MailedKind = KindsWith<{ mail: MailKind }>;
/** Carried by a text message. */
export type TextedKind = KindsWith<{ sms: SmsKind }>;

/** In seconds. */
export function lifetimeOf(kind: TicketKind, config: Pick<Config, LifetimeSetting>): number {
  const { lifetime } = ticketKinds[kind];
  return typeof lifetime === 'number' ? lifetime : config[lifetime];
}

export function isLinkKind(kind: string): kind is LinkKind {
  return Object.hasOwn(ticketKinds, kind) && 'linkType' in ticketKinds[kind as TicketKind];
}
