import type { Config } from '../config/config.js';
import type { Mutation, Query } from '../generated/actions.js';

/**
 * What an Action may be misused for, besides being called too often:
 * `guess` at a password, code or ticket; to send a `mail` or `sms` to somebody; `signUp` makes accounts.
 */
export type LimitClass = 'guess' | 'mail' | 'sms' | 'signUp';

export type Input = Readonly<Record<string, unknown>>;
type Settings = Pick<Config, 'verifiedEmailRequired'>;

/** Which limits a call counts for; what it counts for may depend on what is asked for. */
type Row = readonly LimitClass[] | ((input: Input, settings: Settings) => readonly LimitClass[]);

const none: readonly LimitClass[] = [];
const guess: readonly LimitClass[] = ['guess'];
const mail: readonly LimitClass[] = ['mail'];
const sms: readonly LimitClass[] = ['sms'];
const signUp: readonly LimitClass[] = ['signUp'];
const signUpByMail: readonly LimitClass[] = ['signUp', 'mail'];
const signUpBySms: readonly LimitClass[] = ['signUp', 'sms'];

const mailedSignUp: Row = (_, { verifiedEmailRequired }) => (verifiedEmailRequired ? signUpByMail : signUp);

/**
 * The limits of every Action; it does not compile while one is missing. Calls of an administrator are not counted.
 * Besides these, every call counts for its client address and its account.
 */
export const actionLimits: {
  readonly [N in keyof Omit<Mutation & Query, '__typename'> | 'providerCallback']: Row;
} = {
  activateTotp: guess,
  adminCreateUser: none,
  adminDeleteUser: none,
  adminImpersonate: none,
  adminImportUsers: none,
  adminInviteUser: mail,
  adminSignOutUser: none,
  adminUpdateUser: none,
  authConfig: none,
  changeEmail: mail,
  changePassword: guess,
  changePhone: sms,
  confirmPhoneChange: guess,
  confirmTicket: guess,
  createPat: none,
  deanonymize: ({ signInMethod, password }, settings) => {
    if (signInMethod === 'sms') return sms;
    return typeof password === 'string' && !settings.verifiedEmailRequired ? none : mail;
  },
  deleteAccount: guess,
  disableTotp: guess,
  elevate: guess,
  elevationMethods: none,
  exportMyData: none,
  finishAddPasskey: guess,
  finishPasskeySignIn: guess,
  finishPasskeySignUp: guess,
  generateTotp: none,
  me: none,
  refresh: none,
  replaceRecoveryCodes: guess,
  revokeSession: none,
  sendElevationCode: ({ method }) => (method === 'sms' ? sms : mail),
  sendEmailOtp: mail,
  sendMagicLink: mail,
  sendPasswordReset: mail,
  sendSmsOtp: sms,
  sendVerificationEmail: mail,
  setPassword: none,
  signIn: guess,
  signInAnonymous: signUp,
  signInEmailOtp: guess,
  signInPat: guess,
  signInPhone: guess,
  signInRecoveryCode: guess,
  signInSmsOtp: guess,
  signInTotp: guess,
  signInUsername: guess,
  signInWith: ({ provider, data }) => ofProvider(provider, data, { isSignUp: false }),
  signOut: none,
  signUp: mailedSignUp,
  signUpPhone: signUpBySms,
  signUpUsername: signUp,
  signUpWith: (input, settings) => {
    if (input.provider === 'email' && settings.verifiedEmailRequired) return signUpByMail;
    return ofProvider(input.provider, input.data, { isSignUp: true });
  },
  startAddPasskey: none,
  startPasskeyElevation: none,
  startPasskeySignIn: none,
  // Knows the address that the mail of `finishPasskeySignUp` goes to.
  startPasskeySignUp: mailedSignUp,
  verifyPhone: guess,
  startProvider: none,
  // Each may make an account, and is proved by the provider.
  providerCallback: none,
  exchangeCode: guess,
  signInIdToken: guess,
  linkProvider: none,
  linkIdToken: guess,
  unlinkProvider: none,
  providerTokens: none,
};

/** The built-in providers stand for other Actions: see `src/customProviders`. */
function ofProvider(
  provider: unknown,
  data: unknown,
  { isSignUp }: { readonly isSignUp: boolean },
): readonly LimitClass[] {
  const hasCode = typeof data === 'object' && data !== null && 'otp' in data;
  if (hasCode) return guess;
  if (provider === 'mobile') return sms;
  if (!isSignUp) return guess;
  return provider === 'mobile-password' ? signUpBySms : signUp;
}
