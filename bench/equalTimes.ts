import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadArgon2 } from '../src/passwords/hashing.js';
import { smtpEnv, startMailServer } from '../test/support/startMailServer.js';
import { buildProduct } from './support/build.js';
import { noPostgres, withPostgres } from './support/databases.js';
import { startProcess } from './support/processes.js';
import { atMost, type Outcome } from './support/report.js';
import { median } from './support/statistics.js';

const pairs = 200;
/** Requests before those that are measured: for the compiler, and for what the server learns of its mail service. */
const warmUpPairs = 40;
const adminSecret = 'the-admin-secret';
const actionSecret = 'the-action-secret';
const password = 'correct horse battery staple';
/** What the services for mails and text messages take for one message. */
const serviceMs = 12;

/** Somebody who may have an account. */
interface Person {
  readonly email: string;
  readonly username: string;
  readonly phoneNumber: string;
}

const person = (kind: 'known' | 'unknown', index: number): Person => ({
  email: `${kind}-${index}@example.com`,
  username: `${kind}-${index}`,
  phoneNumber: `+336${kind === 'known' ? '1' : '2'}${String(index).padStart(7, '0')}`,
});

/** Every Action whose answer must not tell whether there is an account. All of them are answered alike. */
const calls: readonly [action: string, input: (person: Person) => object][] = [
  ['signIn', ({ email }) => ({ email, password: 'wrong password' })],
  ['signInUsername', ({ username }) => ({ username, password: 'wrong password' })],
  ['signInPhone', ({ phoneNumber }) => ({ phoneNumber, password: 'wrong password' })],
  ['sendMagicLink', ({ email }) => ({ email })],
  ['sendEmailOtp', ({ email }) => ({ email })],
  ['signInEmailOtp', ({ email }) => ({ email, otp: '000000' })],
  ['sendSmsOtp', ({ phoneNumber }) => ({ phoneNumber })],
  ['signInSmsOtp', ({ phoneNumber }) => ({ phoneNumber, otp: '000000' })],
  ['sendPasswordReset', ({ email }) => ({ email })],
  ['sendVerificationEmail', ({ email }) => ({ email })],
];

/** Known and unknown accounts, in turns: how far the medians of their times are apart. */
export async function equalTimes(): Promise<Outcome> {
  const sms = await startSmsService();
  const mails = await startMailServer();
  mails.delay(serviceMs);
  try {
    const figures = await withPostgres(async (postgres) => {
      const server = await startProcess(process.execPath, buildProduct(), {
        env: {
          ...environment(smsUrl(sms)),
          ...smtpEnv(mails),
          DATABASE_URL: await postgres.createDatabase(),
        },
        ready: /^ready: GraphQL API at (\S+), auth server at (\S+)$/m,
      });
      try {
        const [, hasuraUrl = '', authUrl = ''] = server.ready;
        await importKnown(hasuraUrl);
        return await measure(authUrl);
      } finally {
        await server.stop();
      }
    });
    return figures ?? { skipped: noPostgres };
  } finally {
    sms.close();
    await mails.close();
  }
}

/** Accounts are only made on request, so that both sides differ in nothing but the account. */
const environment = (smsServiceUrl: string): Record<string, string> => ({
  DATA_DIR: 'memory',
  AUTH_PORT: '0',
  HASURA_PORT: '0',
  HASURA_GRAPHQL_ADMIN_SECRET: adminSecret,
  ACTION_SECRET: actionSecret,
  AUTH_RATE_LIMIT_ENABLE: 'false',
  AUTH_DISABLE_AUTO_SIGNUP: 'true',
  AUTH_USERNAME_PASSWORD_ENABLED: 'true',
  AUTH_PHONE_PASSWORD_ENABLED: 'true',
  AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
  AUTH_OTP_EMAIL_ENABLED: 'true',
  AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
  AUTH_SMS_PROVIDER: 'generic',
  AUTH_SMS_GENERIC_URL: smsServiceUrl,
});

async function measure(authUrl: string): Promise<Outcome> {
  const figures = [];
  for (const [action, input] of calls) {
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let index = -warmUpPairs; index < pairs; index += 1) {
      const order = index % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
      for (const kind of order) {
        const took = await timeOf(authUrl, action, input(person(kind, index + warmUpPairs)));
        if (index >= 0) times[kind].push(took);
      }
    }
    const [known, unknown] = [median(times.known), median(times.unknown)];
    figures.push(
      { name: `${action}: known account`, value: known, unit: 'ms' },
      {
        name: `${action}: unknown, apart by`,
        value: 100 * Math.abs(known / unknown - 1),
        unit: '%',
        goal: atMost(5),
      },
    );
  }
  return figures;
}

/** Milliseconds until Hasura would have the whole answer. */
async function timeOf(authUrl: string, action: string, input: object): Promise<number> {
  const sent = performance.now();
  const response = await fetch(`${authUrl}/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-action-secret': actionSecret },
    body: JSON.stringify({
      action: { name: action },
      input,
      session_variables: { 'x-hasura-role': 'public' },
    }),
  });
  const text = await response.text();
  const took = performance.now() - sent;
  const isRefused = response.status === 401 || response.status === 400;
  if (text !== 'true' && !(isRefused && text.includes('"invalid-'))) throw new Error(`${action}: ${text}`);
  return took;
}

async function importKnown(hasuraUrl: string): Promise<void> {
  const passwordHash = await (await loadArgon2()).hash(password);
  const users = Array.from({ length: pairs + warmUpPairs }, (_, index) => ({
    ...person('known', index),
    phoneNumberVerified: true,
    passwordHash,
  }));
  const query = `mutation ($users: [AdminImportUser!]!) { adminImportUsers(users: $users) { outcome } }`;
  const response = await fetch(`${hasuraUrl}/v1/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': adminSecret },
    body: JSON.stringify({ query, variables: { users } }),
  });
  const text = await response.text();
  if ((text.match(/"created"/g) ?? []).length !== users.length) throw new Error(text.slice(0, 500));
}

/** Takes every text message, after a while. */
async function startSmsService(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    setTimeout(() => response.writeHead(200).end(), serviceMs);
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  return server;
}

const smsUrl = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
