import { z } from 'zod';
import { AuthError } from '../errors.js';
import { newUuid } from '../lib/ids.js';
import { getOwnAccount } from './account.js';
import { isAccountGone } from './accountGone.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import { draftLinkNotice, isLinkedAlready, type KnownIdentity, newIdentityRow } from './identities.js';
import { type NoticeOwner, rowsOf } from './notices.js';
import { parseTokens, tokensText } from './providerTokens.js';
import { draftTicket, type FoundTicket } from './tickets.js';

/**
 * Links an identity to the caller's account.
 *
 * @throws AuthError `provider-account-already-linked`, or `disabled-user`.
 */
export async function linkToCaller(
  context: CallContext,
  identity: KnownIdentity,
  user: NoticeOwner,
): Promise<void> {
  const { auth } = context;
  note(context, { details: { provider: identity.provider.name } });
  const userId = user.id;
  const row = newIdentityRow(context, identity);
  const notices = draftLinkNotice(auth, identity.provider, user);
  const { undone } = await auth.hasura
    .LinkIdentity({ userId, identityId: row.id, identity: { ...row, userId }, ...rowsOf(notices) })
    .catch((error: unknown) => {
      throw linkError(error);
    });
  if (undone?.affected_rows !== 0) throw new AuthError('disabled-user');
  await auth.outbox.deliver(notices);
}

function linkError(error: unknown): unknown {
  if (isLinkedAlready(error)) return new AuthError('provider-account-already-linked', { cause: error });
  return isAccountGone(error) ? new AuthError('disabled-user', { cause: error }) : error;
}

const waiting = z.object({
  codeChallenge: z.string(),
  provider: z.string(),
  /** The rest of the identity, encrypted: it holds tokens. */
  identity: z.string(),
});

const hidden = z.object({
  id: z.string(),
  issuer: z.string().optional(),
  email: z.string().optional(),
  tokens: z.string().optional(),
});

/**
 * Keeps an identity until the account's owner redeems the code: whoever else followed the link has signed in at the
 * provider as themselves, and does not have the verifier.
 *
 * @returns the code.
 */
export async function issueLinkCode(
  auth: Auth,
  identity: KnownIdentity,
  { userId, codeChallenge }: { readonly userId: string; readonly codeChallenge: string },
): Promise<string> {
  const { provider, id, issuer, email, tokens } = identity;
  const text = JSON.stringify({ id, issuer, email, tokens: tokens && tokensText(tokens) });
  const payload: z.input<typeof waiting> = {
    codeChallenge,
    provider: provider.name,
    identity: auth.encryption.encrypt(text, contextOf(userId)),
  };
  const ticket = draftTicket(auth, { kind: 'linkCode', userId, payload });
  await auth.hasura.CreateTicket({ ticket: ticket.row, messages: [] });
  return ticket.text;
}

/**
 * Links the identity that waits under a code whose verifier was right.
 *
 * @throws AuthError `invalid-code` for anybody but the account's owner, and when it was used; and as `getOwnAccount` and
 *   `linkToCaller`.
 */
export async function linkByCode(context: CallContext, ticket: FoundTicket): Promise<void> {
  const { auth, caller } = context;
  const { user } = ticket;
  if (!user || caller.userId !== user.id || caller.isImpersonated) throw new AuthError('invalid-code');
  const userId = user.id;
  note(context, { event: 'identity-change' });
  // An access token that has outlived its session changes nothing.
  await getOwnAccount(context);
  const { provider, identity } = waiting.parse(ticket.payload);
  const { tokens, id, issuer, email } = hidden.parse(
    JSON.parse(auth.encryption.decrypt(identity, contextOf(userId))),
  );
  const active = await auth.providers.get(provider);
  const row = newIdentityRow(context, {
    provider: active,
    id,
    issuer,
    email,
    emailVerified: false,
    displayName: undefined,
    avatarUrl: undefined,
    locale: undefined,
    tokens: tokens === undefined ? undefined : parseTokens(tokens),
  });
  const notices = draftLinkNotice(auth, active, user);
  const { taken } = await auth.hasura
    .LinkIdentityByTicket({
      hash: ticket.hash,
      userId,
      now: auth.clock.now().toISOString(),
      useId: newUuid(),
      identityId: row.id,
      identity: { ...row, userId },
      ...rowsOf(notices),
    })
    .catch((error: unknown) => {
      throw linkError(error);
    });
  if (!taken?.returning[0]) throw new AuthError('invalid-code');
  await auth.outbox.deliver(notices);
}

function contextOf(userId: string): string {
  return `link-code:${userId}`;
}
