import { describe, expect, it } from 'vitest';
import { findTotpStep, otpauthUri, totpCode, totpStep } from '../../src/auth/totpCodes.js';

const secret = Buffer.from('12345678901234567890');
const at = (seconds: number) => new Date(seconds * 1000);

describe('codes', () => {
  // RFC 4226 appendix D.
  it.each([
    [0, '755224'],
    [1, '287082'],
    [2, '359152'],
    [3, '969429'],
    [9, '520489'],
  ])('of counter %i are those of RFC 4226', (counter, code) => {
    expect(totpCode(secret, counter)).toBe(code);
  });

  // RFC 6238 appendix B, SHA-1: the last six of the eight digits.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %i s are those of RFC 6238', (seconds, code) => {
    expect(totpCode(secret, totpStep(at(seconds)))).toBe(code);
    expect(findTotpStep(secret, code, at(seconds), 1)).toBe(totpStep(at(seconds)));
  });

  it('count one step before and after, and no further', () => {
    const now = at(1_000_000_000);
    const present = totpStep(now);
    const found = [-2, -1, 0, 1, 2].map((away) =>
      findTotpStep(secret, totpCode(secret, present + away), now, 1),
    );
    expect(found).toEqual([undefined, present - 1, present, present + 1, undefined]);
  });

  it('count for their own half minute alone where the settings say so', () => {
    const now = at(1_000_000_000);
    const present = totpStep(now);
    const found = [-1, 0, 1].map((away) => findTotpStep(secret, totpCode(secret, present + away), now, 0));
    expect(found).toEqual([undefined, present, undefined]);
  });

  it.each(['', '28708', '2870820', '287082 ', '٢٨٧٠٨٢', 'abcdef'])('are not %j', (code) => {
    expect(findTotpStep(secret, code, at(59), 1)).toBeUndefined();
  });
});

describe('otpauthUri', () => {
  it('escapes the issuer and the account', () => {
    expect(otpauthUri({ secret: 'MZXW6YTB', issuer: 'A & B: C', account: 'a+b@x.com' })).toBe(
      'otpauth://totp/A%20%26%20B%3A%20C:a%2Bb%40x.com?secret=MZXW6YTB&issuer=A%20%26%20B%3A%20C&algorithm=SHA1&digits=6&period=30',
    );
  });
});
