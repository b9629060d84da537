import { OutageError } from '../errors.js';

/** Where each service verifies. All three take a form and answer JSON with `success`. */
const verifyUrls = {
  // https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
  turnstile: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  // https://docs.hcaptcha.com/#verify-the-user-response-server-side
  hcaptcha: 'https://api.hcaptcha.com/siteverify',
  // https://developers.google.com/recaptcha/docs/verify
  recaptcha: 'https://www.google.com/recaptcha/api/siteverify',
} as const;

export type CaptchaService = keyof typeof verifyUrls;

export const captchaServices = Object.keys(verifyUrls) as readonly CaptchaService[];

interface Options {
  readonly service: CaptchaService;
  readonly secret: string;
  /** Another URL of the service, as one in a region. */
  readonly verifyUrl: string | undefined;
  /** Hosts of the pages that may show the captcha; all when empty. */
  readonly hostnames: readonly string[];
  /** The least score that counts as human, from 0 to 1; for services that answer one, as reCAPTCHA v3. */
  readonly minScore: number;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/**
 * Asks the service whether `token` is the solution of a captcha of ours. It says so once per token.
 *
 * @param ip of the client, where it is known.
 * @throws OutageError when the service gives no answer that can be read: nobody passes then.
 */
export type VerifyCaptcha = (token: string, ip: string | null) => Promise<boolean>;

/** No service's tokens are longer (Turnstile: 2,048 characters; reCAPTCHA's grow with the page). */
const maxTokenLength = 8192;

export function createVerifyCaptcha(options: Options): VerifyCaptcha {
  const { service, secret, verifyUrl = verifyUrls[service], hostnames, minScore, timeoutMs, fetch } = options;

  async function ask(form: URLSearchParams): Promise<Readonly<Record<string, unknown>>> {
    try {
      const response = await fetch(verifyUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: form.toString(),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const verdict: unknown = await response.json();
      if (response.ok && typeof verdict === 'object' && verdict !== null) {
        return verdict as Record<string, unknown>;
      }
      throw new Error(`answered ${response.status}`);
    } catch (cause) {
      throw new OutageError(`The captcha service ${service} did not answer`, { cause });
    }
  }

  return async (token, ip) => {
    if (token === '' || token.length > maxTokenLength) return false;
    const verdict = await ask(new URLSearchParams({ secret, response: token, ...(ip && { remoteip: ip }) }));
    if (verdict.success !== true) return false;
    if (hostnames.length > 0 && !hostnames.includes(String(verdict.hostname))) return false;
    return typeof verdict.score !== 'number' || verdict.score >= minScore;
  };
}
