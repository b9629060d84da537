import type { Action, ActionName } from '../src/action.js';
import { activateTotp } from './activateTotp.js';
import { adminCreateUser } from './adminCreateUser.js';
import { adminDeleteUser } from './adminDeleteUser.js';
import { adminImpersonate } from './adminImpersonate.js';
import { adminImportUsers } from './adminImportUsers.js';
import { adminInviteUser } from './adminInviteUser.js';
import { adminSignOutUser } from './adminSignOutUser.js';
import { adminUpdateUser } from './adminUpdateUser.js';
import { authConfig } from './authConfig.js';
import { changeEmail } from './changeEmail.js';
import { changePassword } from './changePassword.js';
import { changePhone } from './changePhone.js';
import { confirmPhoneChange } from './confirmPhoneChange.js';
import { confirmTicket } from './confirmTicket.js';
import { createPat } from './createPat.js';
import { deanonymize } from './deanonymize.js';
import { deleteAccount } from './deleteAccount.js';
import { disableTotp } from './disableTotp.js';
import { elevate } from './elevate.js';
import { elevationMethods } from './elevationMethods.js';
import { exchangeCode } from './exchangeCode.js';
import { exportMyData } from './exportMyData.js';
import { finishAddPasskey } from './finishAddPasskey.js';
import { finishPasskeySignIn } from './finishPasskeySignIn.js';
import { finishPasskeySignUp } from './finishPasskeySignUp.js';
import { generateTotp } from './generateTotp.js';
import { linkIdToken } from './linkIdToken.js';
import { linkProvider } from './linkProvider.js';
import { me } from './me.js';
import { providerTokens } from './providerTokens.js';
import { refresh } from './refresh.js';
import { replaceRecoveryCodes } from './replaceRecoveryCodes.js';
import { revokeSession } from './revokeSession.js';
import { sendElevationCode } from './sendElevationCode.js';
import { sendEmailOtp } from './sendEmailOtp.js';
import { sendMagicLink } from './sendMagicLink.js';
import { sendPasswordReset } from './sendPasswordReset.js';
import { sendSmsOtp } from './sendSmsOtp.js';
import { sendVerificationEmail } from './sendVerificationEmail.js';
import { setPassword } from './setPassword.js';
import { signIn } from './signIn.js';
import { signInAnonymous } from './signInAnonymous.js';
import { signInEmailOtp } from './signInEmailOtp.js';
import { signInIdToken } from './signInIdToken.js';
import { signInPat } from './signInPat.js';
import { signInPhone } from './signInPhone.js';
import { signInRecoveryCode } from './signInRecoveryCode.js';
import { signInSmsOtp } from './signInSmsOtp.js';
import { signInTotp } from './signInTotp.js';
import { signInUsername } from './signInUsername.js';
import { signInWith } from './signInWith.js';
import { signOut } from './signOut.js';
import { signUp } from './signUp.js';
import { signUpPhone } from './signUpPhone.js';
import { signUpUsername } from './signUpUsername.js';
import { signUpWith } from './signUpWith.js';
import { startAddPasskey } from './startAddPasskey.js';
import { startPasskeyElevation } from './startPasskeyElevation.js';
import { startPasskeySignIn } from './startPasskeySignIn.js';
import { startPasskeySignUp } from './startPasskeySignUp.js';
import { startProvider } from './startProvider.js';
import { unlinkProvider } from './unlinkProvider.js';
import { verifyPhone } from './verifyPhone.js';

/** Every Action of the SDL; it does not compile while one is missing. */
export const actions = {
  activateTotp,
  adminCreateUser,
  adminDeleteUser,
  adminImpersonate,
  adminImportUsers,
  adminInviteUser,
  adminSignOutUser,
  adminUpdateUser,
  changeEmail,
  changePassword,
  changePhone,
  confirmPhoneChange,
  confirmTicket,
  createPat,
  deanonymize,
  deleteAccount,
  disableTotp,
  elevate,
  elevationMethods,
  authConfig,
  exportMyData,
  generateTotp,
  me,
  refresh,
  replaceRecoveryCodes,
  revokeSession,
  sendElevationCode,
  sendEmailOtp,
  sendMagicLink,
  sendPasswordReset,
  sendSmsOtp,
  sendVerificationEmail,
  setPassword,
  signIn,
  signInAnonymous,
  signInEmailOtp,
  signInPat,
  signInPhone,
  signInRecoveryCode,
  signInSmsOtp,
  signInTotp,
  signInUsername,
  signInWith,
  signOut,
  signUp,
  signUpPhone,
  signUpUsername,
  signUpWith,
  verifyPhone,
  startPasskeySignUp,
  finishPasskeySignUp,
  startPasskeySignIn,
  finishPasskeySignIn,
  startAddPasskey,
  finishAddPasskey,
  startPasskeyElevation,
  startProvider,
  exchangeCode,
  signInIdToken,
  linkProvider,
  linkIdToken,
  unlinkProvider,
  providerTokens,
} satisfies { [N in ActionName]: Action<N> };
