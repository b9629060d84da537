import { z } from 'zod';
import { defineAction } from '../src/action.js';
import type { Auth } from '../src/auth/auth.js';
import { completeSignIn } from '../src/auth/completeSignIn.js';
import { emailField, passwordField } from '../src/auth/fields.js';
import type { Rehash } from '../src/auth/sessions.js';
import { AuthError } from '../src/errors.js';

/** Signs in with email and password. An unknown email costs as much as a wrong password, and answers the same. */
export const signIn = defineAction({
  name: 'signIn',

  input: z.strictObject({ email: emailField, password: passwordField }),

  async run({ email, password }, context) {
    const { auth } = context;
    const { users } = await auth.hasura.FindUserByEmail({ email });
    const [user] = users;
    const { matches, needsRehash } = await auth.passwords.verify(password, user?.passwordHash);
    if (!user || !matches) throw new AuthError('invalid-email-password');

    const { passwordHash } = user;
    const rehash = needsRehash && passwordHash ? await rehashed(auth, password, passwordHash) : undefined;
    return completeSignIn(context, user, rehash);
  },
});

/** A hash of the present kind to take the place of `verifiedHash`; none while the hashing threads are busy. */
async function rehashed(auth: Auth, password: string, verifiedHash: string): Promise<Rehash | undefined> {
  try {
    return { verifiedHash, newHash: await auth.passwords.hash(password) };
  } catch (error) {
    if (error instanceof AuthError && error.code === 'too-many-requests') return undefined;
    throw error;
  }
}
