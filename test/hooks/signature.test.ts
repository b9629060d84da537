import { describe, expect, it } from 'vitest';
import { parseHookKeys, signHook, verifyHook } from '../../src/hooks/signature.js';

// The example of the specification's own libraries.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const message = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1614265330,
  body: '{"test": 2432232314}',
};
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const [key = new Uint8Array()] = parseHookKeys(secret);
const otherSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('signHook', () => {
  it('signs as Standard Webhooks does', () => {
    expect(signHook([key], message)).toBe(signature);
  });

  it('signs with both keys while one replaces the other', () => {
    const keys = parseHookKeys(`${otherSecret}, ${secret}`);
    const both = signHook(keys, message);
    expect(both.split(' ')[1]).toBe(signature);
    for (const each of keys) expect(verifyHook(each, message, both)).toBe(true);
  });
});

describe('verifyHook', () => {
  it.each([
    ['another id', { ...message, id: 'msg_2' }, signature],
    ['another time', { ...message, timestamp: message.timestamp + 1 }, signature],
    ['another body', { ...message, body: '{"test": 2432232315}' }, signature],
    ['another version', message, signature.replace('v1,', 'v2,')],
    ['no signature', message, ''],
    ['half a signature', message, signature.slice(0, 20)],
  ])('refuses %s', (_, given, header) => {
    expect(verifyHook(key, given, header)).toBe(false);
  });

  it('refuses what was signed with another key', () => {
    expect(verifyHook(key, message, signHook(parseHookKeys(otherSecret), message))).toBe(false);
  });
});

describe('parseHookKeys', () => {
  it.each([
    '',
    'secret',
    'whsec_',
    'whsec_c2hvcnQ=',
    'whsec_!!!',
    `whsec_${Buffer.alloc(65).toString('base64')}`,
  ])('refuses %j, without repeating it', (text) => {
    expect(() => parseHookKeys(text)).toThrow(/^must be "whsec_" and 24 to 64 bytes in base64/);
  });
});
