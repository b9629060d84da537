import { describe, expect, it } from 'vitest';
import { BoundedMap } from '../../src/engine/boundedMap.js';

describe('BoundedMap', () => {
  it('never holds more than its maximum, and keeps what is used', () => {
    const map = new BoundedMap<number, string>(10);
    for (let key = 0; key < 1000; key += 1) {
      map.set(key, `value ${key}`);
      expect(map.get(0)).toBe('value 0');
      expect(map.size).toBeLessThanOrEqual(10);
    }
    expect([996, 997, 998, 999].map((key) => map.get(key))).not.toContain(undefined);
    expect(map.get(500)).toBeUndefined();
  });

  it('forgets what is deleted, of whatever age, and holds the last value of a key', () => {
    const map = new BoundedMap<string, number>(8);
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['c', 4],
    ] as const)
      map.set(key, value);
    expect(map.get('a')).toBe(3);
    map.delete('a');
    map.delete('c');
    expect([map.get('a'), map.get('c'), map.get('b')]).toEqual([undefined, undefined, 2]);
  });
});
