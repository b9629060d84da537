import { violatedConstraint } from '../hasura/client.js';

/** Foreign keys from the schema `auth` to `auth.users`. */
export const accountKeys: ReadonlySet<string> = new Set([
  'fk_user', // sessions, roles, identities and security keys
  'oauth2_auth_requests_user_id_fkey',
  'oauth2_clients_created_by_fkey',
  'oauth2_refresh_tokens_user_id_fkey',
  'outbox_user_id_fkey',
  'password_history_user_id_fkey',
  'pkce_authorization_codes_user_id_fkey',
  'provider_requests_user_id_fkey',
  'recovery_codes_user_id_fkey',
  'tickets_user_id_fkey',
]);

/** Whether a mutation failed because the account was deleted after it was read; then nothing was written. */
export function isAccountGone(error: unknown): boolean {
  return accountKeys.has(violatedConstraint(error) ?? '');
}
