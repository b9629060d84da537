import { median } from './statistics.js';

/** A bound that a measured value is held against. */
export interface Goal {
  readonly at: 'most' | 'least';
  readonly value: number;
}

export const atMost = (value: number): Goal => ({ at: 'most', value });
export const atLeast = (value: number): Goal => ({ at: 'least', value });

/** One measured figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `s`, `MB`, `us`, `x`, `/s` … */
  readonly unit: string;
  readonly goal?: Goal;
}

/** A benchmark's figures, or why it could not run. */
export type Outcome = readonly Figure[] | { readonly skipped: string };

/** The median of the ratios of each round: what disturbs a round disturbs both of its sides. */
export function ratio(above: readonly number[], below: readonly number[]): number {
  return median(above.map((value, round) => value / (below[round] ?? Number.NaN)));
}

function isMet({ value, goal }: Figure): boolean {
  if (!goal) return true;
  return goal.at === 'most' ? value <= goal.value : value >= goal.value;
}

/** Prints the figures as a table that fits into a Markdown page. */
export function printOutcome(name: string, outcome: Outcome): void {
  if ('skipped' in outcome) {
    console.log(`\n${name}: skipped (${outcome.skipped})`);
    return;
  }
  const rows = outcome.map((figure) => [figure.name, shown(figure.value, figure.unit), goalText(figure)]);
  const table = [['', 'measured', 'goal'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  console.log(`\n### ${name}\n`);
  console.log(line(table[0] ?? []));
  console.log(line(widths.map((width) => '-'.repeat(width))));
  for (const row of rows) console.log(line(row));
}

function goalText(figure: Figure): string {
  const { goal, unit } = figure;
  if (!goal) return '';
  const sign = goal.at === 'most' ? '<=' : '>=';
  return `${sign} ${shown(goal.value, unit)}${isMet(figure) ? '' : ' MISSED'}`;
}

function shown(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${Number(value.toFixed(digits))} ${unit}`;
}
