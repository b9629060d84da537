import { newUuid } from '../lib/ids.js';
import { isAccountGone } from './accountGone.js';
import type { Auth } from './auth.js';
import type { Delivery, DraftMessage } from './outbox.js';
import { isLinkKind, type MailedKind, type TextedKind, ticketKinds } from './ticketKinds.js';
import { type DraftTicket, draftTicket, hashToken } from './tickets.js';

/** Whom a ticket is for. */
export interface Addressee {
  readonly id: string;
  readonly displayName: string;
}

interface TicketWishes<Kind> {
  readonly kind: Kind;
  /** Null when the ticket will make the account. */
  readonly user: Addressee | null;
  readonly locale: string;
  /** What has to be known when the ticket is used. Stored as it is. */
  readonly payload?: unknown;
}

export interface TicketMail extends TicketWishes<MailedKind> {
  /** Where it goes: parsed by `emailField`. */
  readonly email: string;
  /** Where the link leads at the end; checked by the caller. `AUTH_CLIENT_URL` unless given. */
  readonly redirectTo?: string | undefined;
  /** Of the client that asked (PKCE): what the link gives is then a code, which is of use to that client alone. */
  readonly codeChallenge?: string | null | undefined;
  /** Present address of the account, when the mail goes to another one. */
  readonly presentEmail?: string;
}

export interface TicketSms extends TicketWishes<TextedKind> {
  /** In E.164 form. */
  readonly phoneNumber: string;
}

/** A ticket with the message that carries it: both rows belong into one mutation. */
export interface TicketMessage {
  readonly ticket: DraftTicket;
  readonly message: DraftMessage;
}

/** @throws OutageError when this server can send no mail. */
export function draftTicketMail(auth: Auth, mail: TicketMail): TicketMessage {
  const { kind, user, email, locale, payload, presentEmail, redirectTo = auth.config.clientUrl } = mail;
  const codeChallenge = mail.codeChallenge ?? undefined;
  const ticket = draftTicket(auth, { kind, userId: user?.id ?? null, recipient: email, payload });
  const link = isLinkKind(kind)
    ? auth.links.verify({ kind, ticket: ticket.text, redirectTo, codeChallenge })
    : undefined;
  const message = auth.outbox.draftMail(
    {
      kind: ticketKinds[kind].mail,
      to: email,
      locale,
      values: {
        displayName: user?.displayName ?? email,
        email: presentEmail ?? email,
        ...(presentEmail !== undefined && { newEmail: email }),
        ticket: ticket.text,
        ...(link === undefined ? { code: ticket.text } : { link }),
        redirectTo,
      },
      expiresAt: ticket.expiresAt.toISOString(),
    },
    { userId: user?.id ?? null },
  );
  return { ticket, message };
}

/** @throws OutageError when this server can send no text message. */
export function draftTicketSms(auth: Auth, sms: TicketSms): TicketMessage {
  const { kind, user, phoneNumber, locale, payload } = sms;
  const ticket = draftTicket(auth, { kind, userId: user?.id ?? null, recipient: phoneNumber, payload });
  const message = auth.outbox.draftSms(
    {
      kind: ticketKinds[kind].sms,
      to: phoneNumber,
      locale,
      values: { ...(user && { displayName: user.displayName }), code: ticket.text },
      expiresAt: ticket.expiresAt.toISOString(),
    },
    { userId: user?.id ?? null },
  );
  return { ticket, message };
}

/**
 * Makes a ticket and sends it by mail: one request that writes both, then the first try to deliver. A mail that could not
 * be delivered yet is not lost.
 *
 * @throws OutageError when this server can send no mail, or Hasura does not answer; nothing was written then.
 */
export function sendTicketMail(auth: Auth, mail: TicketMail): Promise<Delivery> {
  return send(auth, draftTicketMail(auth, mail));
}

/** The same by text message. `refused` when the service will not have the number. */
export function sendTicketSms(auth: Auth, sms: TicketSms): Promise<Delivery> {
  return send(auth, draftTicketSms(auth, sms));
}

async function send(auth: Auth, { ticket, message }: TicketMessage): Promise<Delivery> {
  try {
    await auth.hasura.CreateTicket({ ticket: ticket.row, messages: [message.row] });
  } catch (error) {
    // Deleted since it was read: there is nobody to tell.
    if (isAccountGone(error)) return 'refused';
    throw error;
  }
  const [delivery = 'pending'] = await auth.outbox.deliver([message]);
  return delivery;
}

/**
 * Does what `sendTicketMail` does, with the same requests and for as long, but sends nothing: for an address without an
 * account, where the answer and its time must not tell so. Wrong codes are counted against the row that it writes as
 * against any other, but no code is right, since nothing has its hash. A link's row, which nobody can look for, and the
 * message are over from the start.
 *
 * @throws OutageError as `sendTicketMail` does.
 */
export async function pretendToSendTicketMail(auth: Auth, mail: Omit<TicketMail, 'user'>): Promise<void> {
  await pretend(auth, draftTicketMail(auth, { ...mail, user: null }));
}

export async function pretendToSendTicketSms(auth: Auth, sms: Omit<TicketSms, 'user'>): Promise<void> {
  await pretend(auth, draftTicketSms(auth, { ...sms, user: null }));
}

async function pretend(auth: Auth, { ticket, message }: TicketMessage): Promise<void> {
  const now = auth.clock.now().toISOString();
  const isCode = ticketKinds[ticket.kind].form === 'code';
  await auth.hasura.CreateTicket({
    ticket: {
      ...ticket.row,
      hash: hashToken(newUuid()),
      payload: null,
      ...(!isCode && { recipient: null, expiresAt: now }),
    },
    messages: [{ ...message.row, payload: null, leaseId: null, lockedUntil: null, abandonedAt: now }],
  });
  await auth.outbox.pretendToDeliver();
}
