import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { note } from '../src/auth/auditEntry.js';
import { codeField } from '../src/auth/fields.js';
import { getChallenged } from '../src/auth/secondFactor.js';
import { draftSession, toSession } from '../src/auth/sessions.js';
import { getTotpStep } from '../src/auth/totp.js';
import { AuthError } from '../src/errors.js';
import { newUuid } from '../src/lib/ids.js';

/** Completes a sign-in with a code from the authenticator app. A code signs in once, and so does a challenge. */
export const signInTotp = defineAction({
  name: 'signInTotp',

  input: z.strictObject({ ticket: z.string(), otp: codeField }),

  async run({ ticket, otp }, context) {
    const { auth, client } = context;
    note(context, { details: { secondFactor: 'totp' } });
    const { ticketHash, account } = await getChallenged(context, ticket);
    const { id: userId, totpSecret: secret } = account;
    const step = getTotpStep(auth, userId, secret, otp);
    const { refreshToken, row, now } = draftSession(auth, client);
    const sessionId = newUuid();
    const { seen, taken } = await auth.hasura.SignInByTotp({
      ticketHash,
      userId,
      secret,
      step,
      now,
      useId: newUuid(),
      session: { ...row, id: sessionId, userId },
      sessionId,
    });
    const [user] = seen?.returning ?? [];
    // The code was used before; or the challenge was, at the same moment.
    if (!user) throw new AuthError('invalid-totp');
    if (!taken?.returning[0]) throw new AuthError('invalid-ticket');
    return { session: toSession(user, { id: sessionId, refreshToken }, auth), mfa: null };
  },
});
