import { captchaServices } from '../../captcha/verifyCaptcha.js';
import { defaulted, type Entry, optional } from '../entry.js';
import { duration, fraction, httpUrl, list, oneOf, secret } from '../readers.js';

export const captchaEntries = {
  captchaService: optional({
    env: 'AUTH_CAPTCHA_SERVICE',
    read: oneOf(...captchaServices),
    doc: 'Whose captcha clients solve: `turnstile`, `hcaptcha` or `recaptcha`. Their solution comes in the header `x-captcha-response` or `x-cf-turnstile-response`.',
  }),
  captchaSecret: optional({
    env: 'AUTH_CAPTCHA_SECRET',
    read: secret,
    secret: true,
    doc: 'The secret key of that service.',
  }),
  turnstileSecret: optional({
    env: 'AUTH_TURNSTILE_SECRET',
    read: secret,
    secret: true,
    doc: "Turnstile's secret key, as Nhost Auth names it; by itself it switches the captcha on.",
  }),
  captchaActions: defaulted({
    env: 'AUTH_CAPTCHA_ACTIONS',
    read: list,
    default:
      'signUp,signUpPhone,signUpUsername,signUpWith,startPasskeySignUp,signInAnonymous,sendMagicLink,sendEmailOtp,sendSmsOtp,sendPasswordReset,sendVerificationEmail',
    doc: 'The Actions that need a solved captcha, comma separated.',
  }),
  captchaVerifyUrl: optional({
    env: 'AUTH_CAPTCHA_VERIFY_URL',
    read: httpUrl,
    doc: 'Where solutions are verified, if not at the usual URL of the service.',
  }),
  captchaHostnames: defaulted({
    env: 'AUTH_CAPTCHA_HOSTNAMES',
    read: list,
    default: '',
    doc: 'Hosts of the pages whose solutions count, comma separated; all when empty.',
  }),
  captchaMinScore: defaulted({
    env: 'AUTH_CAPTCHA_MIN_SCORE',
    read: fraction,
    default: '0.5',
    doc: 'The least score that counts as human, from 0 to 1, for services that answer one, as reCAPTCHA v3.',
  }),
  captchaTimeoutMs: defaulted({
    env: 'AUTH_CAPTCHA_TIMEOUT',
    read: duration,
    default: '5s',
    doc: 'How long the service may take. While it does not answer nobody passes.',
  }),
} satisfies Record<string, Entry<unknown>>;
