import { hash, randomUUID } from 'node:crypto';
import { totpCode, totpStep } from '../../../src/auth/totpCodes.js';
import { fromBase32 } from '../../../src/lib/base32.js';
import { pick, type Random } from '../chaos/random.js';
import { canary } from './canaries.js';
import { clientUrl } from './fuzzServer.js';
import type { OddValues } from './oddValues.js';
import { idTokenOf } from './playedProvider.js';
import type { Account, World } from './world.js';

/** What a value is made from. */
export interface Making {
  readonly random: Random;
  readonly odd: OddValues;
  readonly world: World;
  /** Whom the request is about. */
  readonly account: Account;
  /** Action or path. */
  readonly of: string;
  /** How often something is wrong with the request, from 0 to 1. */
  readonly spoilt: number;
}

const codeVerifier = 'v'.repeat(43);
export const codeChallenge = hash('sha256', codeVerifier, 'base64url');

const providers = ['github', 'google', 'username', 'mobile', 'mobile-password', 'email', 'apple'] as const;

/** Makes the value of a field by its name, such that a server may agree to it; undefined for names without meaning here. */
export function goodValue(name: string, making: Making): unknown {
  const { random, account } = making;
  const make = Object.hasOwn(byName, name) ? byName[name] : undefined;
  return make?.(making, random, account);
}

type Make = (making: Making, random: Random, account: Account) => unknown;

const codeOf: Make = ({ world, of }, random, { email, phoneNumber, totpSecret, recoveryCodes }) => {
  const all = {
    mailed: world.codes.get(email),
    texted: world.codes.get(phoneNumber),
    own: totpSecret === undefined ? undefined : totpNow(totpSecret, random),
    recovery: recoveryCodes[0],
  };
  const [meant] = codesOf.find(([, pattern]) => pattern.test(of)) ?? [];
  const chosen =
    meant !== undefined && random() < 0.9
      ? meant
      : pick(random, ['mailed', 'texted', 'own', 'recovery'] as const);
  return all[chosen] ?? '000000';
};

/** Of the three steps that count: none works twice, and a story is over within one. */
const totpNow = (secret: string, random: Random): string =>
  totpCode(fromBase32(secret), totpStep(new Date()) + pick(random, [-1, 0, 1]));

/** Which code an Action or a route asks for. */
const codesOf = [
  ['recovery', /recovery/i],
  ['own', /totp|mfa/i],
  ['texted', /sms|phone/i],
  ['mailed', /email/i],
] as const;

const totpOf: Make = (_making, random, { totpSecret }) =>
  totpSecret === undefined ? '123456' : totpNow(totpSecret, random);

const ticketOf: Make = ({ world, of }, random, { mfaTicket }) => {
  if (mfaTicket !== undefined && (of.includes('Totp') || of.includes('Recovery') || random() < 0.2))
    return mfaTicket;
  return world.tickets.at(-1 - Math.floor(random() * 10)) ?? `verifyEmail:${randomUUID()}`;
};

const idOf: Make = ({ world }, random, { userId }) =>
  (random() < 0.7 ? userId : pick(random, world.accounts).userId) ?? randomUUID();

const providerOf: Make = ({ of }, random) =>
  of.startsWith('sign') && of.endsWith('With')
    ? pick(random, providers.slice(2))
    : pick(random, random() < 0.85 ? (['github', 'google'] as const) : providers);

const passwordOf: Make = (_making, random, { password }) => (random() < 0.95 ? password : canary('other'));

const credentialOf: Make = ({ world, of, odd }, random) => {
  const { authenticator, creation, request } = world;
  const isNew = /finishPasskeySignUp|finishAddPasskey|signup\/webauthn|user\/webauthn/.test(of);
  const lies = random() < 0.3 ? { counter: odd.number() >>> 0, userVerified: random() < 0.5 } : {};
  try {
    if (isNew && creation) return authenticator.create(creation, lies);
    if (!isNew && request) return authenticator.get(request, lies);
  } catch {
    // It has no such key: any other value will do.
  }
  return odd.value();
};

const redirectOf: Make = (_making, random) =>
  random() < 0.8 ? `${clientUrl}/done?x=1` : pick(random, [clientUrl, 'https://evil.example/', '/relative']);

const json: Make = ({ odd }, random) => (random() < 0.85 ? { plan: 'free', tags: ['a'] } : odd.value());

