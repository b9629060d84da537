import type { Config } from './config.js';

/** What one variable demands of others; each fault is one sentence. */
export function missingBesides(config: Config): string[] {
  return [
    ...mailFaults(config),
    ...smsFaults(config),
    ...webauthnFaults(config),
    ...captchaFaults(config),
    ...providerFaults(config),
    ...encryptionFaults(config),
    ...keyFaults(config),
    ...metricsFaults(config),
    ...hookFaults(config),
    ...passwordFaults(config),
  ];
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

/** In development the server's own page, on `localhost`, is where keys are used. */
function webauthnFaults(config: Config): string[] {
  const isTold = config.clientUrl !== undefined || config.environment !== 'production';
  if (!config.webauthnEnabled || isTold) return [];
  const places = config.webauthnRpOrigins.length > 0 ? config.webauthnRpOrigins : undefined;
  const by = 'AUTH_WEBAUTHN_ENABLED where there is no AUTH_CLIENT_URL';
  return [
    ...demand(config.webauthnRpId, 'AUTH_WEBAUTHN_RP_ID', by),
    ...demand(places, 'AUTH_WEBAUTHN_RP_ORIGINS', by),
  ];
}

function captchaFaults({ captchaService, captchaSecret }: Config): string[] {
  return [
    ...(captchaService === undefined
      ? []
      : demand(captchaSecret, 'AUTH_CAPTCHA_SECRET', 'AUTH_CAPTCHA_SERVICE')),
    ...(captchaSecret === undefined
      ? []
      : demand(captchaService, 'AUTH_CAPTCHA_SERVICE', 'AUTH_CAPTCHA_SECRET')),
  ];
}

/** Providers send browsers back to an address that they know. */
function providerFaults({ providers, environment, serverUrl }: Config): string[] {
  if (providers.size === 0 || environment !== 'production') return [];
  return demand(serverUrl, 'AUTH_SERVER_URL', 'sign-in by providers in production');
}

/** Messages that wait for delivery hold tickets and codes, so they are kept encrypted; so are secrets of TOTP. */
function encryptionFaults(config: Config): string[] {
  if (config.environment !== 'production') return [];
  const [needing] = [
    ...(config.smtpHost === undefined ? [] : ['AUTH_SMTP_HOST']),
    ...(config.smsProvider === undefined ? [] : ['AUTH_SMS_PROVIDER']),
    ...(config.mfaEnabled ? ['AUTH_MFA_ENABLED'] : []),
    ...(config.providers.size > 0 ? ['sign-in by providers'] : []),
  ];
  return needing === undefined ? [] : demand(config.encryptionKey, 'AUTH_ENCRYPTION_KEY', needing);
}

/** Metrics tell how many accounts come and go, and what fails. */
function metricsFaults({ metricsEnabled, metricsPort, metricsToken }: Config): string[] {
  if (!metricsEnabled || metricsPort !== undefined || metricsToken !== undefined) return [];
  return ['AUTH_METRICS_PORT or AUTH_METRICS_TOKEN is not set; one is needed with AUTH_METRICS_ENABLED'];
}

/** Keys that Hasura reads from a URL are ours to keep; everything else would have to follow from one of them. */
function keyFaults({ jwtSecret, keys, keysFile, derivationKey, ...config }: Config): string[] {
  const byUrl = 'a "jwk_url" in HASURA_GRAPHQL_JWT_SECRET';
  const besides =
    config.encryptionKeyPrevious === undefined
      ? []
      : demand(config.encryptionKey, 'AUTH_ENCRYPTION_KEY', 'AUTH_ENCRYPTION_KEY_PREVIOUS');
  const set = keysFile ?? keys;
  if (jwtSecret.key === undefined) {
    const twice = keysFile !== undefined && keys !== undefined;
    return [
      ...besides,
      ...demand(set, 'AUTH_KEYS_FILE', byUrl),
      ...demand(derivationKey, 'AUTH_DERIVATION_KEY', byUrl),
      ...(twice ? ['AUTH_KEYS and AUTH_KEYS_FILE are both set: one of them is enough'] : []),
    ];
  }
  return set === undefined
    ? besides
    : [...besides, `AUTH_KEYS_FILE and AUTH_KEYS need ${byUrl}: Hasura would not know their keys`];
}

function demand(value: unknown, name: string, by: string): string[] {
  return value === undefined ? [`${name} is not set, which is needed with ${by}`] : [];
}

/** Words make a password weak, which is refused by its score. */
function passwordFaults({ passwordContextWords, passwordMinScore }: Config): string[] {
  return passwordContextWords.length > 0 && passwordMinScore === 0
    ? ['AUTH_PASSWORD_MIN_SCORE is 0, with which AUTH_PASSWORD_CONTEXT_WORDS has no effect']
    : [];
}

/** What is sent to hooks tells of accounts: signed always, and in production encrypted on its way. */
function hookFaults(config: Config): string[] {
  const urls = [
    ['AUTH_HOOK_BEFORE_SIGN_UP_URL', config.hookSignUpUrl],
    ['AUTH_HOOK_BEFORE_SESSION_URL', config.hookSessionUrl],
    ['AUTH_HOOK_AFTER_URL', config.hookAfterUrl],
  ] as const;
  return urls.flatMap(([name, url]) => (url === undefined ? [] : hookUrlFaults(config, name, url)));
}

function hookUrlFaults({ environment, hookKeys }: Config, name: string, url: string): string[] {
  const { protocol, hostname } = new URL(url);
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return [
    ...demand(hookKeys, 'AUTH_HOOK_SECRET', name),
    ...(environment === 'production' && protocol !== 'https:' && !isHere
      ? [`${name} must be an https URL in production, or one of this machine`]
      : []),
  ];
}
