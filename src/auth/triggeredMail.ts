import { z } from 'zod';
import type { Carriers, MailContent } from './messages.js';

/** A row of the outbox that a trigger of the database wrote. */
export interface TriggeredRow {
  readonly kind: string;
  readonly user?: {
    readonly email: string | null;
    readonly displayName: string;
    readonly locale: string;
  } | null;
}

/** What triggers tell, of which the database has nothing but the account. */
const triggeredKinds = z.enum(['security-key-removed']);

interface Options extends Pick<Carriers, 'mail'> {
  readonly isNoticeOn: (kind: string) => boolean;
}

/** What a trigger has to tell, with the address of now; undefined when nobody is to hear of it. */
export function triggeredMail(
  { kind, user }: TriggeredRow,
  { mail, isNoticeOn }: Options,
): MailContent | undefined {
  if (!mail || !user?.email || !isNoticeOn(kind)) return undefined;
  const { email, displayName, locale } = user;
  return {
    channel: 'email',
    kind: triggeredKinds.parse(kind),
    to: email,
    locale,
    values: { displayName, email },
  };
}
