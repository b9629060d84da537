import type { Action, ActionName } from '../src/action.js';
import { confirmTicket } from './confirmTicket.js';
import { deanonymize } from './deanonymize.js';
import { me } from './me.js';
import { refresh } from './refresh.js';
import { sendEmailOtp } from './sendEmailOtp.js';
import { sendMagicLink } from './sendMagicLink.js';
import { sendSmsOtp } from './sendSmsOtp.js';
import { sendVerificationEmail } from './sendVerificationEmail.js';
import { signIn } from './signIn.js';
import { signInAnonymous } from './signInAnonymous.js';
import { signInEmailOtp } from './signInEmailOtp.js';
import { signInPhone } from './signInPhone.js';
import { signInSmsOtp } from './signInSmsOtp.js';
import { signInUsername } from './signInUsername.js';
import { signOut } from './signOut.js';
import { signUp } from './signUp.js';
import { signUpPhone } from './signUpPhone.js';
import { signUpUsername } from './signUpUsername.js';
import { verifyPhone } from './verifyPhone.js';

/** Every Action of the SDL; it does not compile while one is missing. */
export const actions = {
  confirmTicket,
  deanonymize,
  me,
  refresh,
  sendEmailOtp,
  sendMagicLink,
  sendSmsOtp,
  sendVerificationEmail,
  signIn,
  signInAnonymous,
  signInEmailOtp,
  signInPhone,
  signInSmsOtp,
  signInUsername,
  signOut,
  signUp,
  signUpPhone,
  signUpUsername,
  verifyPhone,
} satisfies { [N in ActionName]: Action<N> };
