import { createHash } from 'node:crypto';
import { OutageError } from '../errors.js';
import type { Log } from '../lib/log.js';

interface Options {
  /** Base URL of the range API, as https://api.pwnedpasswords.com. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Whether a password is taken while the service does not answer. */
  readonly onFailure: 'allow' | 'refuse';
  readonly fetch: typeof fetch;
  readonly log: Log;
}

/** Whether a password is among those that were stolen somewhere. @throws OutageError where failures refuse. */
export type IsBreached = (password: string) => Promise<boolean>;

/**
 * Asks Have I Been Pwned, or a copy of it, by k-anonymity: five of the forty digits of the SHA-1 go there, and the answer is
 * compared here. The answer is padded, so that its length tells nothing either; entries that pad have the count 0.
 * https://haveibeenpwned.com/API/v3#PwnedPasswords
 */
export function createIsBreached({ url, timeoutMs, onFailure, fetch, log }: Options): IsBreached {
  async function load(prefix: string): Promise<string> {
    const response = await fetch(`${url}/range/${prefix}`, {
      headers: { 'add-padding': 'true', 'user-agent': 'hasura-actions-auth' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return response.text();
  }

  return async (password) => {
    const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
    try {
      return holds(await load(digest.slice(0, 5)), digest.slice(5));
    } catch (cause) {
      if (onFailure === 'refuse') throw new OutageError('Have I Been Pwned did not answer', { cause });
      log.warn('Have I Been Pwned did not answer; the password is taken', { error: cause });
      return false;
    }
  };
}

/** @param range lines of `<35 digits>:<count>`. */
function holds(range: string, suffix: string): boolean {
  return range.split('\n').some((line) => {
    const [digits = '', count = ''] = line.trim().split(':');
    return digits.toUpperCase() === suffix && Number(count) > 0;
  });
}
