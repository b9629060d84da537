import type { ActionName } from '../../../src/action.js';
import { pick, type Random } from '../chaos/random.js';
import type { Account } from './world.js';

/** A link of a mail that is opened. */
type Step = ActionName | 'link';

/** What needs several steps in their order, on one account that has a session. */
const plots: readonly (readonly Step[])[] = [
  ['generateTotp', 'activateTotp', 'signIn', 'signInTotp', 'disableTotp'],
  ['generateTotp', 'activateTotp', 'replaceRecoveryCodes', 'signIn', 'signInRecoveryCode', 'elevate'],
  ['signUpPhone', 'verifyPhone', 'signInPhone', 'changePhone', 'confirmPhoneChange'],
  ['changePhone', 'confirmPhoneChange', 'sendElevationCode', 'elevate'],
  ['sendEmailOtp', 'signInEmailOtp', 'sendElevationCode', 'elevate'],
  ['sendSmsOtp', 'signInSmsOtp', 'refresh', 'refresh', 'signOut'],
  ['createPat', 'signInPat', 'revokeSession', 'signInPat'],
  [
    'startAddPasskey',
    'finishAddPasskey',
    'startPasskeySignIn',
    'finishPasskeySignIn',
    'startPasskeyElevation',
    'elevate',
  ],
  ['startPasskeySignUp', 'finishPasskeySignUp', 'sendVerificationEmail', 'link', 'exchangeCode'],
  ['signInAnonymous', 'deanonymize', 'deanonymize', 'signInSmsOtp', 'link'],
  ['sendMagicLink', 'confirmTicket', 'changeEmail', 'confirmTicket', 'me'],
  ['sendMagicLink', 'link', 'exchangeCode', 'exchangeCode'],
  ['sendPasswordReset', 'confirmTicket', 'changePassword', 'signIn'],
  ['signInIdToken', 'setPassword', 'signInIdToken', 'providerTokens', 'unlinkProvider'],
  ['linkIdToken', 'signInIdToken', 'exportMyData', 'deleteAccount', 'signIn'],
  ['signUpUsername', 'signInUsername', 'setPassword', 'changePassword'],
  ['adminUpdateUser', 'signIn', 'adminImpersonate', 'adminSignOutUser', 'refresh'],
  ['adminImportUsers', 'signIn', 'signInUsername', 'signInPhone'],
  ['adminInviteUser', 'link', 'setPassword'],
  ['startProvider', 'linkProvider', 'elevationMethods'],
];

/** One after the other, a step at a time. */
export class Stories {
  readonly #random: Random;
  readonly #account: () => Account;
  #steps: readonly Step[] = [];
  #of: Account | undefined;

  constructor(random: Random, account: () => Account) {
    this.#random = random;
    this.#account = account;
  }

  next(): { readonly step: Step; readonly account: Account } {
    if (this.#steps.length === 0 || this.#of === undefined) {
      this.#steps = pick(this.#random, plots);
      this.#of = this.#account();
    }
    const [step = 'me', ...others] = this.#steps;
    this.#steps = others;
    return { step, account: this.#of };
  }
}
