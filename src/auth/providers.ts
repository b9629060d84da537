import type { Config } from '../config/config.js';
import { AuthError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import type { ConfiguredProvider } from '../providers/configuredProvider.js';
import { createOutside } from '../providers/outside.js';
import type { ProviderClient } from '../providers/providerClient.js';

/** A provider that is switched on, and what speaks to it. */
export interface ActiveProvider {
  readonly name: string;
  readonly configured: ConfiguredProvider;
  readonly client: ProviderClient;
}

/** The providers that are switched on. */
export interface Providers {
  /** @throws AuthError `disabled-endpoint` for a provider that is not switched on, or that there is not. */
  get(name: string): Promise<ActiveProvider>;
}

interface Options {
  readonly config: Pick<Config, 'providers' | 'providerTimeoutMs' | 'environment'>;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}

/** What speaks to providers is loaded when the first one is asked for. */
export function createProviders({ config, clock, fetch }: Options): Providers {
  const outside = createOutside({
    fetch,
    timeoutMs: config.providerTimeoutMs,
    isHttpAllowed: config.environment === 'development',
  });
  const active = new Map<string, ActiveProvider>();
  return {
    async get(name) {
      const configured = config.providers.get(name);
      if (!configured) throw new AuthError('disabled-endpoint');
      const { createProviderClient } = await import('../providers/providerClient.js');
      const known = active.get(name);
      if (known) return known;
      const made = { name, configured, client: createProviderClient(configured, { outside, clock }) };
      active.set(name, made);
      return made;
    },
  };
}
