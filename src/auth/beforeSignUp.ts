import type { Users_Insert_Input } from '../generated/hasura.js';
import type { CallContext } from './auth.js';

/**
 * Asks the operator's hook before an account is made of this row, or before an anonymous one becomes it. Everything else
 * that may refuse it was asked before.
 *
 * @throws AuthError `refused-by-hook`; OutageError when the hook fails and the settings say to refuse then.
 */
export async function askBeforeSignUp(
  { auth, client, notes }: Pick<CallContext, 'auth' | 'client' | 'notes'>,
  row: Pick<
    Users_Insert_Input,
    'email' | 'phoneNumber' | 'username' | 'displayName' | 'locale' | 'metadata' | 'isAnonymous'
  >,
): Promise<void> {
  await auth.hooks.beforeSignUp({
    action: notes?.action ?? '',
    user: {
      email: row.email ?? null,
      phoneNumber: row.phoneNumber ?? null,
      username: row.username ?? null,
      displayName: row.displayName ?? '',
      locale: row.locale ?? '',
      metadata: row.metadata ?? null,
      isAnonymous: row.isAnonymous ?? false,
    },
    client,
  });
}
