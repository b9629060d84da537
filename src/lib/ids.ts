import { randomUUID } from 'node:crypto';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A random UUID v4: 122 bits from the system's generator. */
export function newUuid(): string {
  return randomUUID();
}

/** Whether `text` has the form of a UUID of any version, in either case (as Postgres reads it). */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** Sixteen bytes as the text of a UUID v4: the version and variant bits are set (RFC 9562 section 5.4). */
export function uuidFromBytes(bytes: Uint8Array): string {
  const copy = Buffer.from(bytes.subarray(0, 16));
  copy[6] = ((copy[6] ?? 0) & 0x0f) | 0x40;
  copy[8] = ((copy[8] ?? 0) & 0x3f) | 0x80;
  const hex = copy.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
