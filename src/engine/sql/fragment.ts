import type { BoundValue } from '../model/condition.js';

/**
 * SQL as a value. The template accepts only fragments: a plain string can't get into the text, so nothing a client
 * sends can either. Parameters stay symbolic until the statement is bound to a request.
 */
export interface Sql {
  readonly parts: readonly SqlPart[];
}

/** A parameter that the run stage fills in itself, e.g. with the rows that a mutation has just returned. */
export interface Slot {
  readonly kind: 'slot';
  readonly name: string;
  /** What stands behind `::`. */
  readonly type: Sql;
}

export type Parameter = BoundValue | Slot;

type SqlPart = string | { readonly parameter: Parameter };

/** A statement ready to run: text with $1…$n, and what to bind to them. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

export function sql(strings: TemplateStringsArray, ...values: readonly Sql[]): Sql {
  const parts: SqlPart[] = [];
  for (const [index, text] of strings.entries()) {
    if (text !== '') parts.push(text);
    // A loop, since a spread of very many parts would not fit on the stack.
    for (const part of values[index]?.parts ?? []) parts.push(part);
  }
  return { parts };
}

/** A quoted identifier, or a dotted path of them. */
export function identifier(...names: readonly string[]): Sql {
  for (const name of names) {
    if (name.includes('\0')) throw new Error('An SQL identifier cannot hold a NUL character');
  }
  return { parts: [names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.')] };
}

/** A string constant of our own making (an alias in the output, a constraint's name), quoted. */
export function constant(text: string): Sql {
  if (text.includes('\0')) throw new Error('An SQL string cannot hold a NUL character');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return { parts: [text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted] };
}

/** Trusted text: keywords, operators, and type names that the catalog has quoted. Never a client's words. */
export const trusted = (text: string): Sql => ({ parts: [text] });

export function parameter(value: Parameter): Sql {
  return { parts: [{ parameter: value }] };
}

export function join(fragments: readonly Sql[], separator: Sql, ifEmpty: Sql = empty): Sql {
  if (fragments.length === 0) return ifEmpty;
  return {
    parts: fragments.flatMap((each, index) =>
      index === 0 ? each.parts : [...separator.parts, ...each.parts],
    ),
  };
}

export const empty: Sql = { parts: [] };

/** How the nth (from 0) parameter is written before its cast. */
export type ParameterPrinter = (index: number) => string;

const numbered: ParameterPrinter = (index) => `$${index + 1}`;

/** Numbers the parameters. The same parameter object used twice becomes one parameter. */
export function compile(fragment: Sql, print: ParameterPrinter = numbered): Statement {
  const numbers = new Map<Parameter, number>();
  const text = fragment.parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const number = numbers.get(part.parameter) ?? numbers.size;
      numbers.set(part.parameter, number);
      return `(${print(number)})::${typeText(part.parameter)}`;
    })
    .join('');
  return { text, parameters: [...numbers.keys()] };
}

function typeText(each: Parameter): string {
  return each.kind === 'slot' ? each.type.parts.join('') : each.type.sql;
}
