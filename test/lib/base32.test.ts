import { describe, expect, it } from 'vitest';
import { fromBase32, toBase32 } from '../../src/lib/base32.js';

/** RFC 4648 section 10, without padding. */
const vectors = [
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
] as const;

describe('base 32', () => {
  it.each(vectors)('writes %j as %s and reads it again', (text, encoded) => {
    expect(toBase32(Buffer.from(text))).toBe(encoded);
    expect(Buffer.from(fromBase32(encoded)).toString()).toBe(text);
  });

  it('keeps every byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(fromBase32(toBase32(bytes))).toEqual(bytes);
  });

  it.each(['a', 'M1', 'MY======', 'M Y'])('refuses %j', (text) => {
    expect(() => fromBase32(text)).toThrow('not base 32');
  });
});
