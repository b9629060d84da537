/** One configuration variable: where it is read, how, what holds without it, and one sentence for the docs. */
export interface Entry<T> {
  /** Names of the environment variable; the first that is set counts. */
  readonly env: readonly [string, ...string[]];
  /** Turns the text into the value, or throws an `Error` whose message completes "NAME …", as in "must be …". */
  readonly read: (text: string) => T;
  /** What holds when it is not set, as it would be written in the environment. */
  readonly default?: string;
  readonly presence: 'required' | 'defaulted' | 'optional';
  /** Never printed: neither the value nor what was wrong with its text. */
  readonly secret?: true;
  readonly doc: string;
}

interface Row<T> {
  readonly env: string | readonly [string, ...string[]];
  readonly read: (text: string) => T;
  readonly secret?: true;
  readonly doc: string;
}

export function required<T>(row: Row<T>): Entry<T> {
  return { ...row, env: namesOf(row), presence: 'required' };
}

export function optional<T>(row: Row<T>): Entry<T | undefined> {
  return { ...row, env: namesOf(row), presence: 'optional' };
}

export function defaulted<T>(row: Row<T> & { readonly default: string }): Entry<T> {
  return { ...row, env: namesOf(row), presence: 'defaulted' };
}

function namesOf({ env }: Pick<Row<unknown>, 'env'>): readonly [string, ...string[]] {
  return typeof env === 'string' ? [env] : env;
}
