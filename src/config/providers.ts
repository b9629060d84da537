import { Secret } from '../lib/secret.js';
import { listOf } from '../providers/claims.js';
import type { ConfiguredProvider } from '../providers/configuredProvider.js';
import { customProvider } from '../providers/customProvider.js';
import { providers } from '../providers/index.js';
import type { Provider } from '../providers/provider.js';
import { prefixOf, variablesOf } from '../providers/settings.js';
import type { CustomProviderEntries } from './customProviders.js';
import { entriesByProvider } from './entries/providers.js';
import type { Entry } from './entry.js';
import { flag } from './readers.js';

/** The providers that are switched on, by their name in URLs. */
export type ConfiguredProviders = ReadonlyMap<string, ConfiguredProvider>;

type Values = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables of all providers.
 *
 * @param read reads one variable. @param faults gets a sentence for each that is missing or wrong.
 */
export function readProviders(
  read: (entry: Entry<string | undefined>) => unknown,
  faults: string[],
): ConfiguredProvider[] {
  return providers.flatMap((provider) => {
    const { values, wrong } = readValues(provider, read);
    if (!isEnabled(provider, values, faults)) return [];
    const found = [
      ...wrong.values(),
      ...missingOf(provider, values)
        .filter((key) => !wrong.has(key))
        .map(
          (key) => `${nameOf(provider, key)} is not set, which is needed with ${prefixOf(provider)}_ENABLED`,
        ),
      ...scopeFaults(provider, values),
    ];
    faults.push(...found);
    return found.length > 0 ? [] : [configure(provider, values)];
  });
}

/** The values by their keys, and what is wrong with those that can't be read. */
function readValues(provider: Provider, read: (entry: Entry<string | undefined>) => unknown) {
  const values: Record<string, string | undefined> = {};
  const wrong = new Map<string, string>();
  for (const [key, entry] of Object.entries(entriesByProvider[provider.name] ?? {})) {
    try {
      values[key] = read(entry) as string | undefined;
    } catch (error) {
      wrong.set(key, error instanceof Error ? error.message : String(error));
    }
  }
  return { values, wrong };
}

/** Without `openid` there is no ID token, except from Apple, which has no such scope by default. */
function scopeFaults(provider: Provider, values: Values): string[] {
  const isNeeded = provider.protocol.kind === 'oidc' && provider.scopes.includes('openid');
  return !isNeeded || listOf(values.scope).includes('openid')
    ? []
    : [`${nameOf(provider, 'scope')} must contain openid`];
}

function nameOf(provider: Provider, key: string): string {
  return variablesOf(provider)[key]?.env ?? key;
}

function isEnabled(provider: Provider, { enabled = 'false' }: Values, faults: string[]): boolean {
  try {
    return flag(enabled);
  } catch {
    faults.push(`${prefixOf(provider)}_ENABLED must be true or false`);
    return false;
  }
}

function isOauth1(provider: Provider, { clientId, consumerKey }: Values): boolean {
  return provider.oauth1 !== undefined && clientId === undefined && consumerKey !== undefined;
}

/** Keys of what is needed and not there. */
function missingOf(provider: Provider, values: Values): string[] {
  const needed = isOauth1(provider, values)
    ? ['consumerSecret']
    : [
        'clientId',
        ...(provider.clientSecret ? [] : ['clientSecret']),
        ...Object.entries(provider.settings ?? {})
          .filter(([, row]) => row.required)
          .map(([key]) => `settings.${key}`),
      ];
  return needed.filter((key) => values[key] === undefined);
}

function configure(provider: Provider, values: Values): ConfiguredProvider {
  const { clientId, clientSecret, scope, consumerKey, consumerSecret } = values;
  const settings = Object.fromEntries(
    Object.keys(provider.settings ?? {}).map((key) => [key, values[`settings.${key}`]]),
  );
  return {
    provider,
    isCustom: false,
    scopes: listOf(scope),
    settings: { ...settings, clientId: clientId ?? consumerKey ?? '' },
    clientSecret: clientSecret === undefined ? undefined : new Secret(clientSecret),
    consumer:
      isOauth1(provider, values) && consumerKey !== undefined && consumerSecret !== undefined
        ? { key: consumerKey, secret: new Secret(consumerSecret) }
        : undefined,
  };
}

/** Providers of `AUTH_PROVIDER_CUSTOM`. Outside of development they are asked by https only. */
export function configureCustom(
  entries: CustomProviderEntries | undefined,
  environment: string,
  faults: string[],
): ConfiguredProvider[] {
  return Object.entries(entries ?? {}).map(([slug, entry]) => {
    const urls = [
      entry.issuer,
      entry.discoveryUrl,
      entry.authorizationUrl,
      entry.tokenUrl,
      entry.userinfoUrl,
    ];
    if (environment !== 'development' && urls.some((each) => each?.startsWith('http:'))) {
      faults.push(`AUTH_PROVIDER_CUSTOM must have https URLs outside of development; wrong: ${slug}`);
    }
    return customProvider(slug, entry);
  });
}
