import { providers } from '../../providers/index.js';
import { variablesOf } from '../../providers/settings.js';
import { parseCustomProviders } from '../customProviders.js';
import { defaulted, type Entry, optional } from '../entry.js';
import { duration, flag, text } from '../readers.js';

/** What concerns all providers. */
export const providerEntries = {
  customProviders: optional({
    env: 'AUTH_PROVIDER_CUSTOM',
    read: parseCustomProviders,
    secret: true,
    doc: 'Further providers, as JSON `{slug: {type: "oidc" | "oauth2", clientId, clientSecret, …}}`; see providers.md. They are named `c:<slug>`.',
  }),
  providerTimeoutMs: defaulted({
    env: 'AUTH_PROVIDER_TIMEOUT',
    read: duration,
    default: '10s',
    doc: 'How long a provider may take for one answer.',
  }),
  redirectRefreshToken: defaulted({
    env: 'AUTH_REDIRECT_REFRESH_TOKEN',
    read: flag,
    default: 'false',
    doc: 'Ends a sign-in by a provider that was begun without `codeChallenge` with `refreshToken=` in the URL, as older clients of Nhost need it. URLs are kept in histories and logs: a code in its place is of no use to who reads it there.',
  }),
} satisfies Record<string, Entry<unknown>>;

/** The variables of each provider that has a file, by its name; they follow from the file. */
export const entriesByProvider: Readonly<
  Record<string, Readonly<Record<string, Entry<string | undefined>>>>
> = Object.fromEntries(
  providers.map((provider) => [
    provider.name,
    Object.fromEntries(
      Object.entries(variablesOf(provider)).map(([key, { env, doc, secret, read = text, ...row }]) => {
        const common = { env, doc, read, ...(secret && { secret }) };
        return [
          key,
          row.default === undefined ? optional(common) : defaulted({ ...common, default: row.default }),
        ];
      }),
    ),
  ]),
);
