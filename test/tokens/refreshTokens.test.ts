import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  descendantHashes,
  hashRefreshToken,
  newRefreshToken,
  successorOf,
} from '../../src/tokens/refreshTokens.js';

const key = Buffer.alloc(32, 1);
const v4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('refresh tokens', () => {
  it('are UUIDs v4, also those that are derived', () => {
    const token = newRefreshToken();
    expect(token).toMatch(v4);
    expect(successorOf(token, key)).toMatch(v4);
  });

  it('are stored as Nhost Auth stores them', () => {
    const token = '11111111-1111-4111-8111-111111111111';
    expect(hashRefreshToken(token)).toBe(`\\x${createHash('sha256').update(token).digest('hex')}`);
  });

  it('have one successor, which depends on the key', () => {
    const token = newRefreshToken();
    expect(successorOf(token, key)).toBe(successorOf(token, key));
    expect(successorOf(token, key)).not.toBe(successorOf(token, Buffer.alloc(32, 2)));
    expect(successorOf(token, key)).not.toBe(successorOf(newRefreshToken(), key));
  });

  it('recognise 256 generations of descendants', () => {
    const token = newRefreshToken();
    const hashes = descendantHashes(token, key);
    let current = token;
    for (let generation = 1; generation <= 256; generation += 1) current = successorOf(current, key);
    expect(hashes).toHaveLength(256);
    expect(new Set(hashes).size).toBe(256);
    expect(hashes[0]).toBe(hashRefreshToken(successorOf(token, key)));
    expect(hashes[255]).toBe(hashRefreshToken(current));
  });
});
