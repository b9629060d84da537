import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createEncryption, missingEncryption } from '../../src/lib/encryption.js';

const encryption = createEncryption(randomBytes(32));

describe('createEncryption', () => {
  it.each(['', 'text', 'é😀', 'x'.repeat(100_000)])('gives back what was encrypted', (text) => {
    expect(encryption.decrypt(encryption.encrypt(text, 'a'), 'a')).toBe(text);
  });

  it('never encrypts to the same text twice', () => {
    expect(encryption.encrypt('text', 'a')).not.toBe(encryption.encrypt('text', 'a'));
  });

  it('refuses another context, another key and altered texts', () => {
    const encrypted = encryption.encrypt('text', 'totp:1');
    expect(() => encryption.decrypt(encrypted, 'totp:2')).toThrow();
    expect(() => createEncryption(randomBytes(32)).decrypt(encrypted, 'totp:1')).toThrow();
    for (let at = 3; at < encrypted.length; at += 1) {
      const altered = `${encrypted.slice(0, at)}${encrypted[at] === 'A' ? 'Q' : 'A'}${encrypted.slice(at + 1)}`;
      // The last character has bits that stand for nothing.
      if (Buffer.from(altered.slice(3), 'base64url').equals(Buffer.from(encrypted.slice(3), 'base64url')))
        continue;
      expect(() => encryption.decrypt(altered, 'totp:1')).toThrow();
    }
  });

  it.each(['', 'text', 'v1.', 'v1.AAAA', 'v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'v1.AA.AA'])(
    'refuses %j',
    (text) => {
      expect(() => encryption.decrypt(text, 'a')).toThrow();
    },
  );

  it('reads what a former key encrypted, and tells by its first characters which one did', () => {
    const [old, present] = [randomBytes(32), randomBytes(32)];
    const former = createEncryption(old);
    const both = createEncryption(present, [old]);
    const text = former.encrypt('text', 'a');
    expect(both.decrypt(text, 'a')).toBe('text');
    expect(text.startsWith(former.prefix)).toBe(true);
    expect(both.prefix).not.toBe(former.prefix);
    expect(both.encrypt('text', 'a').startsWith(both.prefix)).toBe(true);
    expect(createEncryption(present).prefix).toBe(both.prefix);
    expect(() => former.decrypt(both.encrypt('text', 'a'), 'a')).toThrow('not known');
    expect(() => both.decrypt(text, 'b')).toThrow();
    // Another key's id does not help.
    expect(() => both.decrypt(text.replace(former.prefix, both.prefix), 'a')).toThrow();
    expect([former.hasFormer, both.hasFormer]).toEqual([false, true]);
  });

  it('wants a key of 32 bytes', () => {
    expect(() => createEncryption(randomBytes(16))).toThrow('32 bytes');
  });
});

describe('missingEncryption', () => {
  it('says what is missing when it is used', () => {
    expect(() => missingEncryption('KEY is not set').encrypt('a', 'b')).toThrow('KEY is not set');
  });
});
