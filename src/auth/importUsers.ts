import type { z } from 'zod';
import { AuthError, OutageError } from '../errors.js';
import type { FirebaseHashParameters, ImportOutcome } from '../generated/actions.js';
import type { FindTakenUsersQuery, Users_Insert_Input } from '../generated/hasura.js';
import { violatedConstraint } from '../hasura/client.js';
import { newUuid } from '../lib/ids.js';
import { firebaseHash } from '../passwords/foreignHashes.js';
import { isKnownHash } from '../passwords/hashing.js';
import { type ImportedUser, importedUser } from './adminFields.js';
import { adminRow } from './adminRows.js';
import type { Auth } from './auth.js';
import { describeFaults } from './parseInput.js';

/** A row that can be inserted, unless the database has it already. */
interface Ready {
  readonly index: number;
  readonly row: Users_Insert_Input & { readonly id: string };
}

/** Times that a batch is sent: somebody else may make one of its accounts between the question and the insert. */
const attempts = 2;

/**
 * Inserts accounts that come from elsewhere, all that can be inserted in one transaction, and says of each what became of
 * it. Sent again, it says `exists` of what it did.
 *
 * @throws OutageError when others made accounts of the batch all the while; nothing was inserted then.
 */
export async function importUsers(
  auth: Auth,
  users: readonly z.input<typeof importedUser>[],
  firebase: FirebaseHashParameters | undefined,
): Promise<ImportOutcome[]> {
  const outcomes = new Map<number, ImportOutcome>();
  const settle = (outcome: ImportOutcome) => outcomes.set(outcome.index, outcome);
  let open = readRows(auth, users, firebase, settle);
  for (let attempt = 1; open.length > 0; attempt += 1) {
    open = await leaveOutKnown(auth, open, settle);
    if (open.length === 0) break;
    if (await insert(auth, open)) {
      for (const { index, row } of open) settle({ index, id: row.id, outcome: 'created' });
      break;
    }
    if (attempt === attempts)
      throw new OutageError('An import met accounts that others made at the same time');
  }
  return [...outcomes.values()].sort((a, b) => a.index - b.index);
}

type Settle = (outcome: ImportOutcome) => void;

/** The rows that are right, each account once. */
function readRows(
  auth: Auth,
  users: readonly z.input<typeof importedUser>[],
  firebase: FirebaseHashParameters | undefined,
  settle: Settle,
): Ready[] {
  const seen = new Map<string, string>();
  const ready: Ready[] = [];
  for (const [index, raw] of users.entries()) {
    try {
      const row = readRow(auth, raw, firebase);
      const keys = keysOf(row);
      const twin = keys.map((key) => seen.get(key)).find((id) => id !== undefined);
      if (twin === undefined) ready.push({ index, row });
      else settle({ index, id: twin, outcome: 'exists' });
      if (twin === undefined) for (const key of keys) seen.set(key, row.id);
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      settle({ index, outcome: 'refused', code: error.code, details: error.details ?? null });
    }
  }
  return ready;
}

function readRow(
  { config }: Auth,
  raw: z.input<typeof importedUser>,
  firebase: FirebaseHashParameters | undefined,
): Ready['row'] {
  const parsed = importedUser.safeParse(raw);
  if (!parsed.success) throw new AuthError('invalid-request', { details: describeFaults(parsed.error) });
  const { id, createdAt, passwordHash: _hash, passwordSalt: _salt, ...user } = parsed.data;
  return {
    ...adminRow(user, config),
    id: id ?? newUuid(),
    ...(createdAt && { createdAt: new Date(createdAt).toISOString() }),
    passwordHash: hashOf(parsed.data, firebase),
  };
}

/** @throws AuthError `invalid-password-hash` for one that no password could be checked against. */
function hashOf(
  { passwordHash, passwordSalt }: ImportedUser,
  firebase: FirebaseHashParameters | undefined,
): string | null {
  if (!passwordHash) return null;
  if (passwordSalt && !firebase) {
    throw new AuthError('invalid-password-hash', {
      details: 'passwordSalt: needs the parameters of firebase',
    });
  }
  const hash =
    passwordSalt && firebase
      ? firebaseHash({ passwordHash, salt: passwordSalt, parameters: firebase })
      : passwordHash;
  if (!isKnownHash(hash)) throw new AuthError('invalid-password-hash');
  return hash;
}

type Names = Pick<Users_Insert_Input, 'email' | 'username' | 'phoneNumber'> & { readonly id: string };

/** By which two accounts are the same. */
function keysOf({ id, email, username, phoneNumber }: Names): string[] {
  return [
    `id ${id.toLowerCase()}`,
    ...(email ? [`email ${email.toLowerCase()}`] : []),
    ...(username ? [`username ${username.toLowerCase()}`] : []),
    ...(phoneNumber ? [`phoneNumber ${phoneNumber}`] : []),
  ];
}

/** Settles the rows that the database has, and those with a role that it has not; gives the others. */
async function leaveOutKnown({ hasura }: Auth, rows: readonly Ready[], settle: Settle): Promise<Ready[]> {
  const textsOf = (key: 'email' | 'username' | 'phoneNumber') =>
    rows.flatMap(({ row }) => (row[key] ? [row[key]] : []));
  const taken = await hasura.FindTakenUsers({
    ids: rows.map(({ row }) => row.id),
    emails: textsOf('email'),
    usernames: textsOf('username'),
    phoneNumbers: textsOf('phoneNumber'),
  });
  const idOf = new Map(taken.users.flatMap((user) => keysOf(user).map((key) => [key, user.id] as const)));
  return rows.filter(({ index, row }) => {
    const id = keysOf(row)
      .map((key) => idOf.get(key))
      .find((each) => each !== undefined);
    if (id !== undefined) settle({ index, id, outcome: 'exists' });
    else if (hasUnknownRole(row, taken)) settle({ index, outcome: 'refused', code: 'role-not-allowed' });
    else return true;
    return false;
  });
}

function hasUnknownRole(row: Users_Insert_Input, { authRoles }: FindTakenUsersQuery): boolean {
  const known = new Set(authRoles.map(({ role }) => role));
  return row.roles?.data.some(({ role }) => !role || !known.has(role)) ?? false;
}

/** @returns false when somebody has made one of the accounts meanwhile; then none was inserted. */
async function insert({ hasura }: Auth, rows: readonly Ready[]): Promise<boolean> {
  try {
    await hasura.ImportUsers({
      users: rows.map(({ row: { roles: _roles, ...row } }) => row),
      roles: rows.flatMap(({ row }) => (row.roles?.data ?? []).map((role) => ({ ...role, userId: row.id }))),
    });
    return true;
  } catch (error) {
    if (violatedConstraint(error) !== undefined) return false;
    throw error;
  }
}
