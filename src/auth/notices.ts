import type { Config } from '../config/config.js';
import type { MailKind } from '../mail/mailKinds.js';
import type { Auth } from './auth.js';
import type { MessageValues } from './messages.js';
import type { DraftMessage } from './outbox.js';

type Switch = Extract<keyof Config, `notice${string}`>;

/** Mails without a ticket, which tell that something happened, and the setting that switches each off. */
const noticeSwitches = {
  'account-exists': undefined,
  'account-deleted': undefined,
  'password-changed': 'noticePassword',
  'email-changed': 'noticeEmail',
  'phone-changed': 'noticePhone',
  'totp-enabled': 'noticeMfa',
  'totp-disabled': 'noticeMfa',
  'recovery-code-used': 'noticeMfa',
  'recovery-codes-replaced': 'noticeMfa',
  'security-key-added': 'noticeMfa',
  'security-key-removed': 'noticeMfa',
  'identity-linked': 'noticeIdentity',
  'identity-unlinked': 'noticeIdentity',
  'pat-created': 'noticePat',
  'pat-expires': 'noticePat',
  'changed-by-administrator': 'noticeAdmin',
  'refresh-token-reused': 'noticeTokenReuse',
} as const satisfies Partial<Record<MailKind, Switch | undefined>>;

export type NoticeKind = keyof typeof noticeSwitches;

/** Who is told. */
export interface NoticeOwner {
  readonly id: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly locale: string;
}

interface Notice {
  readonly kind: NoticeKind;
  readonly user: NoticeOwner;
  /** Where it goes, when not to the account's address, as the former one after a change. */
  readonly to?: string;
  readonly values?: Pick<
    MessageValues,
    'newEmail' | 'newPhoneNumber' | 'redirectTo' | 'time' | 'provider' | 'changed'
  >;
  /** Whether the row outlives the account. */
  readonly outlivesAccount?: boolean;
  /** Id of the row; a new one unless given. */
  readonly id?: string;
}

/** Whether the settings let owners hear of what a mail of this kind tells. */
export function isNoticeOn(kind: string, config: Config): boolean {
  const isOn = (noticeSwitches as Readonly<Record<string, Switch | undefined>>)[kind];
  return isOn === undefined || config[isOn];
}

/** A time as mails show it. */
export function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * The mail that tells an account's owner what happened, to be written by the mutation that makes it happen and delivered
 * after it. Empty when the account has no address, the settings switch the notice off, or this server sends no mail: nothing
 * fails for want of a notice.
 */
export function draftNotice(
  { outbox, config }: Pick<Auth, 'outbox' | 'config'>,
  notice: Notice,
): readonly DraftMessage[] {
  const { kind, user, to = user.email, values, outlivesAccount = false, id } = notice;
  if (!outbox.canMail || to === null || !isNoticeOn(kind, config)) return [];
  const { displayName, locale } = user;
  return [
    outbox.draftMail(
      { kind, to, locale, values: { displayName, email: user.email ?? to, ...values } },
      { userId: outlivesAccount ? null : user.id, ...(id !== undefined && { id }) },
    ),
  ];
}

/** Drafts as the variables `messages` and `messageIds` of a mutation. */
export function rowsOf(drafts: readonly DraftMessage[]) {
  return { messages: drafts.map(({ row }) => row), messageIds: drafts.map(({ id }) => id) };
}

/** Writes and sends a notice by itself. */
export async function sendNotice(auth: Auth, notice: Notice): Promise<void> {
  const drafts = draftNotice(auth, notice);
  if (drafts.length === 0) return;
  await auth.hasura.InsertMessages({ messages: drafts.map(({ row }) => row) });
  await auth.outbox.deliver(drafts);
}
