/** What was found at one point of a deployment. */
export interface Finding {
  /** What was looked at, in one or two words. */
  readonly check: string;
  /** A `warning` is for whoever runs it to judge; with a `failure` something does not work or is not safe. */
  readonly state: 'good' | 'warning' | 'failure' | 'skipped';
  /** One sentence: what is so, and what to do about it. Never a secret. */
  readonly says: string;
}

type Tell = (check: string, says: string) => Finding;

export const good: Tell = (check, says) => ({ check, state: 'good', says });
export const warning: Tell = (check, says) => ({ check, state: 'warning', says });
export const failure: Tell = (check, says) => ({ check, state: 'failure', says });
export const skipped: Tell = (check, says) => ({ check, state: 'skipped', says });
