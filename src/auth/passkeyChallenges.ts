import { z } from 'zod';
import { AuthError } from '../errors.js';
import { type AssertionJson, parseClientData, type RegistrationJson } from '../webauthn/credentialJson.js';
import { isAccountGone } from './accountGone.js';
import type { Auth } from './auth.js';
import { signUpOptionsField } from './fields.js';
import type { SignUpWishes } from './signUpOptions.js';
import type { ChallengeKind } from './ticketKinds.js';
import { type DraftTicket, draftTicket, hashToken } from './tickets.js';

/** What a challenge remembers besides its purpose and its account; written by this server. */
const challengePayload = z.object({
  /** The domain that it was made for: another server of the same database may serve another. */
  rpId: z.string(),
  /** The account that it will make. */
  signUp: z.object({ userId: z.string(), email: z.string(), options: signUpOptionsField }).optional(),
});

type ChallengePayload = z.output<typeof challengePayload>;

interface ChallengeWishes {
  readonly kind: ChallengeKind;
  /** Null when anybody may answer. */
  readonly userId: string | null;
  readonly rpId: string;
  readonly signUp?: { readonly userId: string; readonly email: string; readonly options: SignUpWishes };
}

/** A challenge for a key, bound to its purpose, account and domain; works once. `text` is what the key signs. */
export function draftChallenge(auth: Auth, { kind, userId, ...payload }: ChallengeWishes): DraftTicket {
  const minLifetimeSeconds = Math.ceil(auth.config.webauthnTimeoutMs / 1000);
  return draftTicket(auth, { kind, userId, payload, minLifetimeSeconds });
}

/** @throws AuthError `unauthenticated-user` when the account is gone. */
export async function storeChallenge(auth: Auth, { row }: DraftTicket): Promise<void> {
  try {
    await auth.hasura.CreateTicket({ ticket: row, messages: [] });
  } catch (error) {
    throw isAccountGone(error) ? new AuthError('unauthenticated-user', { cause: error }) : error;
  }
}

/** The challenge that a response answers. Whether it is one of ours the database knows, by its hash. */
export function presentedChallenge(
  credential: RegistrationJson | AssertionJson,
  kind: ChallengeKind,
): { readonly challenge: string; readonly hash: string } {
  const challenge = parseClientData(credential)?.challenge;
  if (challenge === undefined) {
    throw new AuthError('invalid-webauthn-verification', {
      details: 'credential: the client data can not be read',
    });
  }
  return { challenge, hash: hashToken(`${kind}:${challenge}`) };
}

/** What the challenge remembers. @throws AuthError `invalid-webauthn-verification` for one of another domain. */
export function openChallenge(payload: unknown, rpId: string): ChallengePayload {
  const opened = challengePayload.parse(payload);
  if (opened.rpId !== rpId) throw new AuthError('invalid-webauthn-verification');
  return opened;
}
