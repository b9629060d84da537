import { HasuraRefusal } from '../hasura/client.js';

/** Foreign keys to `auth.users` of the rows that this server writes. */
export const accountKeys: ReadonlySet<string> = new Set([
  'fk_user', // sessions, roles, identities and security keys
  'outbox_user_id_fkey',
  'password_history_user_id_fkey',
  'recovery_codes_user_id_fkey',
  'tickets_user_id_fkey',
]);

/** Whether a mutation failed because the account was deleted after it was read; then nothing was written. */
export function isAccountGone(error: unknown): boolean {
  return (
    error instanceof HasuraRefusal && error.constraint !== undefined && accountKeys.has(error.constraint)
  );
}
