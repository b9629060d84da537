import { describe, expect, it } from 'vitest';
import { appWithoutHasura, send } from '../server/appWithoutHasura.js';

const query = `{ authConfig {
  signUp emailPassword usernamePassword phonePassword magicLink emailOtp smsOtp anonymous passkey providers { name title }
  verifiedEmailRequired passwordMinLength locales
} }`;

async function configOf(env: Record<string, string>) {
  const app = await appWithoutHasura(env);
  const { body } = await send(app, '/graphql', { body: { query } });
  await app.close();
  return body.data.authConfig;
}

describe('authConfig', () => {
  it('tells what is on by default, to anybody and without asking Hasura', async () => {
    expect(await configOf({})).toEqual({
      signUp: true,
      emailPassword: true,
      usernamePassword: false,
      phonePassword: false,
      magicLink: false,
      emailOtp: false,
      smsOtp: false,
      anonymous: false,
      passkey: false,
      providers: [],
      verifiedEmailRequired: false,
      passwordMinLength: 3,
      locales: ['en'],
    });
  });

  it.each([
    ['AUTH_DISABLE_SIGNUP', 'true', 'signUp', false],
    ['AUTH_EMAIL_PASSWORD_ENABLED', 'false', 'emailPassword', false],
    ['AUTH_USERNAME_PASSWORD_ENABLED', 'true', 'usernamePassword', true],
    ['AUTH_PHONE_PASSWORD_ENABLED', 'true', 'phonePassword', true],
    ['AUTH_EMAIL_PASSWORDLESS_ENABLED', 'true', 'magicLink', true],
    ['AUTH_OTP_EMAIL_ENABLED', 'true', 'emailOtp', true],
    ['AUTH_SMS_PASSWORDLESS_ENABLED', 'true', 'smsOtp', true],
    ['AUTH_ANONYMOUS_USERS_ENABLED', 'true', 'anonymous', true],
    ['AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED', 'true', 'verifiedEmailRequired', true],
    ['AUTH_PASSWORD_MIN_LENGTH', '12', 'passwordMinLength', 12],
    ['AUTH_WEBAUTHN_ENABLED', 'true', 'passkey', true],
    ['AUTH_LOCALE_ALLOWED_LOCALES', 'en,fr', 'locales', ['en', 'fr']],
  ])('%s=%s', async (name, value, field, expected) => {
    expect((await configOf({ [name]: value }))[field]).toEqual(expected);
  });

  it('names the providers that are configured', async () => {
    const env = {
      AUTH_PROVIDER_GITHUB_ENABLED: 'true',
      AUTH_PROVIDER_GITHUB_CLIENT_ID: 'a',
      AUTH_PROVIDER_GITHUB_CLIENT_SECRET: 'b',
      AUTH_SERVER_URL: 'https://auth.example.com',
    };
    expect((await configOf(env)).providers).toEqual([{ name: 'github', title: 'GitHub' }]);
  });
});
