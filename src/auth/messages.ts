import { z } from 'zod';
import { DeliveryError } from '../lib/delivery.js';
import type { Inbox } from '../mail/inbox.js';
import type { MailTransport } from '../mail/mail.js';
import type { MailKind } from '../mail/mailKinds.js';
import type { Templates } from '../mail/templates.js';
import type { SmsKind, SmsTransport } from '../sms/sms.js';
import { parseEmail } from './email.js';

/** What a template shows, by name. */
export interface MessageValues {
  readonly displayName?: string | undefined;
  readonly link?: string | undefined;
  /** Ticket of the link, or the code. */
  readonly ticket?: string | undefined;
  readonly code?: string | undefined;
  readonly redirectTo?: string | undefined;
  readonly email?: string | undefined;
  readonly newEmail?: string | undefined;
  readonly newPhoneNumber?: string | undefined;
  /** Name of a device in words of ours, its address, and when it signed in. */
  readonly device?: string | undefined;
  readonly ip?: string | undefined;
  /** In words, of UTC. */
  readonly time?: string | undefined;
  /** Name of an identity's provider, as the operator or its file has it. */
  readonly provider?: string | undefined;
  /** What an administrator changed: `password`, `email`, `phoneNumber`, `username`, with commas. */
  readonly changed?: string | undefined;
}

interface CommonContent {
  /** Address or number. */
  readonly to: string;
  readonly locale: string;
  readonly values: MessageValues;
  /** After this the message is of no use, and not delivered any more. ISO 8601. */
  readonly expiresAt?: string | undefined;
}

export type MailContent = CommonContent & { readonly channel: 'email'; readonly kind: MailKind };
export type SmsContent = CommonContent & { readonly channel: 'sms'; readonly kind: SmsKind };

/** What is to be said to whom; rendered when it is delivered. */
export type MessageContent = MailContent | SmsContent;

/** The content as it was written by this or another release; what is needed of it is there. */
const storedContent = z.looseObject({
  channel: z.enum(['email', 'sms']),
  kind: z.string(),
  to: z.string(),
  locale: z.string(),
  values: z.record(z.string(), z.string()),
  expiresAt: z.string().optional(),
});

/** @throws Error when `text` is not what `JSON.stringify` made of a content. */
export function parseContent(text: string): MessageContent {
  return storedContent.parse(JSON.parse(text)) as MessageContent;
}

/** The services that messages go to. */
export interface Carriers {
  readonly templates: Templates;
  /** None when no mail can be sent. */
  readonly mail: MailTransport | undefined;
  readonly sms: SmsTransport | undefined;
  /** Sees every message, in development. */
  readonly inbox: Inbox | undefined;
  /** What every template may show. */
  readonly site: { readonly serverUrl: string | undefined; readonly clientUrl: string | undefined };
}

/**
 * Renders a message and hands it to its service.
 *
 * @param id of its row: the same at every attempt.
 * @throws DeliveryError, or Error when the template is broken.
 */
export function sendMessage(carriers: Carriers, id: string, content: MessageContent): Promise<void> {
  return content.channel === 'email' ? sendMail(carriers, id, content) : sendSms(carriers, id, content);
}

async function sendMail(carriers: Carriers, id: string, content: MailContent): Promise<void> {
  const { templates, mail, inbox, site } = carriers;
  const { to, kind, locale, values } = content;
  if (!mail) throw new DeliveryError('no mail service', { permanent: false });
  // Once more: rows can come from elsewhere, and an address must never become two.
  if (parseEmail(to) === undefined) throw new DeliveryError('not an address', { permanent: true });
  const rendered = await templates.renderMail(kind, locale, { email: to, locale, ...site, ...values });
  const headers = headersOf(kind, values);
  await mail.send({ messageId: `<${id}@${messageHost(site.serverUrl)}>`, to, ...rendered, headers });
  inbox?.add({ id, channel: 'email', receivedAt: new Date(), to, kind, ...rendered, link: values.link });
}

/** Headers of Nhost Auth, which test tools read. */
function headersOf(kind: MailKind, { ticket, link, redirectTo }: MessageValues): Record<string, string> {
  return {
    'X-Email-Template': kind,
    ...(ticket !== undefined && { 'X-Ticket': ticket }),
    ...(link !== undefined && { 'X-Link': link }),
    ...(redirectTo !== undefined && { 'X-Redirect-To': redirectTo }),
  };
}

function messageHost(serverUrl: string | undefined): string {
  return (serverUrl && URL.parse(serverUrl)?.hostname) || 'localhost';
}

async function sendSms(carriers: Carriers, id: string, content: SmsContent): Promise<void> {
  const { templates, sms, inbox, site } = carriers;
  const { to, kind, locale, values } = content;
  if (!sms) throw new DeliveryError('no SMS service', { permanent: false });
  const body = await templates.renderText(kind, locale, { locale, ...site, ...values });
  await sms.send({ to, body, hasCode: values.code !== undefined });
  inbox?.add({
    id,
    channel: 'sms',
    receivedAt: new Date(),
    to,
    kind,
    subject: '',
    text: body,
    html: undefined,
    link: undefined,
  });
}
