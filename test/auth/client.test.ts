import { describe, expect, it } from 'vitest';
import { directClient, forwardedClient } from '../../src/auth/client.js';

const spoofed = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7', 'user-agent': 'Firefox' };

describe('the client of a direct request', () => {
  it('is the peer while no proxy is trusted, whatever X-Forwarded-For says', () => {
    expect(directClient(spoofed, '198.51.100.1', 0)).toEqual({ ip: '198.51.100.1', userAgent: 'Firefox' });
    expect(directClient({}, undefined, 0)).toEqual({ ip: null, userAgent: null });
  });

  it('is what the outermost trusted proxy wrote, never what the client wrote', () => {
    expect(directClient(spoofed, '10.0.0.1', 1).ip).toBe('203.0.113.7');
    expect(directClient({ 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.2' }, '10.0.0.1', 2).ip).toBe(
      '203.0.113.7',
    );
  });

  it('is unknown when a trusted proxy did not write its entry', () => {
    expect(directClient({ 'x-forwarded-for': '203.0.113.7' }, '10.0.0.1', 2).ip).toBeNull();
    expect(directClient({}, '10.0.0.1', 1).ip).toBeNull();
  });

  it.each([
    ['203.0.113.7:4711', '203.0.113.7'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    [' 2001:db8::1 ', '2001:db8::1'],
    ['unknown', null],
    ['<script>', null],
  ])('reads %s as %s', (entry, ip) => {
    expect(directClient({ 'x-forwarded-for': entry }, undefined, 1).ip).toBe(ip);
  });

  it('keeps the beginning of a long user agent', () => {
    expect(directClient({ 'user-agent': 'x'.repeat(2000) }, undefined, 0).userAgent).toHaveLength(512);
  });
});

describe('the client of a request through Hasura', () => {
  const headers = { ...spoofed, 'x-forwarded-user-agent': 'Safari' };

  it('has the user agent that Hasura forwards, not that of Hasura', () => {
    expect(forwardedClient(headers, 0)).toEqual({ ip: null, userAgent: 'Safari' });
  });

  it('has an address only where a proxy is trusted', () => {
    expect(forwardedClient(headers, 1).ip).toBe('203.0.113.7');
  });
});
