import type { Users_Insert_Input } from '../generated/hasura.js';
import type { Auth } from './auth.js';
import { newAccountRow } from './newAccounts.js';
import { draftNotice } from './notices.js';
import type { SignUpChoices } from './signUpOptions.js';
import { draftTicketMail } from './ticketMessages.js';
import { type DraftTicket, nestedRow } from './tickets.js';

interface Unverified {
  readonly id: string;
  readonly email: string;
  readonly choices: SignUpChoices;
  /** Of the client; see `TicketMail`. */
  readonly codeChallenge?: string | null | undefined;
}

/**
 * The row of an account whose address has to be verified first, with the mail for it nested, and the mail by itself.
 *
 * @param secret how it will sign in.
 */
export function draftUnverified(
  auth: Auth,
  { id, email, choices, codeChallenge }: Unverified,
  secret: Pick<Users_Insert_Input, 'passwordHash' | 'securityKeys'>,
) {
  const { displayName, locale, redirectTo } = choices;
  const { ticket, message } = draftTicketMail(auth, {
    kind: 'verifyEmail',
    user: { id, displayName },
    email,
    locale,
    redirectTo,
    codeChallenge,
  });
  const row: Users_Insert_Input = { ...newAccountRow(auth, { email }, choices), id, ...secret };
  if (row.disabled) return { row, ticket, message };
  const nested = { tickets: { data: [nestedRow(ticket)] }, outbox: { data: [nestedRow(message)] } };
  return { row: { ...row, ...nested }, ticket, message };
}

/**
 * Tells the owner of an address that it has an account. @returns its id; undefined when there is none.
 *
 * @param ticket what a new account would have; written here as one that has expired, so that both take as long.
 */
export async function tellOwner(auth: Auth, email: string, ticket: DraftTicket): Promise<string | undefined> {
  const { users } = await auth.hasura.FindUserByEmail({ email });
  const [user] = users;
  if (!user) return undefined;
  const notices = draftNotice(auth, { kind: 'account-exists', user });
  await auth.hasura.CreateTicket({
    ticket: { ...ticket.row, userId: null, recipient: null, expiresAt: auth.clock.now().toISOString() },
    messages: notices.map(({ row }) => row),
  });
  await auth.outbox.deliver(notices);
  return user.id;
}
