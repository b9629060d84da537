import { createHash } from 'node:crypto';
import type { Hasura } from '../hasura/client.js';
import { uuidFromBytes } from '../lib/ids.js';
import type { AuditItem } from './auditLog.js';
import { deviceName } from './deviceName.js';
import { timeText } from './notices.js';
import type { DraftMessage, Outbox } from './outbox.js';

/** Whoever got a session, as far as a mail needs it. */
export interface SessionOwner {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly locale: string;
}

interface Options {
  readonly hasura: Hasura;
  readonly outbox: Outbox;
  readonly now: Date;
}

/**
 * The mails that tell owners of sessions on devices that the log does not know. In one request, and none when no session
 * was opened. The first session that the log has of an account is no news: it is the sign-up's, or the log is younger.
 */
export async function draftDeviceNotices(
  { hasura, outbox, now }: Options,
  batch: readonly AuditItem[],
): Promise<readonly DraftMessage[]> {
  const opened = batch.filter(({ row, owner }) => owner && row.device);
  if (opened.length === 0 || !outbox.canMail) return [];
  const known = await findDevices(hasura, [...new Set(opened.map(({ owner }) => owner?.id ?? ''))]);
  const drafts: DraftMessage[] = [];
  for (const { row, owner } of opened) {
    if (!owner || !row.device) continue;
    const devices = known.get(owner.id) ?? new Set();
    if (devices.size > 0 && !devices.has(row.device)) drafts.push(draft(outbox, row, owner, now));
    known.set(owner.id, devices.add(row.device));
  }
  return drafts;
}

async function findDevices(hasura: Hasura, userIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const { authAuditLog } = await hasura.FindDevices({ userIds: [...userIds] });
  const known = new Map<string, Set<string>>();
  for (const { userId, device } of authAuditLog) {
    if (userId && device) known.set(userId, (known.get(userId) ?? new Set()).add(device));
  }
  return known;
}

/** The id follows from the device: two servers that meet it at once tell it once. */
function draft(
  outbox: Outbox,
  row: AuditItem['row'],
  { id: userId, email, displayName, locale }: SessionOwner,
  now: Date,
): DraftMessage {
  const id = uuidFromBytes(createHash('sha256').update(`new-device:${userId}:${row.device}`).digest());
  const values = {
    displayName,
    email,
    device: deviceName(row.userAgent ?? null),
    ip: row.ip ?? '',
    time: timeText(row.createdAt ? new Date(row.createdAt) : now),
  };
  return outbox.draftMail({ kind: 'new-device', to: email, locale, values }, { userId, id });
}
