/** RFC 4648 section 6, without padding: the form in which authenticator apps take secrets. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    while (count >= 5) {
      count -= 5;
      text += alphabet[(bits >>> count) & 31];
    }
    bits &= (1 << count) - 1;
  }
  return count > 0 ? text + alphabet[(bits << (5 - count)) & 31] : text;
}

/** @throws Error for a character that is not in the alphabet. */
export function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new Error('not base 32');
    bits = (bits << 5) | value;
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >>> count) & 255);
    }
    bits &= (1 << count) - 1;
  }
  return Uint8Array.from(bytes);
}
