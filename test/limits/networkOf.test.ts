import { describe, expect, it } from 'vitest';
import { networkOf } from '../../src/limits/networkOf.js';

describe('networkOf', () => {
  it('is an IPv4 address as it is', () => expect(networkOf('203.0.113.7')).toBe('203.0.113.7'));

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:0000:0000:0000:0001', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ])('is the first half of the IPv6 address %s, however it is written', (ip, network) =>
    expect(networkOf(ip)).toBe(network),
  );
});
