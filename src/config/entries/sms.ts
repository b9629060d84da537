import { defaulted, type Entry, optional } from '../entry.js';
import { duration, httpUrl, oneOf, phoneNumbers, secret, stringMap, text } from '../readers.js';

const smsProviders = ['twilio', 'modica', 'generic', 'dev'] as const;

export const smsEntries = {
  smsProvider: optional({
    env: 'AUTH_SMS_PROVIDER',
    read: oneOf(...smsProviders),
    doc: 'Who sends text messages: `twilio`, `modica`, `generic` (a webhook) or `dev` (shown at `/dev/inbox`, which is also what development does without it).',
  }),
  twilioAccountSid: optional({
    env: 'AUTH_SMS_TWILIO_ACCOUNT_SID',
    read: text,
    doc: 'Account of Twilio.',
  }),
  twilioAuthToken: optional({
    env: 'AUTH_SMS_TWILIO_AUTH_TOKEN',
    read: secret,
    secret: true,
    doc: 'Its token.',
  }),
  twilioServiceSid: optional({
    env: 'AUTH_SMS_TWILIO_MESSAGING_SERVICE_ID',
    read: text,
    doc: 'Messaging service (`MG…`), sending number, or Verify service (`VA…`, which makes and checks the codes itself).',
  }),
  modicaUsername: optional({ env: 'AUTH_SMS_MODICA_USERNAME', read: text, doc: 'User name at Modica.' }),
  modicaPassword: optional({
    env: 'AUTH_SMS_MODICA_PASSWORD',
    read: secret,
    secret: true,
    doc: 'Password at Modica.',
  }),
  smsWebhookUrl: optional({
    env: 'AUTH_SMS_GENERIC_URL',
    read: httpUrl,
    doc: 'Where the generic provider posts each text message.',
  }),
  smsWebhookContentType: defaulted({
    env: 'AUTH_SMS_GENERIC_CONTENT_TYPE',
    read: text,
    default: 'application/json',
    doc: 'Content type of what it posts; values are escaped for JSON, forms and XML.',
  }),
  smsWebhookHeaders: defaulted({
    env: 'AUTH_SMS_GENERIC_HEADERS',
    read: stringMap,
    default: '{}',
    secret: true,
    doc: 'Further headers, as a JSON object.',
  }),
  smsWebhookTimeoutMs: defaulted({
    env: 'AUTH_SMS_GENERIC_TIMEOUT',
    read: duration,
    default: '10s',
    doc: 'How long the webhook may take.',
  }),
  smsWebhookBody: defaulted({
    env: 'AUTH_SMS_GENERIC_BODY_TEMPLATE',
    read: text,
    default: `{"to":"\${to}","body":"\${body}"}`,
    doc: `What it posts; \`\${to}\` is the number and \`\${body}\` the text.`,
  }),
  smsTestNumbers: defaulted({
    env: 'AUTH_SMS_TEST_PHONE_NUMBERS',
    read: phoneNumbers,
    default: '',
    doc: 'Phone numbers to test with, comma separated: no service is asked to send them anything or to check their codes; `/dev/inbox` shows what they would get. Refused in production.',
  }),
} satisfies Record<string, Entry<unknown>>;
