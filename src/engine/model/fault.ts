/** Why an object of metadata can't be used; becomes an inconsistency, in Hasura's words. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** The reason stands alone: no `in table "x": …` before it (a reference that leads nowhere). */
  readonly bare: boolean;

  constructor(reason: string, options: { readonly bare?: boolean } = {}) {
    super(reason);
    this.bare = options.bare ?? false;
  }
}

/** A reference to something that isn't there (any more). */
export const dangling = (reason: string): Fault => new Fault(reason, { bare: true });

/** One reason as it is, several as a list: `<subject> because …` or `<subject> for the following reasons: …`. */
export function reasonList(subject: string, reasons: readonly string[]): string {
  if (reasons.length === 1) return `${subject} because ${reasons[0]}`;
  return `${subject} for the following reasons:\n${reasons.map((each) => ` • ${each}\n`).join('')}`;
}
