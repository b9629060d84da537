import { AuthError, type ProblemCode } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import type { Users_Insert_Input } from '../generated/hasura.js';
import { violatedConstraint } from '../hasura/client.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import { askBeforeSignUp } from './beforeSignUp.js';
import { gravatarUrl } from './gravatar.js';
import { draftSession, toSession } from './sessions.js';
import type { SignUpChoices } from './signUpOptions.js';

/** Who a new account is for: at least one name to sign in with. */
export interface Names {
  readonly email?: string;
  readonly username?: string;
  readonly phoneNumber?: string;
}

/** The row of a new account, with its roles nested. */
export function newAccountRow(
  { config }: Pick<Auth, 'config'>,
  names: Names,
  choices: SignUpChoices,
): Users_Insert_Input {
  return {
    ...names,
    displayName: choices.displayName,
    avatarUrl: names.email === undefined ? '' : gravatarUrl(names.email, config),
    locale: choices.locale,
    defaultRole: choices.defaultRole,
    roles: { data: choices.allowedRoles.map((role) => ({ role })) },
    metadata: choices.metadata,
    disabled: config.newUsersDisabled,
  };
}

const takenCodes: Readonly<Record<string, ProblemCode>> = {
  users_email_key: 'email-already-in-use',
  users_username_key: 'username-already-in-use',
  users_phone_number_key: 'phone-number-already-in-use',
};

/** Says which name an account could not have since another one has it; any other error as it is. */
export function takenError(error: unknown): unknown {
  const code = takenCodes[violatedConstraint(error) ?? ''];
  return code ? new AuthError(code, { cause: error }) : error;
}

/** @throws AuthError `email-already-in-use` and its like. */
export async function insertUser(auth: Auth, user: Users_Insert_Input) {
  try {
    const { insertUser: inserted } = await auth.hasura.InsertUser({ user });
    if (!inserted) throw new Error('Hasura inserted no user and gave no reason');
    return inserted;
  } catch (error) {
    throw takenError(error);
  }
}

/**
 * Inserts an account together with its first session.
 *
 * @throws AuthError `disabled-user` when new accounts wait for somebody to enable them: it exists then, as in Nhost Auth.
 */
export async function openAccount(context: CallContext, user: Users_Insert_Input): Promise<SignInResult> {
  const { auth, client } = context;
  await askBeforeSignUp(context, user);
  if (user.disabled) {
    const { id } = await insertUser(auth, user);
    note(context, { userId: id });
    throw new AuthError('disabled-user');
  }
  const { refreshToken, row, now } = draftSession(auth, client);
  const made = await insertUser(auth, { ...user, lastSeen: now, refreshTokens: { data: [row] } });
  const [session] = made.refreshTokens;
  if (!session) throw new Error('Hasura inserted no session and gave no reason');
  return { session: toSession(made, { id: session.id, refreshToken }, auth), mfa: null };
}
