import type { ActionStage } from '../auth/actionStage.js';
import type { Config } from '../config/config.js';
import type { Log } from '../lib/log.js';
import { createGuesses, type Guesses, unguarded } from '../limits/guesses.js';
import { createLimitStore } from '../limits/limitStore.js';
import { deriveKey } from '../tokens/jwtSecret.js';
import { createCaptchaStage } from './captcha.js';
import { createLimitsStage } from './limits.js';

/** What stands between clients and the Actions, as far as it is switched on. */
export interface Defences {
  /** In their order: what costs nothing comes before what asks another service. */
  readonly stages: readonly ActionStage[];
  readonly guesses: Guesses;
  readonly close: () => Promise<void>;
}

interface Options {
  readonly config: Config;
  readonly log: Log;
  /** How the service of the captcha is called. */
  readonly fetch: typeof fetch;
}

export async function createDefences({ config, log, fetch }: Options): Promise<Defences> {
  const captcha = createCaptchaStage({ config, fetch });
  const others = captcha ? [captcha] : [];
  if (!config.limitsEnabled) return { stages: others, guesses: unguarded, close: async () => {} };
  const store = await createLimitStore({
    redisUrl: config.redisUrl?.reveal(),
    hashKey: deriveKey(config.jwtSecret, 'keys of limits'),
    log,
  });
  if (config.trustedProxies === 0 && config.environment === 'production') {
    log.warn('Limits per client address hold for direct requests only: AUTH_TRUSTED_PROXIES is not set');
  }
  return {
    stages: [createLimitsStage({ config, store, log }), ...others],
    guesses: createGuesses(store, { free: config.guessBurst }),
    close: store.close,
  };
}
