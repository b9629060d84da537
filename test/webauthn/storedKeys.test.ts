import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  credentialIdForms,
  formatPublicKey,
  formatTransports,
  normalCredentialId,
  parsePublicKey,
  parseTransports,
} from '../../src/webauthn/storedKeys.js';

describe('credentialIdForms', () => {
  it('are those in which a database may have an id, each once', () => {
    const bytes = Buffer.from('fbff', 'hex');
    expect(credentialIdForms('-_8')).toEqual(['-_8', '-_8=', '+/8=', '+/8']);
    for (const form of credentialIdForms(bytes.toString('base64url')))
      expect(normalCredentialId(form)).toBe('-_8');
    expect(credentialIdForms(Buffer.from('abc').toString('base64url'))).toEqual(['YWJj']);
  });
});

describe('parseTransports', () => {
  it.each([
    ['', []],
    ['usb', ['usb']],
    ['usb,nfc', ['usb', 'nfc']],
    ['usb, nfc', ['usb', 'nfc']],
    ['{usb,smart-card}', ['usb', 'smart-card']],
    ['["internal","hybrid"]', ['internal', 'hybrid']],
    ['telepathy', []],
  ])('reads %j', (column, transports) => {
    expect(parseTransports(column)).toEqual(transports);
  });

  it('reads what is written, which is short and known', () => {
    expect(formatTransports(['usb', 'nfc', 'usb', 'x'.repeat(300)])).toBe('usb,nfc');
    expect(formatTransports(undefined)).toBe('');
  });
});

describe('parsePublicKey', () => {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const [x, y] = [Buffer.from(jwk.x ?? '', 'base64url'), Buffer.from(jwk.y ?? '', 'base64url')];
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    x,
    Buffer.from('225820', 'hex'),
    y,
  ]);
  const column = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;

  it.each([
    ['COSE', cose],
    ['COSE in base64', Buffer.from(cose.toString('base64'))],
    ['COSE in base64url', Buffer.from(cose.toString('base64url'))],
    ['a point of P-256', Buffer.concat([Buffer.from([4]), x, y])],
  ])('reads %s', (_, stored) => {
    expect(Buffer.from(parsePublicKey(column(stored)) ?? [])).toEqual(cose);
  });

  it('reads what is written', () => {
    expect(Buffer.from(parsePublicKey(formatPublicKey(cose)) ?? [])).toEqual(cose);
  });

  it.each([
    null,
    '',
    '\\x',
    'a501',
    '\\x00',
    column(Buffer.alloc(65, 1)),
    column(Buffer.from('no key at all')),
  ])('reads no key in %j', (stored) => {
    expect(parsePublicKey(stored)).toBeUndefined();
  });
});
