/** Keys as the database has them, also those that Nhost Auth stored. */

const knownTransports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** Comma separated in the column, as Nhost Auth writes them; what no browser knows is left out. */
export function parseTransports(column: string): string[] {
  return column.split(/[^a-z-]+/).filter((each) => knownTransports.includes(each));
}

export function formatTransports(transports: readonly string[] | null | undefined): string {
  const known = (transports ?? []).filter((each) => knownTransports.includes(each));
  return [...new Set(known)].join(',');
}

/** The ways in which the id of a credential may stand in the database: base64url or base64, with padding or without. */
export function credentialIdForms(id: string): string[] {
  const bytes = Buffer.from(id, 'base64url');
  const plain = bytes.toString('base64');
  const url = bytes.toString('base64url');
  const padding = plain.slice(plain.replace(/=+$/, '').length);
  return [...new Set([url, url + padding, plain, plain.replace(/=+$/, '')])];
}

/** The id in base64url, whatever form it has in the database. */
export function normalCredentialId(id: string): string {
  return Buffer.from(id, 'base64url').toString('base64url');
}

/** An uncompressed point of P-256 (SEC 1 section 2.3.3): what U2F has for a key (FIDO U2F raw messages, section 4.3). */
const pointBytes = 65;
const uncompressed = 4;

/**
 * The public key in COSE form (RFC 9052 section 7) from the text that Hasura has for bytea. A key may stand there as COSE,
 * as the base64 or base64url of it, or as the point that U2F has.
 *
 * @returns undefined when it is none of them.
 */
export function parsePublicKey(column: string | null): Uint8Array<ArrayBuffer> | undefined {
  if (column === null || !column.startsWith('\\x')) return undefined;
  const bytes = Buffer.from(column.slice(2), 'hex');
  return toCose(bytes) ?? toCose(Buffer.from(bytes.toString('latin1'), 'base64url'));
}

export function formatPublicKey(cose: Uint8Array): string {
  return `\\x${Buffer.from(cose).toString('hex')}`;
}

function toCose(bytes: Buffer): Uint8Array<ArrayBuffer> | undefined {
  // The first byte of a CBOR map (RFC 8949 section 3.1): major type 5.
  if (bytes.length > 32 && (bytes[0] ?? 0) >> 5 === 5) return new Uint8Array(bytes);
  return bytes.length === pointBytes && bytes[0] === uncompressed ? coseOfPoint(bytes) : undefined;
}

/** {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} (RFC 9053 section 7.1.1). */
function coseOfPoint(point: Buffer): Uint8Array<ArrayBuffer> {
  const head = Buffer.from('a5010203262001215820', 'hex');
  const between = Buffer.from('225820', 'hex');
  return new Uint8Array(Buffer.concat([head, point.subarray(1, 33), between, point.subarray(33)]));
}
