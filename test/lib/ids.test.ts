import { describe, expect, it } from 'vitest';
import { isUuid, newUuid, uuidFromBytes } from '../../src/lib/ids.js';

describe('ids', () => {
  it('makes different UUIDs', () => {
    expect(isUuid(newUuid())).toBe(true);
    expect(newUuid()).not.toBe(newUuid());
  });

  it('writes bytes as a UUID v4', () => {
    expect(uuidFromBytes(Buffer.alloc(16, 0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
    expect(uuidFromBytes(Buffer.alloc(32, 0x00))).toBe('00000000-0000-4000-8000-000000000000');
  });

  it.each(['', 'abc', '11111111111141118111111111111111', '11111111-1111-4111-8111-11111111111g'])(
    'does not take %j for a UUID',
    (text) => expect(isUuid(text)).toBe(false),
  );
});
