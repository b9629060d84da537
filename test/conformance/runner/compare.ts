import type { Selection } from './selection.js';

export type Outcome = 'passed' | 'dataDiffers' | 'codeDiffers' | 'notSupported';

export interface Verdict {
  readonly outcome: Outcome;
  /** Data and code agree, but a message or path doesn't. */
  readonly textDiffers: boolean;
  readonly detail?: string;
}

const order: readonly Outcome[] = ['passed', 'notSupported', 'codeDiffers', 'dataDiffers'];
export const rank = (verdict: Verdict): number =>
  order.indexOf(verdict.outcome) * 2 + (verdict.textDiffers ? 1 : 0);

export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce((a, b) => (rank(b) > rank(a) ? b : a), passed);

export const passed: Verdict = { outcome: 'passed', textDiffers: false };

/**
 * Exact. The order of keys counts where a query selects them, which `selection` of the data says; inside json values
 * and on other endpoints it has no meaning. `extensions.internal` and `internal` of errors are left out.
 */
export function compareAnswer(expected: unknown, actual: unknown, selection?: Selection): Verdict {
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return worstOf(expected.map((each, index) => compareAnswer(each, actual[index])));
  }
  const wantedErrors = errorsOf(expected);
  const gotErrors = errorsOf(actual);
  if (!wantedErrors && !gotErrors) {
    if (equal(expected, actual, selection ? new Map([['data', selection]]) : null)) return passed;
    return { outcome: 'dataDiffers', textDiffers: false, detail: difference(expected, actual) };
  }
  if (!wantedErrors || !gotErrors) {
    return { outcome: 'dataDiffers', textDiffers: false, detail: difference(expected, actual) };
  }
  const codes = (errors: readonly Failure[]) => errors.map((each) => each.code).join();
  if (codes(wantedErrors) !== codes(gotErrors)) {
    return { outcome: 'codeDiffers', textDiffers: false, detail: difference(expected, actual) };
  }
  const same = wantedErrors.every((each, index) => {
    const got = gotErrors[index];
    return each.message === got?.message && each.path === got?.path;
  });
  return same
    ? passed
    : { outcome: 'passed', textDiffers: true, detail: difference(wantedErrors, gotErrors) };
}

interface Failure {
  readonly code: unknown;
  readonly message: unknown;
  readonly path: unknown;
}

/** The errors of a GraphQL answer, or the one error of another endpoint; undefined for a success. */
function errorsOf(answer: unknown): readonly Failure[] | undefined {
  if (!isObject(answer)) return undefined;
  if (Array.isArray(answer.errors)) {
    return answer.errors.map((each) => {
      const error = isObject(each) ? each : {};
      const extensions = isObject(error.extensions) ? error.extensions : {};
      return { code: extensions.code, message: error.message, path: extensions.path };
    });
  }
  if ('error' in answer && 'code' in answer) {
    return [{ code: answer.code, message: answer.error, path: answer.path }];
  }
  return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function equal(a: unknown, b: unknown, selection: Selection | null): boolean {
  if (isNumber(a) && isNumber(b)) return String(a) === String(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => equal(each, b[index], selection));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const left = Object.keys(a);
  const right = Object.keys(b);
  const sameKeys = left.length === right.length && left.every((key) => key in b);
  const sameOrder = !selection || left.every((key, index) => key === right[index]);
  return sameKeys && sameOrder && left.every((key) => equal(a[key], b[key], selection?.get(key) ?? null));
}

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

function difference(expected: unknown, actual: unknown): string {
  return `expected ${show(expected)}\n       got ${show(actual)}`;
}

const show = (value: unknown) =>
  JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? Number(each) : each))?.slice(0, 1500) ??
  'nothing';

/** JSON whose integers beyond 2^53 become bigints, so that lost digits are seen. */
export function parseExact(text: string): unknown {
  const marked = text.replace(
    /("(?:[^"\\]|\\.)*")|(?<![\d.eE+-])(-?\d{16,}(?![\d.eE]))/g,
    (_all, string, integer) => (string === undefined ? `{"$integer":"${integer}"}` : string),
  );
  return JSON.parse(marked, (_key, value) =>
    isObject(value) && typeof value.$integer === 'string' ? BigInt(value.$integer) : value,
  );
}
