import { type AuditLog, createAuditLog } from '../auth/auditLog.js';
import { createCarriers } from '../auth/carriers.js';
import { createHookDeliveries, type HookDeliveries } from '../auth/hookDeliveries.js';
import { createHooks, type Hooks } from '../auth/hooks.js';
import type { Carriers } from '../auth/messages.js';
import { isNoticeOn } from '../auth/notices.js';
import { createOutbox, type Outbox } from '../auth/outbox.js';
import type { Config } from '../config/config.js';
import type { Hasura } from '../hasura/client.js';
import type { Clock } from '../lib/clock.js';
import type { Encryption } from '../lib/encryption.js';
import type { Log } from '../lib/log.js';

interface Options {
  readonly config: Config;
  readonly hasura: Hasura;
  readonly encryption: Encryption;
  readonly templatesDir: string;
  /** How services outside are called. */
  readonly fetch: typeof fetch;
  /** Where this process listens. */
  readonly localUrl: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything that is told to somebody: people by mail and text message, services by hooks, and the audit log. */
export interface Messages {
  readonly carriers: Carriers;
  readonly outbox: Outbox;
  readonly deliveries: HookDeliveries;
  readonly hooks: Hooks;
  readonly auditLog: AuditLog;
  /** Waits for what is being told. */
  readonly close: () => Promise<void>;
}

export function openMessages(options: Options): Messages {
  const { config, hasura, encryption, templatesDir, fetch, localUrl, clock, log } = options;
  const carriers = createCarriers({ config, templatesDir, fetch, localUrl });
  if (!carriers.mail) log.warn('No mail can be sent: AUTH_SMTP_HOST is not set');
  if (!carriers.sms) log.info('No text message can be sent: AUTH_SMS_PROVIDER is not set');
  const outbox = createOutbox({
    ...carriers,
    hasura,
    encryption,
    clock,
    log,
    isNoticeOn: (kind) => isNoticeOn(kind, config),
  });
  const deliveries = createHookDeliveries({ config, hasura, clock, log, fetch });
  const hooks = createHooks({ config, clock, log, fetch, nudge: deliveries.nudge });
  const tellsNewDevices = config.noticeNewDevice;
  const auditLog = createAuditLog({ hasura, outbox, hooks, tellsNewDevices, clock, log });
  return {
    carriers,
    outbox,
    deliveries,
    hooks,
    auditLog,
    async close() {
      await deliveries.close();
      // The log may ask for mails, so the outbox comes behind it.
      await auditLog.close();
      await outbox.close();
      await carriers.mail?.close();
    },
  };
}