const role: Make = (_making, random) =>
  random() < 0.85 ? 'user' : pick(random, ['me', 'admin', 'anonymous', 'nobody']);

const date: Make = (_making, random) => new Date(Date.now() + (random() - 0.2) * 1e10).toISOString();

const newEmail: Make = ({ world }, random, { email }) =>
  random() < 0.5
    ? `new-${randomUUID().slice(0, 8)}@example.com`
    : random() < 0.5
      ? email
      : [...world.victims][0];

const hashes = [
  `$argon2id$v=19$m=19456,t=2,p=1$${'c2FsdHNhbHRzYWx0c2FsdA'}$${'A'.repeat(43)}`,
  `$2b$04$${'.'.repeat(53)}`,
  `$2b$31$${'.'.repeat(53)}`,
  '$argon2id$v=19$m=4294967295,t=4294967295,p=255$c2FsdA$c2FsdA',
  '$pbkdf2-sha256$i=1,l=32$c2FsdA$c2FsdA',
] as const;

const byName: Readonly<Record<string, Make>> = {
  email: ({ world }, random, { email }) =>
    random() < 0.93 ? email : pick(random, [...world.victims, email]),
  newEmail,
  password: passwordOf,
  oldPassword: passwordOf,
  newPassword: (_making, random, { password }) => (random() < 0.7 ? password : canary('new')),
  username: (_making, _random, { username }) => username,
  phoneNumber: (_making, _random, { phoneNumber }) => phoneNumber,
  newPhoneNumber: (_making, random, { phoneNumber }) =>
    random() < 0.5 ? phoneNumber : `+3362${String(1e7 + Math.floor(random() * 1e6)).slice(-7)}`,
  refreshToken: (_making, _random, { refreshToken }) => refreshToken ?? randomUUID(),
  ticket: ticketOf,
  otp: codeOf,
  code: (making, random, account) =>
    /exchange/i.test(making.of)
      ? (making.world.exchangeCodes.at(-1) ?? `signInCode:${randomUUID()}`)
      : codeOf(making, random, account),
  totp: totpOf,
  emailOtp: codeOf,
  smsOtp: codeOf,
  passkey: credentialOf,
  credential: credentialOf,
  codeChallenge: () => codeChallenge,
  codeVerifier: () => codeVerifier,
  personalAccessToken: (_making, _random, { personalAccessToken }) => personalAccessToken ?? randomUUID(),
  id: idOf,
  method: (_making, random) => pick(random, ['email', 'sms']),
  signInMethod: (_making, random) => pick(random, ['email-password', 'passwordless', 'sms']),
  connection: (_making, random) => pick(random, ['sms', 'email']),
  provider: providerOf,
  idToken: ({ odd }, random, { email }) => {
    const claims = { sub: email, email, email_verified: random() < 0.7, name: 'Fuzz' };
    if (random() < 0.7) return idTokenOf(claims);
    return idTokenOf({
      ...claims,
      [pick(random, ['sub', 'email', 'aud', 'exp', 'name', 'nonce', 'iss'])]: odd.value(),
    });
  },
  nonce: (_making, random) => (random() < 0.8 ? null : 'nonce'),
  token: (_making, _random, { accessToken }) => accessToken ?? 'a.b.c',
  data: (making, random, { email, username, phoneNumber, password }) => {
    const all = { email, username, phoneNumber, password, otp: codeOf(making, random, making.account) };
    const keys = pick(random, [
      ['email', 'password'],
      ['username', 'password'],
      ['phoneNumber'],
      ['phoneNumber', 'otp'],
      ['phoneNumber', 'password'],
    ]);
    return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));
  },
  redirectTo: redirectOf,
  locale: (_making, random) => pick(random, ['en', 'de', 'xxxx']),
  defaultRole: role,
  allowedRoles: (making, random, account) => [role(making, random, account), 'user'],
  metadata: json,
  providerSpecificParams: (_making, random) =>
    random() < 0.8 ? { prompt: 'consent' } : json(_making, random, _making.account),
  expiresAt: date,
  createdAt: date,
  passwordHash: (_making, random) => pick(random, hashes),
  activeMfaType: (_making, random) => pick(random, ['totp', '', null]),
  all: (_making, random) => random() < 0.2,
  others: (_making, random) => random() < 0.2,
  signUp: (_making, random) => random() < 0.7,
  disabled: (_making, random) => random() < 0.1,
};
