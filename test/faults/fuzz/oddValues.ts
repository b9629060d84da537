import fc from 'fast-check';
import { pick, type Random } from '../chaos/random.js';

const oddTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '../../../../etc/passwd',
  '%00',
  '%ZZ',
  '\r\nx-injected: 1',
  "'; drop table auth.users; --",
  '{{ACTION_BASE_URL}}',
  '%{7*7}',
  '<script>alert(1)</script>',
  '\u202e\u200b\ufeff',
  'é'.normalize('NFD'),
  'ﬀ@ｅｘａｍｐｌｅ.com',
  'a@b',
  '"a b"@example.com',
  'a@[127.0.0.1]',
  'a@xn--bcher-kva.example',
  '+1',
  `+${'9'.repeat(40)}`,
  'javascript:alert(1)',
  'http://localhost:3000@evil.example/',
  'http://[::1',
  '00000000-0000-0000-0000-000000000000',
  '-infinity',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '2026-02-30',
  'ไทย 🧑‍🧑‍🧒 \u{10ffff}',
  'a'.repeat(1025),
  '€'.repeat(5000),
  'x'.repeat(100_000),
] as const;

const oddNumbers = [0, -0, -1, 1.5, 1e21, -1e308, 2 ** 31, 2 ** 53 + 2, 5e-324] as const;

const anything = fc.anything({
  maxDepth: 3,
  maxKeys: 4,
  withUnicodeString: true,
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'then', 'toJSON')),
} as Parameters<typeof fc.anything>[0]);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.emailAddress(),
  fc.webUrl(),
  fc.uuid(),
  fc.json(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

/** How many values are made at once. */
const batch = 400;

/** Values that no client should send, made by fast-check and by hand; they follow from `random`. */
export class OddValues {
  readonly #random: Random;
  #texts: string[] = [];
  #values: unknown[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  text(): string {
    if (this.#random() < 0.4) return pick(this.#random, oddTexts);
    if (this.#texts.length === 0) this.#texts = fc.sample(anyText, { seed: this.#seed(), numRuns: batch });
    return this.#texts.pop() ?? '';
  }

  number(): number {
    return pick(this.#random, oddNumbers);
  }

  value(): unknown {
    const random = this.#random;
    const which = random();
    if (which < 0.3) return this.text();
    if (which < 0.4) return this.number();
    if (which < 0.5) return pick(random, [null, true, false, [], {}, [[]], [null], { '': '' }]);
    if (which < 0.54) return nested(pick(random, [70, 2000]), random() < 0.5);
    if (which < 0.6)
      return JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"x": 1}}}');
    if (which < 0.63) return Array.from({ length: 3000 }, () => 0);
    if (this.#values.length === 0)
      this.#values = fc.sample(anything, { seed: this.#seed(), numRuns: batch }).map(asJson);
    return this.#values.pop();
  }

  #seed(): number {
    return Math.floor(this.#random() * 2 ** 31);
  }
}

/** As it arrives: without what JSON can't hold. */
function asJson(value: unknown): unknown {
  try {
    const text = JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? Number(each) : each));
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function nested(depth: number, isList: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = isList ? [value] : { a: value };
  return value;
}
