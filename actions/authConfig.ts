import { z } from 'zod';
import { defineAction } from '../src/action.js';

/** What a sign-in form has to know; nothing in it depends on the caller. */
export const authConfig = defineAction({
  name: 'authConfig',
  input: z.strictObject({}),
  run: async (_input, { auth: { config } }) => ({
    signUp: !config.signUpDisabled,
    emailPassword: config.emailPasswordEnabled,
    usernamePassword: config.usernamePasswordEnabled,
    phonePassword: config.phonePasswordEnabled,
    magicLink: config.magicLinkEnabled,
    emailOtp: config.emailOtpEnabled,
    smsOtp: config.smsOtpEnabled,
    anonymous: config.anonymousUsersEnabled,
    passkey: config.webauthnEnabled,
    providers: [...config.providers.values()].map(({ provider: { name, title } }) => ({ name, title })),
    verifiedEmailRequired: config.verifiedEmailRequired,
    passwordMinLength: config.passwordMinLength,
    locales: [...config.allowedLocales],
  }),
});
