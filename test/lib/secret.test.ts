import { format } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/lib/secret.js';

describe('Secret', () => {
  const secret = new Secret('s3cr3t');

  it('shows itself only when asked', () => {
    expect(secret.reveal()).toBe('s3cr3t');
    expect(
      [
        String(secret),
        `${secret}`,
        JSON.stringify({ secret }),
        format('%o %s %j', secret, secret, secret),
      ].join(),
    ).not.toContain('s3cr3t');
  });

  it('compares with a text', () => {
    expect(secret.equals('s3cr3t')).toBe(true);
    expect(secret.equals('s3cr3')).toBe(false);
    expect(secret.equals('')).toBe(false);
  });
});
