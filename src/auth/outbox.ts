import { setTimeout as sleep } from 'node:timers/promises';
import { OutageError } from '../errors.js';
import type { AuthOutbox_Insert_Input } from '../generated/hasura.js';
import type { Hasura } from '../hasura/client.js';
import { addSeconds, type Clock } from '../lib/clock.js';
import { DeliveryError } from '../lib/delivery.js';
import type { Encryption } from '../lib/encryption.js';
import { newUuid } from '../lib/ids.js';
import type { Log } from '../lib/log.js';
import { pauseExactly, within } from '../lib/waiting.js';
import {
  type Carriers,
  type MailContent,
  type MessageContent,
  parseContent,
  type SmsContent,
  sendMessage,
} from './messages.js';
import { type TriggeredRow, triggeredMail } from './triggeredMail.js';

/**
 * Mails and text messages that have to go out. A message is a row, written by the mutation of what it tells: draft it,
 * pass `row` to that mutation, then `deliver` the draft before answering the client. What could not be delivered, or
 * was left behind by a process that died, is delivered later by whichever server looks next.
 */
export interface Outbox {
  readonly canMail: boolean;
  readonly canText: boolean;
  /** @throws OutageError when this server can send no mail: ask before anything is changed. */
  draftMail(content: Omit<MailContent, 'channel'>, owner: MessageOwner): DraftMessage;
  /** @throws OutageError when this server can send no text message. */
  draftSms(content: Omit<SmsContent, 'channel'>, owner: MessageOwner): DraftMessage;
  /**
   * The first try. Waits for all of `drafts`, at most `firstTryMs`; never throws. Only for drafts whose rows are there
   * now: not for those that the mutation took back.
   */
  deliver(drafts: readonly DraftMessage[]): Promise<readonly Delivery[]>;
  /** Takes as long as delivering a message lately took, so that time does not tell whether one was sent. */
  pretendToDeliver(): Promise<void>;
  /** Delivers what is due and not in anybody's hands. @returns how many messages were taken. */
  deliverDue(): Promise<number>;
  /** Waits for what is being delivered. */
  close(): Promise<void>;
}

/**
 * `pending`: it is tried again later. `refused`: it never will be, since the address or number does not exist or the
 * service will not have it.
 */
export type Delivery = 'delivered' | 'pending' | 'refused';

/** Whose message it is; it goes with the account. */
export interface MessageOwner {
  readonly userId: string | null;
  /** Of the row; a new one unless given. */
  readonly id?: string;
}

export interface DraftMessage {
  readonly id: string;
  /** For the mutation. Leased to this process for the first try. */
  readonly row: AuthOutbox_Insert_Input;
  readonly content: MessageContent;
}

interface Options extends Carriers {
  readonly hasura: Hasura;
  readonly encryption: Encryption;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether mails of a kind are sent that a trigger of the database asks for. */
  readonly isNoticeOn: (kind: string) => boolean;
  /** How long a request waits for the first try. */
  readonly firstTryMs?: number;
}

/** How long a message is in the hands of who tries it. Longer than any attempt takes, else it could be sent twice. */
const leaseSeconds = 120;
const firstRetrySeconds = 15;
const longestRetrySeconds = 3600;
/** A message is given up after three days, or when its ticket expires. */
const longestTrySeconds = 3 * 86_400;
const batchSize = 10;

/** A message that this process holds. */
interface Leased {
  readonly id: string;
  readonly leaseId: string;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly content: MessageContent;
}

