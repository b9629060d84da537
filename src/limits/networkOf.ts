import { isIPv6 } from 'node:net';

/**
 * The network that counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, since whoever has one
 * of those has all behind it (RFC 6177).
 */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const [left = '', right] = ip.replace(/%.*$/, '').toLowerCase().split('::');
  const head = groupsOf(left);
  // Behind `::` come as many zeros as are missing to eight groups.
  const zeros = right === undefined ? 0 : 8 - head.length - groupsOf(right).length;
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...groupsOf(right ?? '')];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** The last two groups may be written as an IPv4 address. */
function groupsOf(text: string): string[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => (group.includes('.') ? ['v4', 'v4'] : [group]));
}
