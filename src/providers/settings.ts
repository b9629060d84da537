import type { Provider, SettingRow } from './provider.js';

/** A variable of a provider, as `AUTH_PROVIDER_GOOGLE_CLIENT_ID`. */
export interface ProviderVariable {
  readonly env: string;
  readonly doc: string;
  readonly default?: string;
  readonly secret?: true;
  readonly read?: (text: string) => string;
}

/** The key under which each variable is known; keys of the provider's own settings are prefixed. */
export type ProviderVariables = Readonly<Record<string, ProviderVariable>>;

export function prefixOf({ name, env }: Pick<Provider, 'name' | 'env'>): string {
  return `AUTH_PROVIDER_${env ?? name.toUpperCase()}`;
}

/** `teamId` as `TEAM_ID`. */
function variableName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** Every variable of a provider, as they follow from its file. */
export function variablesOf(provider: Provider): ProviderVariables {
  const { title, scopes, settings = {}, oauth1 } = provider;
  const prefix = prefixOf(provider);
  return {
    enabled: { env: `${prefix}_ENABLED`, default: 'false', doc: `Sign-in with ${title}.` },
    clientId: { env: `${prefix}_CLIENT_ID`, doc: `Client id of the application at ${title}.` },
    ...(!provider.clientSecret && {
      clientSecret: {
        env: `${prefix}_CLIENT_SECRET`,
        doc: `Client secret of the application at ${title}.`,
        secret: true as const,
      },
    }),
    scope: {
      env: `${prefix}_SCOPE`,
      default: scopes.join(','),
      doc: `What ${title} is asked for, comma separated.`,
    },
    ...(oauth1 && consumerVariables(prefix, title)),
    ...Object.fromEntries(
      Object.entries(settings).map(([key, row]) => [
        `settings.${key}`,
        settingVariable(prefix, title, key, row),
      ]),
    ),
  };
}

function consumerVariables(prefix: string, title: string): ProviderVariables {
  return {
    consumerKey: {
      env: `${prefix}_CONSUMER_KEY`,
      doc: `Consumer key of the application at ${title}, where there is no client id: OAuth 1.0a is spoken then.`,
    },
    consumerSecret: {
      env: `${prefix}_CONSUMER_SECRET`,
      doc: `Consumer secret of the application at ${title}.`,
      secret: true,
    },
  };
}

function settingVariable(prefix: string, title: string, key: string, row: SettingRow): ProviderVariable {
  return {
    env: `${prefix}_${variableName(key)}`,
    doc: `${title}: ${row.doc}`,
    ...(row.default !== undefined && { default: row.default }),
    ...(row.secret && { secret: true }),
    ...(row.read && { read: row.read }),
  };
}
