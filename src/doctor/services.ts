import { smtpOptionsOf } from '../auth/carriers.js';
import type { Config } from '../config/config.js';
import { verifySmtp } from '../mail/smtpTransport.js';
import { type Finding, failure, good, skipped, warning } from './finding.js';

/** Services beside Hasura: are they there, and do they let this server in? Nothing is sent. */
export async function checkServices(config: Config): Promise<Finding[]> {
  return [await checkMail(config), await checkRedis(config)];
}

async function checkMail(config: Config): Promise<Finding> {
  if (config.smtpHost === undefined) {
    return warning(
      'mail',
      'No mail can be sent: set AUTH_SMTP_HOST, unless nobody is to confirm an address.',
    );
  }
  if (config.smtpHost === 'postmark') return skipped('mail', 'Postmark is asked only when a mail is sent.');
  try {
    await verifySmtp(smtpOptionsOf(config, config.smtpHost));
    return good('mail', 'The mail server answers and takes the credentials.');
  } catch (error) {
    const { code = 'unknown' } = error as { code?: string };
    const remedy =
      code === 'EAUTH'
        ? 'correct AUTH_SMTP_USER, AUTH_SMTP_PASS and AUTH_SMTP_AUTH_METHOD'
        : 'correct AUTH_SMTP_HOST, AUTH_SMTP_PORT and AUTH_SMTP_SECURE, or let this machine reach it';
    return failure('mail', `The mail server can't be used (${code}): ${remedy}.`);
  }
}

async function checkRedis({ redisUrl }: Config): Promise<Finding> {
  if (redisUrl === undefined) return skipped('Redis', 'REDIS_URL is not set: one process needs none.');
  const { Redis } = await import('ioredis');
  const redis = new Redis(redisUrl.reveal(), {
    lazyConnect: true,
    connectTimeout: 5000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    await redis.ping();
    return good('Redis', 'Redis answers.');
  } catch {
    return failure(
      'Redis',
      'Redis does not answer: correct REDIS_URL, or start it; until then each process counts for itself.',
    );
  } finally {
    redis.disconnect();
  }
}
