import type { ActionCall, ActionStage } from '../auth/actionStage.js';
import type { Config } from '../config/config.js';
import { AuthError, OutageError } from '../errors.js';
import type { Log } from '../lib/log.js';
import type { Limiter } from '../limits/limiter.js';
import type { LimitStore } from '../limits/limitStore.js';
import { networkOf } from '../limits/networkOf.js';
import { actionLimits, type LimitClass } from './actionLimits.js';
import { inputOf, recipientsOf } from './limitSubjects.js';

interface Options {
  readonly config: Config;
  readonly store: LimitStore;
  readonly log: Log;
}

/** How one class is counted. */
interface ClassLimits {
  /** Per client address; of all clients together where `isGlobal`. */
  readonly client: Limiter;
  readonly isGlobal: boolean;
  /** Per number, or per address for each Action by itself; or per account. */
  readonly recipient: Limiter | undefined;
  readonly all: Limiter | undefined;
  /** Whether calls that succeed don't count. */
  readonly countsRefused: boolean;
}

/** The key of limits that all clients share. */
const everybody = 'all';

/**
 * Counts each call, and refuses with `too-many-requests` and the seconds to wait when one of its limits is used up.
 *
 * First come the limits of the client, last those that all share: who has used up its own takes nothing from others.
 * For each address the Actions are counted apart, so nobody can use up the resets of a password by asking for something
 * else; and who uses up the resets has sent that many of them to the owner.
 */
export function createLimitsStage(options: Options): ActionStage {
  const calls = callLimits(options);
  const classes = classLimits(options);
  const { config, log } = options;

  async function count(limiter: Limiter, key: string, what: string): Promise<void> {
    const { waitSeconds } = await limiter.take(key);
    if (waitSeconds === 0) return;
    if (key === everybody) log.warn('A limit that all clients share is used up', { limit: what });
    throw new AuthError('too-many-requests', { retryAfterSeconds: waitSeconds });
  }

  /** @param taken gets what was counted, as far as it came. */
  async function countClass(name: LimitClass, call: ActionCall, network: string | undefined, taken: Taken[]) {
    const { client, isGlobal, recipient, all, countsRefused } = classes[name];
    const take = async (limiter: Limiter, key: string) => {
      const giveBack = () => limiter.giveBack(key);
      try {
        await count(limiter, key, name);
      } catch (error) {
        // Was no guess: who is refused here is not shut out by it for longer.
        if (countsRefused) await giveBack();
        throw error;
      }
      taken.push({ countsRefused, giveBack });
    };
    const key = isGlobal ? everybody : network;
    if (key !== undefined) await take(client, key);
    if (recipient) {
      const scope = name === 'mail' ? `${call.name}:` : '';
      for (const each of recipientsOf(call)) await take(recipient, scope + each);
    }
    if (all) await take(all, everybody);
  }

  return async (call, next) => {
    const { caller, client } = call.context;
    if (caller.role === 'admin') return next();
    const network = client.ip === null ? undefined : networkOf(client.ip);
    if (network !== undefined) await count(calls, network, 'calls');
    if (caller.userId !== undefined) await count(calls, `user:${caller.userId}`, 'calls');

    const row = actionLimits[call.name as keyof typeof actionLimits];
    const names = typeof row === 'function' ? row(inputOf(call), config) : row;
    if (names.length === 0) return next();
    const taken: Taken[] = [];
    for (const each of names) await countClass(each, call, network, taken);
    try {
      const result = await next();
      await giveBack(taken.filter(({ countsRefused }) => countsRefused));
      return result;
    } catch (error) {
      // Nothing was done for it, and the client is told to try again.
      if (error instanceof OutageError) await giveBack(taken);
      throw error;
    }
  };
}

/** One count of a call, and how to undo it. */
interface Taken {
  readonly countsRefused: boolean;
  readonly giveBack: () => Promise<void>;
}

async function giveBack(taken: readonly Taken[]): Promise<void> {
  await Promise.all(taken.map((each) => each.giveBack()));
}

function callLimits({ config, store }: Options): Limiter {
  return store.looseLimiter({ name: 'call', points: config.callBurst, seconds: config.callIntervalSeconds });
}

function classLimits({ config, store }: Options): Readonly<Record<LimitClass, ClassLimits>> {
  const make = (
    name: LimitClass,
    rule: { readonly burst: number; readonly seconds: number; readonly total?: number },
    more: Partial<Pick<ClassLimits, 'isGlobal' | 'countsRefused'>> = {},
  ): ClassLimits => {
    const { burst, seconds, total = 0 } = rule;
    const isMessage = name === 'mail' || name === 'sms';
    return {
      client: store.limiter({ name: `${name}:client`, points: burst, seconds }),
      recipient: isMessage ? store.limiter({ name: `${name}:to`, points: burst, seconds }) : undefined,
      all: total > 0 ? store.limiter({ name: `${name}:all`, points: total, seconds }) : undefined,
      isGlobal: false,
      countsRefused: false,
      ...more,
    };
  };
  return {
    // Who guesses is refused; who shares an address with others that sign in is not.
    guess: make(
      'guess',
      { burst: config.guessBurst, seconds: config.guessIntervalSeconds },
      { countsRefused: true },
    ),
    mail: make(
      'mail',
      { burst: config.mailBurst, seconds: config.mailIntervalSeconds, total: config.mailTotal },
      { isGlobal: config.mailIsGlobal },
    ),
    sms: make('sms', { burst: config.smsBurst, seconds: config.smsIntervalSeconds, total: config.smsTotal }),
    signUp: make('signUp', {
      burst: config.signUpBurst,
      seconds: config.signUpIntervalSeconds,
      total: config.signUpTotal,
    }),
  };
}
