import { createHmac, hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { AuthError } from '../errors.js';
import type {
  AuthRefreshTokens_Insert_Input,
  AuthTickets_Insert_Input,
  TicketFieldsFragment,
  Users_Bool_Exp,
  Users_Insert_Input,
  Users_Set_Input,
} from '../generated/hasura.js';
import { addSeconds } from '../lib/clock.js';
import { isUuid, newUuid } from '../lib/ids.js';
import type { Auth } from './auth.js';
import { codeKey } from './guessKeys.js';
import { type CodeKind, lifetimeOf, type TicketKind, ticketKinds } from './ticketKinds.js';
import type { User } from './users.js';

/** A ticket that is about to be inserted: its text for the owner, and the row that knows only a hash of it. */
export interface DraftTicket {
  readonly kind: TicketKind;
  /** The token, as `verifyEmail:<uuid>`, six digits, or a challenge in base64url. */
  readonly text: string;
  readonly row: AuthTickets_Insert_Input & { readonly id: string };
  readonly expiresAt: Date;
}

interface TicketWishes {
  readonly kind: TicketKind;
  /** Null for a ticket that will make the account. */
  readonly userId: string | null;
  /** Address or number that it is sent to; guesses at codes are counted by it. */
  readonly recipient?: string | null;
  /** What has to be known when it is used. Not encrypted: no secrets but hashes. */
  readonly payload?: unknown;
  /** Of the row; a new one unless given. */
  readonly id?: string;
  /** Longer than the kind lives. */
  readonly minLifetimeSeconds?: number;
}

/** A ticket that was found by its text: live, and not used yet. */
export interface FoundTicket extends TicketFieldsFragment {
  readonly kind: TicketKind;
}

/** The row of a ticket or message as it is nested in a new account, whose id it gets from Hasura. */
export function nestedRow<Row extends { userId?: unknown }>({
  row,
}: {
  readonly row: Row;
}): Omit<Row, 'userId'> {
  const { userId: _, ...nested } = row;
  return nested;
}

/** Makes a ticket; nothing is stored. */
export function draftTicket(
  auth: Pick<Auth, 'clock' | 'codeKey' | 'config'>,
  wishes: TicketWishes,
): DraftTicket {
  const { kind, userId, recipient = null, payload = null, id = newUuid(), minLifetimeSeconds = 0 } = wishes;
  const { form } = ticketKinds[kind];
  const text = newText(kind);
  const now = auth.clock.now();
  const expiresAt = addSeconds(now, Math.max(lifetimeOf(kind, auth.config), minLifetimeSeconds));
  const row = {
    id,
    kind,
    hash:
      form === 'code'
        ? hashCode(id, text, auth.codeKey)
        : hashToken(form === 'token' ? text : `${kind}:${text}`),
    userId,
    recipient,
    payload,
    createdAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
  return { kind, text, row, expiresAt };
}

function newText(kind: TicketKind): string {
  switch (ticketKinds[kind].form) {
    case 'token':
      return `${kind}:${newUuid()}`;
    case 'code':
      return String(randomInt(1_000_000)).padStart(6, '0');
    case 'challenge':
      return randomBytes(32).toString('base64url');
  }
}

/** The form in which the database knows a token. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex');
}

/** Six digits can be guessed from a plain hash; without `key`, which the database has not, they can't from this one. */
function hashCode(ticketId: string, code: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`${ticketId}:${code}`).digest('hex');
}

/** The hash of a token of one of `kinds`, or undefined for any other text. Asks nobody. */
export function parseToken<K extends TicketKind>(
  text: string,
  kinds: readonly K[],
): { readonly kind: K; readonly hash: string } | undefined {
  const colon = text.indexOf(':');
  const kind = kinds.find((each) => each === text.slice(0, colon));
  const id = text.slice(colon + 1);
  if (kind === undefined || !isUuid(id)) return undefined;
  return { kind, hash: hashToken(`${kind}:${id.toLowerCase()}`) };
}

/**
 * What is behind a token of one of `kinds`; uses nothing up.
 *
 * @throws AuthError `invalid-ticket` when there is none, or it was used or has expired.
 */
export async function getTicket<K extends TicketKind>(
  auth: Auth,
  text: string,
  kinds: readonly K[],
): Promise<FoundTicket & { readonly kind: K }> {
  const token = parseToken(text, kinds);
  if (token === undefined) throw new AuthError('invalid-ticket');
  const found = await findTicketByHash(auth, token.hash);
  if (found?.kind !== token.kind) throw new AuthError('invalid-ticket');
  return { ...found, kind: token.kind };
}

/** What is behind a token or challenge with this hash, if it is live; uses nothing up. */
export async function findTicketByHash(auth: Auth, hash: string): Promise<FoundTicket | undefined> {
  const { authTickets } = await auth.hasura.FindTicket({ hash, now: auth.clock.now().toISOString() });
  const [found] = authTickets;
  return found && { ...found, kind: found.kind as TicketKind };
}

/** The newest codes of a recipient that may be used: more live ones would make guessing easier. */
const usableCodes = 3;

/** Whose code it is said to be: the address or number that it was sent to, or the caller's. */
type CodeOwner<K extends CodeKind> =
  | { readonly recipient: string; readonly kinds: readonly K[] }
  | { readonly userId: string; readonly kind: K };

/**
 * The ticket of a code; uses nothing up but one of the five guesses, in one request. The count is taken before the code is
 * compared, so guessing in parallel does not help.
 *
 * @throws AuthError `invalid-otp` when the code is wrong, was used or has expired, or the guesses are used up;
 *   `too-many-requests` after many wrong ones, also of several codes.
 */
export async function getCode<K extends CodeKind>(
  auth: Auth,
  code: string,
  owner: CodeOwner<K>,
): Promise<FoundTicket & { readonly kind: K }> {
  const key =
    'recipient' in owner ? codeKey(owner.kinds.join(), owner.recipient) : codeKey(owner.kind, owner.userId);
  return auth.guesses.check(key, () => findCode(auth, code, owner));
}

async function findCode<K extends CodeKind>(
  auth: Auth,
  code: string,
  owner: CodeOwner<K>,
): Promise<FoundTicket & { readonly kind: K }> {
  const live = await spendGuess(auth, owner);
  const newestFirst = live.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  const found = await findByCode(auth, code, newestFirst.slice(0, usableCodes));
  if (!found) throw new AuthError('invalid-otp');
  return found as FoundTicket & { readonly kind: K };
}

async function findByCode(
  auth: Auth,
  code: string,
  tickets: readonly TicketFieldsFragment[],
): Promise<TicketFieldsFragment | undefined> {
  const [newest] = tickets;
  // A service that makes the codes knows the last one that it sent, and no other; to numbers of tests it sends none.
  const { checkSmsCode, config } = auth;
  if (
    checkSmsCode &&
    newest?.recipient &&
    !config.smsTestNumbers.includes(newest.recipient) &&
    isTexted(newest.kind)
  ) {
    return (await checkSmsCode(newest.recipient, code)) ? newest : undefined;
  }
  return tickets.find((ticket) => isCodeOf(ticket, code, auth));
}

async function spendGuess<K extends CodeKind>(
  auth: Auth,
  owner: CodeOwner<K>,
): Promise<TicketFieldsFragment[]> {
  const now = auth.clock.now().toISOString();
  const { spent } =
    'recipient' in owner
      ? await auth.hasura.SpendCodeAttempt({ recipient: owner.recipient, kinds: [...owner.kinds], now })
      : await auth.hasura.SpendCodeAttemptOfUser({ userId: owner.userId, kind: owner.kind, now });
  return spent?.returning ?? [];
}

function isTexted(kind: string): boolean {
  return 'sms' in ticketKinds[kind as TicketKind];
}

function isCodeOf(
  ticket: { id: string; hash: string },
  code: string,
  { codeKey }: Pick<Auth, 'codeKey'>,
): boolean {
  const expected = Buffer.from(ticket.hash);
  const actual = Buffer.from(hashCode(ticket.id, code, codeKey));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** What happens in the transaction that uses a ticket up. */
export interface TicketUse {
  /** What the use says about the account, as `emailVerified: true`; at least one value. */
  readonly proved: Users_Set_Input;
  /**
   * When the use may be the first proof of the address or number: that nobody has proved it, as `{emailVerified: {_eq:
   * false}}`. Where it holds, everything that was set before goes (threat: an account made with somebody else's address).
   * There can be no challenge for a second factor then, since that goes as well.
   */
  readonly unproved?: Users_Bool_Exp;
  /** Session to be opened; see `draftSession`. */
  readonly session?: AuthRefreshTokens_Insert_Input & { readonly id: string };
  /** A challenge for the second factor, or a code, in place of a session. */
  readonly challenge?: DraftTicket;
}

/** What a sign-in inserts, as the variables of the mutations that do. */
export function signInRows({ session, challenge }: Pick<TicketUse, 'session' | 'challenge'>) {
  return {
    sessions: session ? [session] : [],
    sessionIds: session ? [session.id] : [],
    challenges: challenge ? [challenge.row] : [],
    challengeIds: challenge ? [challenge.row.id] : [],
  };
}

/**
 * Uses up a ticket of an account: of any number of uses at once, exactly one gets the account back. One request.
 *
 * @throws AuthError `invalid-ticket` when it was used meanwhile, or the account disabled; then nothing happened.
 */
export async function consumeTicket(auth: Auth, ticket: FoundTicket, use: TicketUse): Promise<User> {
  const { user } = ticket;
  if (!user) throw new Error('a ticket without an account is used by signUpByTicket');
  const { unproved, proved } = use;
  const common = {
    hash: ticket.hash,
    kind: ticket.kind,
    userId: user.id,
    now: auth.clock.now().toISOString(),
    useId: newUuid(),
    proved,
    ...signInRows(use),
  };
  const { taken, seen } = unproved
    ? await auth.hasura.ConsumeTicketAsFirstProof({ ...common, unproved })
    : await auth.hasura.ConsumeTicket(common);
  const [account] = seen?.returning ?? [];
  if (!taken?.returning[0] || !account) throw new AuthError('invalid-ticket');
  return account;
}

/**
 * Uses up a ticket that makes an account. `user` has its roles and, where it may sign in at once, its session nested.
 *
 * @throws AuthError `invalid-ticket`, and HasuraRefusal with the constraint when the address, number or name is taken.
 */
export async function signUpByTicket(
  auth: Auth,
  ticket: FoundTicket,
  user: Users_Insert_Input,
): Promise<User & { readonly refreshTokens: readonly { readonly id: string }[] }> {
  const userId = user.id ?? newUuid();
  const { user: made, taken } = await auth.hasura.SignUpByTicket({
    hash: ticket.hash,
    kind: ticket.kind,
    now: auth.clock.now().toISOString(),
    useId: newUuid(),
    userId,
    user: { ...user, id: userId },
  });
  if (!taken?.returning[0] || !made) throw new AuthError('invalid-ticket');
  return made;
}
