import type { Config } from './config.js';

/** What one variable demands of others; each fault is one sentence. */
export function missingBesides(config: Config): string[] {
  return [...mailFaults(config), ...smsFaults(config), ...encryptionFaults(config)];
}

function mailFaults(config: Config): string[] {
  if (config.smtpHost === undefined) return [];
  return [
    ...demand(config.smtpSender, 'AUTH_SMTP_SENDER', 'AUTH_SMTP_HOST'),
    ...(config.smtpHost === 'postmark'
      ? demand(config.smtpPass, 'AUTH_SMTP_PASS', 'AUTH_SMTP_HOST=postmark')
      : []),
    ...(config.environment === 'production'
      ? demand(config.serverUrl, 'AUTH_SERVER_URL', 'AUTH_SMTP_HOST in production: links of mails lead there')
      : []),
  ];
}

function smsFaults(config: Config): string[] {
  return [...smsProviderFaults(config), ...testNumberFaults(config)];
}

/** Whoever knows such a number needs nothing but the inbox, or its code in some log, to sign in as its owner. */
function testNumberFaults({ environment, smsTestNumbers }: Config): string[] {
  return environment === 'production' && smsTestNumbers.length > 0
    ? [
        'AUTH_SMS_TEST_PHONE_NUMBERS must not be set in production: nobody would get the codes of these numbers',
      ]
    : [];
}

function smsProviderFaults(config: Config): string[] {
  switch (config.smsProvider) {
    case 'twilio':
      return [
        ...demand(config.twilioAccountSid, 'AUTH_SMS_TWILIO_ACCOUNT_SID', 'AUTH_SMS_PROVIDER=twilio'),
        ...demand(config.twilioAuthToken, 'AUTH_SMS_TWILIO_AUTH_TOKEN', 'AUTH_SMS_PROVIDER=twilio'),
        ...demand(
          config.twilioServiceSid,
          'AUTH_SMS_TWILIO_MESSAGING_SERVICE_ID',
          'AUTH_SMS_PROVIDER=twilio',
        ),
      ];
    case 'modica':
      return [
        ...demand(config.modicaUsername, 'AUTH_SMS_MODICA_USERNAME', 'AUTH_SMS_PROVIDER=modica'),
        ...demand(config.modicaPassword, 'AUTH_SMS_MODICA_PASSWORD', 'AUTH_SMS_PROVIDER=modica'),
      ];
    case 'generic':
      return demand(config.smsWebhookUrl, 'AUTH_SMS_GENERIC_URL', 'AUTH_SMS_PROVIDER=generic');
    case 'dev':
      return config.environment === 'production'
        ? ['AUTH_SMS_PROVIDER must not be dev in production: nobody would get a text message']
        : [];
    case undefined:
      return [];
  }
}

/** Messages that wait for delivery hold tickets and codes, so they are kept encrypted; so are secrets of TOTP. */
function encryptionFaults(config: Config): string[] {
  if (config.environment !== 'production') return [];
  const [needing] = [
    ...(config.smtpHost === undefined ? [] : ['AUTH_SMTP_HOST']),
    ...(config.smsProvider === undefined ? [] : ['AUTH_SMS_PROVIDER']),
    ...(config.mfaEnabled ? ['AUTH_MFA_ENABLED'] : []),
  ];
  return needing === undefined ? [] : demand(config.encryptionKey, 'AUTH_ENCRYPTION_KEY', needing);
}

function demand(value: unknown, name: string, by: string): string[] {
  return value === undefined ? [`${name} is not set, which is needed with ${by}`] : [];
}
