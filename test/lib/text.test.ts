import { describe, expect, it } from 'vitest';
import { isStorable, toStorable } from '../../src/lib/text.js';

const nested = (levels: number): unknown => (levels === 0 ? 'end' : [nested(levels - 1)]);

describe('isStorable', () => {
  it.each([
    ['a text', 'plain'],
    ['an emoji, which is a pair of surrogates', '😀'],
    ['numbers, booleans and null', { a: 1, b: true, c: null, d: undefined }],
    ['64 levels', nested(64)],
  ])('accepts %s', (_, value) => expect(isStorable(value)).toBe(true));

  it.each([
    ['NUL in a text', 'a\0b'],
    ['NUL in a nested text', { list: [{ text: '\0' }] }],
    ['NUL in a key', { 'a\0': 1 }],
    ['a lone surrogate', 'a\ud800b'],
    ['a lone surrogate in a key', { '\udc00': 1 }],
    ['65 levels', nested(65)],
  ])('refuses %s', (_, value) => expect(isStorable(value)).toBe(false));
});

describe('toStorable', () => {
  it('leaves what can be stored, and replaces what can not', () => {
    expect(toStorable('plain 😀')).toBe('plain 😀');
    expect(toStorable('a\0b\ud800c\udc00')).toBe('a\ufffdb\ufffdc\ufffd');
    expect(isStorable(toStorable('\0\ud800'))).toBe(true);
  });
});
