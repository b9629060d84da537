import { describe, expect, it } from 'vitest';
import { isUserHandleOf, userHandleOf } from '../../src/webauthn/ceremonyOptions.js';
import { decoyKeys } from '../../src/webauthn/decoys.js';

const id = '3f0c9f4e-8c1a-4a4b-9a55-0d2b7a1c6e11';
const encode = (text: string) => Buffer.from(text).toString('base64url');

describe('isUserHandleOf', () => {
  it.each([id, id.toUpperCase(), userHandleOf(id), encode(userHandleOf(id))])('holds for %s', (handle) => {
    expect(isUserHandleOf(handle, id)).toBe(true);
  });

  it.each(['', 'a', id.slice(1), encode('3f0c9f4e-8c1a-4a4b-9a55-0d2b7a1c6e12'), encode(`${id} `)])(
    'does not hold for %j',
    (handle) => {
      expect(isUserHandleOf(handle, id)).toBe(false);
    },
  );
});

describe('decoyKeys', () => {
  const key = Buffer.alloc(32, 1);

  it('are the same for one address, whatever its letter case, and others for another or with another key', () => {
    const all = decoyKeys(key, 'Ada@example.com');
    const [made] = all;
    expect(decoyKeys(key, 'ada@EXAMPLE.com')).toEqual(all);
    const others = [decoyKeys(key, 'bob@example.com'), decoyKeys(Buffer.alloc(32, 2), 'ada@example.com')];
    for (const [other] of others) expect(other?.id).not.toBe(made?.id);
  });

  it('look like those of several makes', () => {
    const accounts = Array.from({ length: 200 }, (_, index) => decoyKeys(key, `user-${index}@example.com`));
    const sorted = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);
    expect(sorted(accounts.map((keys) => keys.length))).toEqual([1, 2, 3]);
    const all = accounts.flat();
    expect(sorted(all.map(({ id }) => Buffer.from(id, 'base64url').length))).toEqual([16, 20, 32, 48, 64]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.some(({ transports }) => transports.length === 0)).toBe(true);
  });
});
