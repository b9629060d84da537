import type { CaseResult } from './runClass.js';

export interface Totals {
  cases: number;
  passed: number;
  dataDiffers: number;
  codeDiffers: number;
  /** Passed ones whose message or path differs. */
  textDiffers: number;
  notSupported: number;
}

export interface Report {
  readonly core: Totals;
  readonly extended: Totals;
  readonly jwt: Totals;
  readonly byClass: readonly (Totals & { readonly class: string; readonly tier: string })[];
}

const none = (): Totals => ({
  cases: 0,
  passed: 0,
  dataDiffers: 0,
  codeDiffers: 0,
  textDiffers: 0,
  notSupported: 0,
});

function count(results: readonly CaseResult[]): Totals {
  const totals = none();
  for (const { verdict } of results) {
    totals.cases++;
    totals[verdict.outcome]++;
    if (verdict.textDiffers) totals.textDiffers++;
  }
  return totals;
}

export function buildReport(results: readonly CaseResult[]): Report {
  const ofTier = (tier: string) => count(results.filter((each) => each.tier === tier));
  const names = [...new Set(results.map((each) => each.class))];
  const byClass = names.map((name) => {
    const ofClass = results.filter((each) => each.class === name);
    return { class: name, tier: ofClass[0]?.tier ?? '', ...count(ofClass) };
  });
  return { core: ofTier('core'), extended: ofTier('extended'), jwt: ofTier('jwt'), byClass };
}

export function printReport(report: Report, results: readonly CaseResult[]): string {
  const header = ['class', 'cases', 'passed', 'data', 'code', 'text', 'not supported'];
  const row = (name: string, totals: Totals) => [
    name,
    ...[
      totals.cases,
      totals.passed,
      totals.dataDiffers,
      totals.codeDiffers,
      totals.textDiffers,
      totals.notSupported,
    ].map(String),
  ];
  const rows = [
    ...report.byClass.map((each) => row(each.class, each)),
    row('core', report.core),
    row('extended', report.extended),
    row('jwt', report.jwt),
  ];
  const widths = header.map((title, column) =>
    Math.max(...[title, ...rows.map((cells) => cells[column] ?? '')].map((cell) => cell.length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  const notes = results
    .filter((each) => each.verdict.outcome !== 'passed' || each.verdict.textDiffers)
    .map(
      (each) =>
        `\n${each.class} ${each.test}: ${each.verdict.textDiffers ? 'text differs' : each.verdict.outcome}\n  ${each.verdict.detail ?? ''}`,
    );
  return [line(header), ...rows.map(line), ...notes].join('\n');
}
