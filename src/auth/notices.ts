import type { MailKind } from '../mail/mailKinds.js';
import type { Auth } from './auth.js';
import type { MessageValues } from './messages.js';
import type { DraftMessage } from './outbox.js';

/** Mails without a ticket, which tell that something happened. */
export type NoticeKind = Extract<
  MailKind,
  | 'account-exists'
  | 'account-deleted'
  | 'password-changed'
  | 'email-changed'
  | 'phone-changed'
  | 'totp-enabled'
  | 'totp-disabled'
  | 'recovery-code-used'
>;

interface Notice {
  readonly kind: NoticeKind;
  readonly user: {
    readonly id: string;
    readonly displayName: string;
    readonly email: string | null;
    readonly locale: string;
  };
  /** Where it goes, when not to the account's address, as the former one after a change. */
  readonly to?: string;
  readonly values?: Pick<MessageValues, 'newEmail' | 'newPhoneNumber' | 'redirectTo'>;
  /** Whether the row outlives the account. */
  readonly outlivesAccount?: boolean;
  /** Id of the row; a new one unless given. */
  readonly id?: string;
}

/**
 * The mail that tells an account's owner what happened, to be written by the mutation that makes it happen and delivered
 * after it. Empty when the account has no address, or this server sends no mail: nothing fails for want of a notice.
 */
export function draftNotice({ outbox }: Pick<Auth, 'outbox'>, notice: Notice): readonly DraftMessage[] {
  const { kind, user, to = user.email, values, outlivesAccount = false, id } = notice;
  if (!outbox.canMail || to === null) return [];
  const { displayName, locale } = user;
  return [
    outbox.draftMail(
      { kind, to, locale, values: { displayName, email: user.email ?? to, ...values } },
      { userId: outlivesAccount ? null : user.id, ...(id !== undefined && { id }) },
    ),
  ];
}

/** Writes and sends a notice by itself. */
export async function sendNotice(auth: Auth, notice: Notice): Promise<void> {
  const drafts = draftNotice(auth, notice);
  if (drafts.length === 0) return;
  await auth.hasura.InsertMessages({ messages: drafts.map(({ row }) => row) });
  await auth.outbox.deliver(drafts);
}
