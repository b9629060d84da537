import type { Finding } from './finding.js';

const marks: Readonly<Record<Finding['state'], string>> = {
  good: 'ok     ',
  warning: 'warning',
  failure: 'FAILURE',
  skipped: '-      ',
};

/** The findings as lines for a person, the ones to act on last, and what they come to. */
export function reportOf(findings: readonly Finding[]): string {
  const order = ['skipped', 'good', 'warning', 'failure'];
  const sorted = findings.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = sorted.map(({ check, state, says }) => `${marks[state]}  ${check.padEnd(width)}  ${says}`);
  const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length;
  return [...lines, '', `${count('failure')} failures, ${count('warning')} warnings`].join('\n');
}

export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ state }) => state === 'failure');
}
