import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.js';

const secrets = {
  HASURA_GRAPHQL_ADMIN_SECRET: 'admin-secret-value',
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
  ACTION_SECRET: 'action-secret-value',
};
const key = { AUTH_ENCRYPTION_KEY: '0f'.repeat(32) };
const smtp = { AUTH_SMTP_HOST: 'smtp.example.com', AUTH_SMTP_SENDER: 'auth@example.com' };
const byUrl = { HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ jwk_url: 'http://auth/jwks.json' }) };
const production = { NODE_ENV: 'production' };

/** Names of the variables that are demanded. */
function demandedBy(env: Record<string, string>): string[] {
  try {
    parseConfig({ ...secrets, ...env });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((fault) => fault.split(' ')[0] ?? '');
  }
}

describe('what one variable demands of others', () => {
  it.each<[Record<string, string>, string[]]>([
    [{}, []],
    [production, []],
    [{ AUTH_ENCRYPTION_KEY_PREVIOUS: '0e'.repeat(32) }, ['AUTH_ENCRYPTION_KEY']],
    [{ AUTH_ENCRYPTION_KEY_PREVIOUS: '0e'.repeat(32), ...key }, []],
    [byUrl, ['AUTH_KEYS_FILE', 'AUTH_DERIVATION_KEY']],
    [{ ...byUrl, AUTH_KEYS_FILE: 'keys.json' }, ['AUTH_DERIVATION_KEY']],
    [{ ...byUrl, AUTH_KEYS_FILE: 'keys.json', AUTH_DERIVATION_KEY: '0d'.repeat(32) }, []],
    [
      {
        ...byUrl,
        AUTH_KEYS_FILE: 'keys.json',
        AUTH_KEYS: '{"keys":[]}',
        AUTH_DERIVATION_KEY: '0d'.repeat(32),
      },
      ['AUTH_KEYS'],
    ],
    [{ AUTH_KEYS_FILE: 'keys.json' }, ['AUTH_KEYS_FILE']],
    [{ AUTH_SMTP_HOST: 'smtp.example.com' }, ['AUTH_SMTP_SENDER']],
    [{ AUTH_SMTP_HOST: 'postmark' }, ['AUTH_SMTP_SENDER', 'AUTH_SMTP_PASS']],
    [smtp, []],
    [{ ...smtp, ...production }, ['AUTH_SERVER_URL', 'AUTH_ENCRYPTION_KEY']],
    [{ ...smtp, ...production, ...key, AUTH_SERVER_URL: 'https://auth.example.com' }, []],
    [
      { AUTH_SMS_PROVIDER: 'twilio' },
      ['AUTH_SMS_TWILIO_ACCOUNT_SID', 'AUTH_SMS_TWILIO_AUTH_TOKEN', 'AUTH_SMS_TWILIO_MESSAGING_SERVICE_ID'],
    ],
    [{ AUTH_SMS_PROVIDER: 'modica' }, ['AUTH_SMS_MODICA_USERNAME', 'AUTH_SMS_MODICA_PASSWORD']],
    [{ AUTH_SMS_PROVIDER: 'generic' }, ['AUTH_SMS_GENERIC_URL']],
    [
      { AUTH_SMS_PROVIDER: 'generic', AUTH_SMS_GENERIC_URL: 'https://sms.example.com', ...production },
      ['AUTH_ENCRYPTION_KEY'],
    ],
    [{ AUTH_MFA_ENABLED: 'true' }, []],
    [{ AUTH_MFA_ENABLED: 'true', ...production }, ['AUTH_ENCRYPTION_KEY']],
    [{ AUTH_SMS_TEST_PHONE_NUMBERS: '+33612345678' }, []],
    [{ AUTH_SMS_TEST_PHONE_NUMBERS: '+33612345678', ...production }, ['AUTH_SMS_TEST_PHONE_NUMBERS']],
    [{ AUTH_SMS_TEST_PHONE_NUMBERS: '', ...production }, []],
    [{ AUTH_PASSWORD_CONTEXT_WORDS: 'oakhurst' }, ['AUTH_PASSWORD_MIN_SCORE']],
    [{ AUTH_PASSWORD_CONTEXT_WORDS: 'oakhurst', AUTH_PASSWORD_MIN_SCORE: '3' }, []],
    [{ AUTH_SMS_PROVIDER: 'dev' }, []],
    [{ AUTH_SMS_PROVIDER: 'dev', ...production, ...key }, ['AUTH_SMS_PROVIDER']],
  ])('%j: %j', (env, names) => {
    expect(demandedBy(env)).toEqual(names);
  });

  it.each([
    ['AUTH_ENCRYPTION_KEY', 'abc'],
    ['AUTH_ENCRYPTION_KEY', `${'0f'.repeat(31)}0g`],
    ['AUTH_SMS_PROVIDER', 'pigeon'],
    ['AUTH_SMS_GENERIC_HEADERS', '{"a":1}'],
    ['AUTH_SMS_GENERIC_HEADERS', '[]'],
    ['AUTH_SMS_GENERIC_HEADERS', 'x-key: secret-value'],
    ['AUTH_SMS_GENERIC_TIMEOUT', '10'],
    ['AUTH_SMTP_AUTH_METHOD', 'NTLM'],
    ['AUTH_SMS_TEST_PHONE_NUMBERS', '+33612345678,0612345678'],
  ])('%s must not be %s, which is not repeated', (name, value) => {
    expect(() => parseConfig({ ...secrets, [name]: value })).toThrow(new RegExp(`${name} must be`));
    expect(() => parseConfig({ ...secrets, [name]: value })).not.toThrow(
      new RegExp(`secret-value|${'0f'.repeat(31)}`),
    );
  });

  it('reads spans of time', () => {
    const read = (text: string) =>
      parseConfig({ ...secrets, AUTH_SMS_GENERIC_TIMEOUT: text }).smsWebhookTimeoutMs;
    expect(['500ms', '10s', '2m'].map(read)).toEqual([500, 10_000, 120_000]);
  });
});
