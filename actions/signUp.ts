import { z } from 'zod';
import { defineAction } from '../src/action.js';
import type { Auth } from '../src/auth/auth.js';
import { isEmailAllowed } from '../src/auth/email.js';
import { emailField, jsonObjectField, passwordField } from '../src/auth/fields.js';
import { gravatarUrl } from '../src/auth/gravatar.js';
import { draftSession, toSession } from '../src/auth/sessions.js';
import { chooseSignUpOptions, type SignUpChoices } from '../src/auth/signUpOptions.js';
import { AuthError } from '../src/errors.js';
import type { InsertUserMutationVariables } from '../src/generated/hasura.js';
import { HasuraRefusal } from '../src/hasura/client.js';

const options = z.strictObject({
  allowedRoles: z.array(z.string()).nullish(),
  defaultRole: z.string().nullish(),
  displayName: z
    .string()
    .max(32)
    .regex(/^[\p{L}\p{N}\p{S} ,.'-]+$/u)
    .nullish(),
  locale: z.string().nullish(),
  metadata: jsonObjectField,
  redirectTo: z.string().nullish(),
});

/**
 * Creates an account with email and password, and its first session with it in one insert. Without a session when the
 * email has to be verified first.
 */
export const signUp = defineAction({
  name: 'signUp',

  input: z.strictObject({ email: emailField, password: passwordField, options: options.nullish() }),

  async run({ email, password, options }, { auth }) {
    const { config } = auth;
    if (config.signUpDisabled) throw new AuthError('signup-disabled');
    if (!isEmailAllowed(email, config)) throw new AuthError('invalid-email-password');
    if ([...password].length < config.passwordMinLength) throw new AuthError('password-too-short');
    const choices = chooseSignUpOptions(options ?? {}, { name: email, config, redirects: auth.redirects });

    const passwordHash = await auth.passwords.hash(password);
    const session = config.newUsersDisabled || config.verifiedEmailRequired ? undefined : draftSession(auth);
    const user = await insertUser(auth, {
      ...accountRow(auth, email, choices),
      passwordHash,
      ...(session && { lastSeen: session.now, refreshTokens: { data: [session.row] } }),
    });
    // The account exists now and waits for somebody to enable it, as in Nhost Auth.
    if (config.newUsersDisabled) throw new AuthError('disabled-user');
    const [row] = user.refreshTokens;
    if (!session || !row) return { session: null, mfa: null };
    return { session: toSession(user, { id: row.id, refreshToken: session.refreshToken }, auth), mfa: null };
  },
});

type UserRow = InsertUserMutationVariables['user'];

function accountRow({ config }: Auth, email: string, choices: SignUpChoices): UserRow {
  return {
    email,
    displayName: choices.displayName,
    avatarUrl: gravatarUrl(email, config),
    locale: choices.locale,
    defaultRole: choices.defaultRole,
    roles: { data: choices.allowedRoles.map((role) => ({ role })) },
    metadata: choices.metadata,
    disabled: config.newUsersDisabled,
  };
}

async function insertUser(auth: Auth, user: UserRow) {
  try {
    const { insertUser: inserted } = await auth.hasura.InsertUser({ user });
    if (!inserted) throw new Error('Hasura inserted no user and gave no reason');
    return inserted;
  } catch (error) {
    if (error instanceof HasuraRefusal && error.constraint === 'users_email_key') {
      throw new AuthError('email-already-in-use', { cause: error });
    }
    throw error;
  }
}
