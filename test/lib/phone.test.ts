import { describe, expect, it } from 'vitest';
import { parsePhoneNumber } from '../../src/lib/phone.js';

describe('parsePhoneNumber', () => {
  it.each([
    ['+33612345678', '+33612345678'],
    ['+33 6 12 34 56 78', '+33612345678'],
    ['+33 (0)6-12.34.56.78', '+33612345678'],
    [' +1 (555) 123-4567', '+15551234567'],
    ['+44 7700 900123', '+447700900123'],
  ])('reads %j as %s', (text, number) => {
    expect(parsePhoneNumber(text)).toBe(number);
  });

  it.each([
    '',
    '+',
    '0612345678',
    '0033612345678',
    '+999123456789',
    '+3361',
    '+33612345678901234',
    '+33612345678 ext. 5',
    '+33612345678;ext=5',
    '+33612345678,+33612345679',
    'call +33612345678',
    'tel:+33612345678',
    '+33612345678\n+33612345679',
    `+${'1'.repeat(1000)}`,
  ])('refuses %j', (text) => {
    expect(parsePhoneNumber(text)).toBeUndefined();
  });
});
