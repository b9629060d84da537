import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { type Account, getOwnAccount, requireOwnPassword } from '../src/auth/account.js';
import type { CallContext } from '../src/auth/auth.js';
import { type ElevationWay, elevationWaysOf } from '../src/auth/elevation.js';
import { codeField, optionalAssertionField, passwordField } from '../src/auth/fields.js';
import { elevateByKey } from '../src/auth/passkeyElevation.js';
import { draftSession, openSession, toSession } from '../src/auth/sessions.js';
import { consumeTicket, getCode } from '../src/auth/tickets.js';
import { getTotpStep, spendTotpAttempt } from '../src/auth/totp.js';
import { assertMayHaveSession } from '../src/auth/users.js';
import { AuthError, type ProblemCode } from '../src/errors.js';
import type { Session } from '../src/generated/actions.js';
import { newUuid } from '../src/lib/ids.js';

/** Opens a session whose first access token is elevated, by one further proof. Refreshing ends the elevation. */
export const elevate = defineAction({
  name: 'elevate',

  input: z
    .strictObject({
      password: passwordField.nullish(),
      totp: codeField.nullish(),
      emailOtp: codeField.nullish(),
      smsOtp: codeField.nullish(),
      passkey: optionalAssertionField,
    })
    .refine(
      (proofs) => Object.values(proofs).filter((proof) => proof !== null && proof !== undefined).length === 1,
      'exactly one proof is needed',
    ),

  async run(proofs, context) {
    const { account } = await getOwnAccount(context);
    assertMayHaveSession(account, context.auth);
    if (proofs.passkey) return elevateByKey(context, account, proofs.passkey);
    for (const [key, way] of Object.entries(ways)) {
      const proof = proofs[key as keyof typeof proofs];
      if (typeof proof === 'string') return elevateBy(context, account, way, proof);
    }
    throw new Error('a proof is there, as the input demands');
  },
});

/** The way behind each argument that is a text. */
const ways = { password: 'password', totp: 'totp', emailOtp: 'email', smsOtp: 'sms' } as const;

type TextWay = Exclude<ElevationWay, 'webauthn'>;

const refusals = {
  password: 'invalid-email-password',
  totp: 'disabled-mfa-totp',
  email: 'invalid-otp',
  sms: 'invalid-otp',
} as const satisfies Record<TextWay, ProblemCode>;

function elevateBy(context: CallContext, account: Account, way: TextWay, proof: string): Promise<Session> {
  if (!elevationWaysOf(context.auth, account).includes(way)) throw new AuthError(refusals[way]);
  switch (way) {
    case 'password':
      return elevateByPassword(context, account, proof);
    case 'totp':
      return elevateByTotp(context, account, proof);
    case 'email':
      return elevateByCode(context, account, 'elevateEmail', proof);
    case 'sms':
      return elevateByCode(context, account, 'elevateSms', proof);
  }
}

async function elevateByPassword(context: CallContext, account: Account, password: string): Promise<Session> {
  await requireOwnPassword(context.auth, account, password);
  return openSession(context, account.id, { isElevated: true });
}

async function elevateByTotp(
  { auth, client }: CallContext,
  account: Account,
  code: string,
): Promise<Session> {
  const { id: userId, totpSecret: secret } = await spendTotpAttempt(auth, account.id);
  if (secret === null) throw new AuthError('disabled-mfa-totp');
  const step = getTotpStep(auth, userId, secret, code);
  const { refreshToken, row, now } = draftSession(auth, client);
  const id = newUuid();
  const { seen } = await auth.hasura.ElevateByTotp({
    userId,
    secret,
    step,
    now,
    changeId: newUuid(),
    session: { ...row, id, userId },
    sessionId: id,
  });
  const [user] = seen?.returning ?? [];
  // Used before, or of another secret by now.
  if (!user) throw new AuthError('invalid-totp');
  return toSession(user, { id, refreshToken, isElevated: true }, auth);
}

async function elevateByCode(
  { auth, client }: CallContext,
  { id: userId, email, phoneNumber }: Account,
  kind: 'elevateEmail' | 'elevateSms',
  code: string,
): Promise<Session> {
  const ticket = await getCode(auth, code, { userId, kind });
  const contact = kind === 'elevateEmail' ? email : phoneNumber;
  // A code that went to an address which the account no longer has proves nothing.
  if (ticket.recipient?.toLowerCase() !== contact?.toLowerCase()) throw new AuthError('invalid-otp');
  const { refreshToken, row, now } = draftSession(auth, client);
  const id = newUuid();
  try {
    const session = { ...row, id, userId };
    const user = await consumeTicket(auth, ticket, { proved: { lastSeen: now }, session });
    return toSession(user, { id, refreshToken, isElevated: true }, auth);
  } catch (error) {
    const isUsed = error instanceof AuthError && error.code === 'invalid-ticket';
    throw isUsed ? new AuthError('invalid-otp', { cause: error }) : error;
  }
}
