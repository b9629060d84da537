import type { ActionStage } from '../auth/actionStage.js';
import { createVerifyCaptcha } from '../captcha/verifyCaptcha.js';
import { type Config, ConfigError } from '../config/config.js';
import { AuthError } from '../errors.js';
import { actionLimits } from './actionLimits.js';

interface Options {
  readonly config: Config;
  readonly fetch: typeof fetch;
}

/** Nhost Auth's clients send the first one, whatever the service is. */
const tokenHeaders = ['x-cf-turnstile-response', 'x-captcha-response'] as const;

/**
 * Demands the solution of a captcha for the Actions that `AUTH_CAPTCHA_ACTIONS` names. The service takes each solution
 * once, so one that several calls of a request share lets one of them pass. Undefined without a service.
 *
 * @throws ConfigError for a name that is no Action: it would be left without a captcha.
 */
export function createCaptchaStage({ config, fetch }: Options): ActionStage | undefined {
  const service = config.captchaService ?? (config.turnstileSecret ? 'turnstile' : undefined);
  const secret = config.captchaSecret ?? config.turnstileSecret;
  if (service === undefined || secret === undefined) return undefined;
  const unknown = config.captchaActions.filter((name) => !Object.hasOwn(actionLimits, name));
  if (unknown.length > 0) {
    throw new ConfigError([`AUTH_CAPTCHA_ACTIONS names ${unknown.join(', ')}, which is no Action`]);
  }
  const verify = createVerifyCaptcha({
    service,
    secret: secret.reveal(),
    verifyUrl: config.captchaVerifyUrl,
    hostnames: config.captchaHostnames,
    minScore: config.captchaMinScore,
    timeoutMs: config.captchaTimeoutMs,
    fetch,
  });
  const guarded = new Set(config.captchaActions);

  return async ({ name, context }, next) => {
    if (!guarded.has(name) || context.caller.role === 'admin') return next();
    const header = tokenHeaders.find((each) => context.headers[each] !== undefined);
    const token = header === undefined ? undefined : context.headers[header];
    if (token === undefined || !(await verify(token, context.client.ip)))
      throw new AuthError('invalid-captcha');
    return next();
  };
}
