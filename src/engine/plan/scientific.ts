interface Scientific {
  readonly sign: string;
  /** Significant digits, without zeros at either end; empty for zero. */
  readonly digits: string;
  /** Of the first digit: 0 for 5, 1 for 50, -1 for 0.5. */
  readonly power: number;
}

function parse(text: string): Scientific | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const all = `${whole}${fraction}`;
  const significant = all.replace(/^0+/, '');
  const power = Number(exponent) + whole.length - 1 - (all.length - significant.length);
  return { sign, digits: significant.replace(/0+$/, ''), power };
}

/** A number as Haskell's `Scientific` prints it: `5.0`, `2.147483648e9`. */
export function showScientific(text: string): string {
  const number = parse(text);
  if (!number) return text;
  const { sign, digits, power } = number;
  if (digits === '') return '0.0';
  if (power < -1 || power >= 7) return `${sign}${digits.slice(0, 1)}.${digits.slice(1) || '0'}e${power}`;
  const fixed = fixedOf(number);
  return fixed.includes('.') ? fixed : `${fixed}.0`;
}

/** The same number without an exponent. Texts with exponents beyond what Postgres holds stay as they are. */
export function fixedText(text: string): string {
  const number = parse(text);
  return number && Math.abs(number.power) < 20_000 ? fixedOf(number) : text;
}

function fixedOf({ sign, digits, power }: Scientific): string {
  if (digits === '') return '0';
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
  const padded = digits.padEnd(power + 1, '0');
  const fraction = padded.slice(power + 1);
  return `${sign}${padded.slice(0, power + 1)}${fraction ? `.${fraction}` : ''}`;
}
