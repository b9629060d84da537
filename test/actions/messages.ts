import type { App } from '../../src/app.js';
import type { InboxMessage } from '../../src/mail/inbox.js';

/** What was sent to an address or number, newest first. */
export function messagesTo(app: App, to: string): InboxMessage[] {
  const all = app.auth.inbox?.list() ?? [];
  return all.filter((message) => message.to.toLowerCase() === to.toLowerCase());
}

/** The newest of them; there has to be one. */
export function lastMessage(app: App, to: string): InboxMessage {
  const [message] = messagesTo(app, to);
  if (!message) throw new Error('nothing was sent there');
  return message;
}

/** The ticket in the link of the newest mail. */
export function ticketTo(app: App, to: string): string {
  const { link } = lastMessage(app, to);
  const ticket = link && new URL(link).searchParams.get('ticket');
  if (!ticket) throw new Error('the newest mail has no link with a ticket');
  return ticket;
}

/** The code in the newest message. */
export function codeTo(app: App, to: string): string {
  const code = /\b\d{6}\b/.exec(lastMessage(app, to).text)?.[0];
  if (code === undefined) throw new Error('the newest message has no code');
  return code;
}

/** Six digits that are not `code`. */
export function wrongCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

/** A number that no other test uses. */
export function newPhoneNumber(): string {
  return `+3361${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
}
