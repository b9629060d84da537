import { accountEntries } from './entries/account.js';
import { auditEntries } from './entries/audit.js';
import { captchaEntries } from './entries/captcha.js';
import { cookieEntries } from './entries/cookies.js';
import { hasuraEntries } from './entries/hasura.js';
import { hookEntries } from './entries/hooks.js';
import { limitEntries } from './entries/limits.js';
import { mailEntries } from './entries/mail.js';
import { operationEntries } from './entries/operation.js';
import { passwordEntries } from './entries/passwords.js';
import { providerEntries } from './entries/providers.js';
import { secretEntries } from './entries/secrets.js';
import { serverEntries } from './entries/server.js';
import { signInEntries } from './entries/signIn.js';
import { signUpEntries } from './entries/signUp.js';
import { smsEntries } from './entries/sms.js';
import { tokenEntries } from './entries/tokens.js';
import { webauthnEntries } from './entries/webauthn.js';
import type { Entry } from './entry.js';
import { type ConfiguredProviders, configureCustom, readProviders } from './providers.js';
import { missingBesides } from './requirements.js';

/** Every variable of the auth server, in the order of the docs. */
export const entries = {
  ...serverEntries,
  ...hasuraEntries,
  ...tokenEntries,
  ...cookieEntries,
  ...signUpEntries,
  ...signInEntries,
  ...accountEntries,
  ...providerEntries,
  ...webauthnEntries,
  ...passwordEntries,
  ...limitEntries,
  ...captchaEntries,
  ...secretEntries,
  ...mailEntries,
  ...smsEntries,
  ...auditEntries,
  ...hookEntries,
  ...operationEntries,
};

type Entries = typeof entries;

/** The resolved configuration: plain values, read once. */
export type Config = { readonly [K in keyof Entries]: Entries[K] extends Entry<infer T> ? T : never } & {
  /** From the variables of `entriesByProvider`, and AUTH_PROVIDER_CUSTOM. */
  readonly providers: ConfiguredProviders;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** All that is wrong with the configuration, one sentence each. Values are never repeated. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ${faults.join('; ')}`,
    );
    this.faults = faults;
  }
}

/**
 * Reads all variables from `env`. An empty or blank value counts as unset; names that aren't in the table are ignored.
 *
 * @throws ConfigError with every fault found, so that one start shows them all.
 */
export function parseConfig(env: Environment): Config {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries<Entry<unknown>>(entries)) {
    try {
      values[key] = readEntry(entry, env);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
  const config = { ...values, providers: providersOf(values as Omit<Config, 'providers'>, env) } as Config;
  const missing = missingBesides(config);
  if (missing.length > 0) throw new ConfigError(missing);
  return config;
}

function providersOf(
  { customProviders, environment }: Omit<Config, 'providers'>,
  env: Environment,
): ConfiguredProviders {
  const faults: string[] = [];
  const all = [
    ...readProviders((entry) => readEntry(entry, env), faults),
    ...configureCustom(customProviders, environment, faults),
  ];
  if (faults.length > 0) throw new ConfigError(faults);
  return new Map(all.map((each) => [each.provider.name, each]));
}

function readEntry(entry: Entry<unknown>, env: Environment): unknown {
  const name = entry.env.find((each) => isSet(env[each])) ?? entry.env[0];
  const given = env[name]?.trim();
  const text = given ? given : entry.default;
  if (text === undefined) {
    if (entry.presence === 'required') throw new Error(`${name} is not set`);
    return undefined;
  }
  try {
    return entry.read(text);
  } catch (error) {
    throw new Error(`${name} ${error instanceof Error ? error.message : 'cannot be read'}`);
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}
