import { createRedirects } from '../auth/redirects.js';
import type { Config } from '../config/config.js';
import { type Finding, failure, good, skipped, warning } from './finding.js';

/** What the settings alone tell, before anybody is asked. */
export function checkSettings(config: Config): Finding[] {
  return [
    environment(config),
    address('server URL', 'AUTH_SERVER_URL', config.serverUrl, config),
    address('client URL', 'AUTH_CLIENT_URL', config.clientUrl, config),
    redirects(config),
    proxies(config),
    limits(config),
    log(config),
    textMessages(config),
  ];
}

function environment({ environment: name }: Config): Finding {
  if (name === 'production') return good('environment', 'NODE_ENV is production.');
  return warning(
    'environment',
    'NODE_ENV is not production: set it where users are, so that nothing falls back to what suits development.',
  );
}

/** Links of mails and redirects lead there, with tickets in them. */
function address(check: string, name: string, url: string | undefined, config: Config): Finding {
  if (url === undefined) return warning(check, `${name} is not set: set it to the public address.`);
  if (isLocal(url) || url.startsWith('https:')) return good(check, `${name} is fit for what is sent there.`);
  const says = `${name} is not https: tickets and tokens would be read on their way; use an https address.`;
  return config.environment === 'production' ? failure(check, says) : warning(check, says);
}

/** Addresses that no list of a sane deployment allows: those of somebody who registered a domain this morning. */
const strangers = [
  'https://attacker.example/',
  'https://www.attacker.example/callback',
  'https://attacker.com/',
  'https://deep.down.attacker.com/a/b',
  'http://attacker.com/',
  'https://attacker.vercel.app/',
  'https://attacker.netlify.app/',
];

/** Redirects carry tokens: one pattern that is too wide gives every account away. */
function redirects(config: Config): Finding {
  const allowed = createRedirects(config);
  const reached = strangers.filter((url) => allowed.isAllowed(url));
  if (reached.length > 0) {
    const says = `AUTH_ACCESS_CONTROL_ALLOWED_REDIRECT_URLS lets tokens go to anybody (as to ${reached[0]}): name your own hosts.`;
    return failure('redirects', says);
  }
  const open = config.allowedRedirectUrls.filter((url) => url.startsWith('http:') && !isLocal(url));
  if (open.length > 0 && config.environment === 'production') {
    const says = `AUTH_ACCESS_CONTROL_ALLOWED_REDIRECT_URLS has ${open.length} http addresses: name them with https.`;
    return failure('redirects', says);
  }
  return good('redirects', 'Redirects lead to hosts that are named.');
}

function proxies({ trustedProxies, environment: name }: Config): Finding {
  if (trustedProxies > 0) {
    return good(
      'proxies',
      `The last ${trustedProxies} of X-Forwarded-For are believed: they must be proxies of yours.`,
    );
  }
  const says =
    'AUTH_TRUSTED_PROXIES is 0: addresses of clients that come through Hasura or a proxy are not known; set how many proxies there are.';
  return name === 'production' ? warning('proxies', says) : good('proxies', says);
}

function limits({ limitsEnabled, redisUrl }: Config): Finding {
  if (!limitsEnabled) {
    return warning(
      'limits',
      'AUTH_RATE_LIMIT_ENABLE is false: switch it on unless something else limits calls.',
    );
  }
  const where = redisUrl === undefined ? 'each process for itself; with several, set REDIS_URL' : 'together';
  return good('limits', `Calls are limited and counted (${where}).`);
}

function log({ logLevel, environment: name }: Config): Finding {
  if (logLevel !== 'debug' || name !== 'production') return good('log', `The log is written at ${logLevel}.`);
  return warning('log', 'AUTH_LOG_LEVEL is debug: use info in production.');
}

function textMessages({ smsProvider }: Config): Finding {
  if (smsProvider === undefined) {
    return skipped('text messages', 'No text message can be sent: AUTH_SMS_PROVIDER is not set.');
  }
  return good(
    'text messages',
    `${smsProvider} is configured in full; whether it takes messages shows with the first one.`,
  );
}

function isLocal(url: string): boolean {
  const host = URL.parse(url.replaceAll('*', 'x'))?.hostname ?? '';
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);
}