export function createOutbox(options: Options): Outbox {
  const { hasura, encryption, clock, log, firstTryMs = 5000 } = options;
  const running = new Set<Promise<unknown>>();
  const durations = createDurations();

  function draft(content: MessageContent, { userId, id = newUuid() }: MessageOwner): DraftMessage {
    const now = clock.now();
    const row = {
      id,
      userId,
      kind: content.kind,
      channel: content.channel,
      payload: encryption.encrypt(JSON.stringify(content), contextOf(id)),
      createdAt: now.toISOString(),
      nextAttemptAt: now.toISOString(),
      attempts: 1,
      leaseId: newUuid(),
      lockedUntil: addSeconds(now, leaseSeconds).toISOString(),
    };
    return { id, row, content };
  }

  /** Sends and writes down what became of it. The latter goes on while the client has its answer already. */
  async function attempt(message: Leased): Promise<Delivery> {
    const { id, content, createdAt, attempts } = message;
    const started = performance.now();
    if (content.expiresAt !== undefined && new Date(content.expiresAt) <= clock.now()) {
      log.warn('A message was not delivered in time and is given up', { messageId: id, kind: content.kind });
      track(abandon(message, 'expired'));
      return 'refused';
    }
    try {
      await sendMessage(options, id, content);
      durations.add(performance.now() - started);
      track(complete(message));
      return 'delivered';
    } catch (error) {
      const now = clock.now();
      const nextAttemptAt = addSeconds(now, retrySeconds(attempts));
      const permanent = error instanceof DeliveryError && error.permanent;
      const isLast = permanent || nextAttemptAt > endOf(content, createdAt);
      // Without the recipient; the reason of a broken template names its file.
      const about = { messageId: id, kind: content.kind, channel: content.channel, attempts, error };
      if (isLast) log.error('A message could not be delivered and is given up', about);
      else log.warn('A message could not be delivered and is tried again', about);
      track(isLast ? abandon(message, reasonOf(error)) : fail(message, nextAttemptAt, reasonOf(error)));
      return permanent ? 'refused' : 'pending';
    }
  }

  /** The one note whose loss would send a message twice, so it is tried again for as long as the lease lasts. */
  async function complete({ id, leaseId }: Leased): Promise<void> {
    for (const pauseMs of [200, 1000, 5000, 15_000, undefined]) {
      try {
        await hasura.CompleteMessages({ ids: [id], leaseId, now: clock.now().toISOString() });
        return;
      } catch (error) {
        if (pauseMs === undefined) {
          log.error('A message was delivered, but that could not be noted: it may be sent again', {
            messageId: id,
            error,
          });
          return;
        }
        await sleep(pauseMs);
      }
    }
  }

  async function fail({ id, leaseId }: Leased, nextAttemptAt: Date, error: string): Promise<void> {
    await note(hasura.FailMessage({ id, leaseId, nextAttemptAt: nextAttemptAt.toISOString(), error }));
  }

  async function abandon({ id, leaseId }: Pick<Leased, 'id' | 'leaseId'>, error: string): Promise<void> {
    await note(hasura.AbandonMessage({ id, leaseId, now: clock.now().toISOString(), error }));
  }

  /** Without the note the lease ends by itself, and the message is tried again. */
  async function note(request: Promise<unknown>): Promise<void> {
    await request.catch((error: unknown) => log.warn('The outbox could not be updated', { error }));
  }

  /** Goes on in the background; `close` waits for it. */
  function track(work: Promise<unknown>): void {
    running.add(work);
    const done = () => void running.delete(work);
    void work.then(done, done);
  }

  function tryNow(message: Leased): Promise<Delivery> {
    const work = attempt(message);
    track(work);
    return work;
  }

  /** What was taken, read; what can't be read is given up. */
  function open(row: ClaimedRow, leaseId: string): Leased | undefined {
    const { id, attempts, payload } = row;
    try {
      const content =
        payload === null
          ? triggeredMail(row, options)
          : parseContent(encryption.decrypt(payload, contextOf(id)));
      if (content) return { id, leaseId, attempts, createdAt: new Date(row.createdAt), content };
      track(abandon({ id, leaseId }, 'not wanted'));
      return undefined;
    } catch (error) {
      log.error('A message in the outbox can not be read: was AUTH_ENCRYPTION_KEY changed?', {
        messageId: id,
        error,
      });
      track(abandon({ id, leaseId }, 'not readable with this AUTH_ENCRYPTION_KEY'));
      return undefined;
    }
  }

  async function deliverDue(): Promise<number> {
    const now = clock.now().toISOString();
    const { authOutbox: due } = await hasura.ListDueMessages({ now, limit: batchSize });
    if (due.length === 0) return 0;
    const leaseId = newUuid();
    const lockedUntil = addSeconds(clock.now(), leaseSeconds).toISOString();
    const ids = due.map(({ id }) => id);
    const { claimed } = await hasura.ClaimMessages({ ids, leaseId, now, lockedUntil });
    const messages = (claimed?.returning ?? []).map((row) => open(row, leaseId));
    await Promise.all(messages.map((message) => message && tryNow(message)));
    await Promise.all(running);
    return messages.length;
  }

  return {
    canMail: options.mail !== undefined,
    canText: options.sms !== undefined,
    draftMail(content, owner) {
      if (!options.mail) {
        throw new OutageError('No mail can be sent: set AUTH_SMTP_HOST (see docs/configuration.md)');
      }
      return draft({ ...content, channel: 'email' }, owner);
    },
    draftSms(content, owner) {
      if (!options.sms) {
        throw new OutageError(
          'No text message can be sent: set AUTH_SMS_PROVIDER (see docs/configuration.md)',
        );
      }
      return draft({ ...content, channel: 'sms' }, owner);
    },
    deliver(drafts) {
      return Promise.all(
        drafts.map((each) => within(firstTryMs, tryNow(leasedDraft(each)), 'pending' as const)),
      );
    },
    pretendToDeliver: () => pauseExactly(durations.pick()),
    deliverDue,
    async close() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

interface ClaimedRow extends TriggeredRow {
  readonly id: string;
  readonly createdAt: string;
  /** Null for what a trigger wrote. */
  readonly payload: string | null;
  readonly attempts: number;
}

function leasedDraft({ id, row, content }: DraftMessage): Leased {
  const createdAt = new Date(row.createdAt ?? 0);
  return { id, leaseId: row.leaseId ?? '', attempts: 1, createdAt, content };
}

/** What a payload is encrypted for. */
export function contextOf(id: string): string {
  return `outbox:${id}`;
}

function endOf({ expiresAt }: MessageContent, createdAt: Date): Date {
  return expiresAt === undefined ? addSeconds(createdAt, longestTrySeconds) : new Date(expiresAt);
}

/** 15 s, 30 s, 1 min … 1 h; a little more or less, so that all servers don't try at the same moment. */
function retrySeconds(attempts: number): number {
  const seconds = Math.min(firstRetrySeconds * 2 ** (attempts - 1), longestRetrySeconds);
  return seconds * (0.9 + 0.2 * Math.random());
}

/** For the database: no recipient and no text. */
function reasonOf(error: unknown): string {
  return error instanceof DeliveryError ? error.message : 'the message could not be made';
}

/** The last durations, from which one is picked at random: so the picked ones are distributed as the real ones. */
function createDurations() {
  const kept: number[] = [];
  return {
    add(milliseconds: number): void {
      kept.push(milliseconds);
      if (kept.length > 64) kept.shift();
    },
    pick: (): number => kept[Math.floor(Math.random() * kept.length)] ?? 0,
  };
}
