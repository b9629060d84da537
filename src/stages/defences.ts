import type { ActionStage } from '../auth/actionStage.js';
import type { Config } from '../config/config.js';
import type { Log } from '../lib/log.js';
import { createGuesses, type Guesses, unguarded } from '../limits/guesses.js';
import { createLimitStore } from '../limits/limitStore.js';
import { createIsBreached, type IsBreached } from '../passwords/breachedPasswords.js';
import { createCaptchaStage } from './captcha.js';
import { createLimitsStage } from './limits.js';

/** What stands between clients and the Actions, as far as it is switched on. */
export interface Defences {
  /** In their order: what costs nothing comes before what asks another service. */
  readonly stages: readonly ActionStage[];
  readonly guesses: Guesses;
  readonly isBreached: IsBreached | undefined;
  readonly close: () => Promise<void>;
}

interface Options {
  readonly config: Config;
  /** Makes a key of the server for a purpose. */
  readonly derive: (purpose: string) => Buffer;
  readonly log: Log;
  /** How services are called that verify captchas and know stolen passwords. */
  readonly fetch: typeof fetch;
}

export async function createDefences(options: Options): Promise<Defences> {
  const { config, derive, log, fetch } = options;
  const isBreached = isBreachedOf(options);
  const captcha = createCaptchaStage({ config, fetch });
  const others = captcha ? [captcha] : [];
  if (!config.limitsEnabled) {
    return { stages: others, guesses: unguarded, isBreached, close: async () => {} };
  }
  const store = await createLimitStore({
    redisUrl: config.redisUrl?.reveal(),
    hashKey: derive('keys of limits'),
    log,
  });
  if (config.trustedProxies === 0 && config.environment === 'production') {
    log.warn('Limits per client address hold for direct requests only: AUTH_TRUSTED_PROXIES is not set');
  }
  return {
    stages: [createLimitsStage({ config, store, log }), ...others],
    guesses: createGuesses(store, { free: config.guessBurst }),
    isBreached,
    close: store.close,
  };
}

function isBreachedOf({ config, log, fetch }: Options): IsBreached | undefined {
  if (!config.breachedPasswordsRefused) return undefined;
  return createIsBreached({
    url: config.breachedPasswordsUrl,
    timeoutMs: config.breachedPasswordsTimeoutMs,
    onFailure: config.breachedPasswordsOnFailure,
    fetch,
    log,
  });
}
