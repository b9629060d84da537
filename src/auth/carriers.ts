import type { Config } from '../config/config.js';
import { OutageError } from '../errors.js';
import { createInbox } from '../mail/inbox.js';
import type { MailTransport } from '../mail/mail.js';
import { createPostmarkTransport } from '../mail/postmarkTransport.js';
import { createSmtpTransport, type SmtpOptions } from '../mail/smtpTransport.js';
import { createTemplates } from '../mail/templates.js';
import { createModicaTransport } from '../sms/modicaTransport.js';
import type { SmsTransport } from '../sms/sms.js';
import { createTwilioTransport } from '../sms/twilioTransport.js';
import { createWebhookTransport } from '../sms/webhookTransport.js';
import type { Carriers } from './messages.js';

interface Options {
  readonly config: Config;
  /** Directory of the built-in templates. */
  readonly templatesDir: string;
  /** How services are reached. */
  readonly fetch: typeof fetch;
  /** Where this process listens. */
  readonly localUrl: string;
}

/** The services that the configuration names. In development an inbox sees everything, and stands in for what is missing. */
export function createCarriers({ config, templatesDir, fetch, localUrl }: Options): Carriers {
  const { environment, emailTemplatesPath, defaultLocale, serverUrl, clientUrl } = config;
  const inbox = environment === 'production' ? undefined : createInbox();
  return {
    templates: createTemplates({
      directories: [...(emailTemplatesPath ? [emailTemplatesPath] : []), templatesDir],
      defaultLocale,
    }),
    mail: mailTransport(config, fetch) ?? (inbox && inboxOnly),
    sms: smsTransport(config, fetch) ?? (inbox && smsInboxOnly),
    inbox,
    site: { serverUrl: serverUrl ?? localUrl, clientUrl },
  };
}

/** Taking a message is enough: the inbox gets everything that was taken. */
const inboxOnly: MailTransport = { send: async () => {}, close: async () => {} };
const smsInboxOnly: SmsTransport = { send: async () => {} };

function mailTransport(config: Config, fetch: typeof globalThis.fetch): MailTransport | undefined {
  const { smtpHost, smtpPass } = config;
  if (smtpHost === undefined) return undefined;
  if (smtpHost === 'postmark') {
    const { sender, headers } = smtpOptionsOf(config, smtpHost);
    return createPostmarkTransport({
      serverToken: given(smtpPass, 'AUTH_SMTP_PASS'),
      sender,
      headers,
      fetch,
    });
  }
  return createSmtpTransport(smtpOptionsOf(config, smtpHost));
}

/** How the mail server is reached that the configuration names. */
export function smtpOptionsOf(config: Config, host: string): SmtpOptions {
  const { smtpApiHeader } = config;
  return {
    host,
    port: config.smtpPort,
    secure: config.smtpSecure,
    requireTls: config.smtpRequireTls,
    user: config.smtpUser,
    password: config.smtpPass,
    authMethod: config.smtpAuthMethod,
    sender: given(config.smtpSender, 'AUTH_SMTP_SENDER'),
    headers: smtpApiHeader === undefined ? {} : { 'X-SMTPAPI': smtpApiHeader },
  };
}

function smsTransport(config: Config, fetch: typeof globalThis.fetch): SmsTransport | undefined {
  const transport = smsService(config, fetch);
  const testNumbers = new Set(config.smsTestNumbers);
  if (transport === undefined || testNumbers.size === 0) return transport;
  return {
    ...transport,
    async send(sms) {
      if (!testNumbers.has(sms.to)) await transport.send(sms);
    },
  };
}

function smsService(config: Config, fetch: typeof globalThis.fetch): SmsTransport | undefined {
  switch (config.smsProvider) {
    case 'twilio':
      return createTwilioTransport({
        accountSid: given(config.twilioAccountSid, 'AUTH_SMS_TWILIO_ACCOUNT_SID'),
        authToken: given(config.twilioAuthToken, 'AUTH_SMS_TWILIO_AUTH_TOKEN'),
        serviceSid: given(config.twilioServiceSid, 'AUTH_SMS_TWILIO_MESSAGING_SERVICE_ID'),
        fetch,
      });
    case 'modica':
      return createModicaTransport({
        username: given(config.modicaUsername, 'AUTH_SMS_MODICA_USERNAME'),
        password: given(config.modicaPassword, 'AUTH_SMS_MODICA_PASSWORD'),
        fetch,
      });
    case 'generic':
      return createWebhookTransport({
        url: given(config.smsWebhookUrl, 'AUTH_SMS_GENERIC_URL'),
        contentType: config.smsWebhookContentType,
        headers: config.smsWebhookHeaders,
        timeoutMs: config.smsWebhookTimeoutMs,
        bodyTemplate: config.smsWebhookBody,
        fetch,
      });
    case 'dev':
    case undefined:
      return undefined;
  }
}

/** What `requirements.ts` has demanded already. */
function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

/** How codes are checked when the SMS service makes them. Its silence is an outage. */
export function codeCheck({ sms }: Carriers): ((to: string, code: string) => Promise<boolean>) | undefined {
  const checkCode = sms?.checkCode;
  return (
    checkCode &&
    ((to, code) =>
      checkCode(to, code).catch((cause: unknown) => {
        throw new OutageError('The SMS service could not check a code', { cause });
      }))
  );
}
