import { AuthError } from '../errors.js';
import type { AuthPasswordHistory_Insert_Input } from '../generated/hasura.js';
import { newUuid } from '../lib/ids.js';
import type { Auth } from './auth.js';

/** What a change of the password does to the history: variables of the mutation that makes the change. */
export interface HistoryChange {
  readonly history: AuthPasswordHistory_Insert_Input[];
  readonly historyIds: string[];
  readonly forgottenIds: string[];
}

const nothing: HistoryChange = { history: [], historyIds: [], forgottenIds: [] };

/**
 * Demands that the account does not get one of its last passwords again, the present one included, and says what the
 * change has to write. Where the setting is off nothing is asked or written.
 *
 * @param password undefined where the account gets none, which is remembered all the same.
 * @throws AuthError `password-used-before`.
 */
export async function draftHistory(
  auth: Auth,
  userId: string,
  password: string | undefined,
): Promise<HistoryChange> {
  const remembered = auth.config.passwordHistory;
  if (remembered === 0) return nothing;
  const { user, authPasswordHistory } = await auth.hasura.FindPasswordHistory({ userId });
  const present = user?.passwordHash ?? null;
  const former = authPasswordHistory.slice(0, present === null ? remembered : remembered - 1);
  const hashes = [...(present === null ? [] : [present]), ...former.map(({ passwordHash }) => passwordHash)];
  for (const hash of password === undefined ? [] : hashes) {
    // One by one: the queue of the hashing threads is for everybody.
    const { matches } = await auth.passwords.verify(password ?? '', hash);
    if (matches) throw new AuthError('password-used-before');
  }
  // The new password counts as the first of those that are remembered.
  const keeps = remembered - 1;
  const rows =
    present !== null && keeps > 0
      ? [{ id: newUuid(), userId, passwordHash: present, createdAt: auth.clock.now().toISOString() }]
      : [];
  return {
    history: rows,
    historyIds: rows.map(({ id }) => id),
    forgottenIds: authPasswordHistory.slice(keeps - rows.length).map(({ id }) => id),
  };
}
