import { apple as appleProvider } from '../../../src/providers/apple.js';
import { azuread } from '../../../src/providers/azuread.js';
import { bitbucket as bitbucketProvider } from '../../../src/providers/bitbucket.js';
import { discord as discordProvider } from '../../../src/providers/discord.js';
import { entraid } from '../../../src/providers/entraid.js';
import { facebook as facebookProvider } from '../../../src/providers/facebook.js';
import { github as githubProvider } from '../../../src/providers/github.js';
import { gitlab as gitlabProvider } from '../../../src/providers/gitlab.js';
import { google as googleProvider } from '../../../src/providers/google.js';
import { linkedin as linkedinProvider } from '../../../src/providers/linkedin.js';
import type { Profile, Provider } from '../../../src/providers/provider.js';
import { prefixOf } from '../../../src/providers/settings.js';
import { spotify as spotifyProvider } from '../../../src/providers/spotify.js';
import { strava as stravaProvider } from '../../../src/providers/strava.js';
import { twitch as twitchProvider } from '../../../src/providers/twitch.js';
import { twitter as twitterProvider } from '../../../src/providers/twitter.js';
import { windowslive as windowsliveProvider } from '../../../src/providers/windowslive.js';
import { workos as workosProvider } from '../../../src/providers/workos.js';
import { apple, appleCredentials } from './apple.js';
import { bitbucket } from './bitbucket.js';
import type { Account, Dialect } from './dialect.js';
import { discord } from './discord.js';
import { facebook } from './facebook.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { google } from './google.js';
import { linkedin } from './linkedin.js';
import { microsoft } from './microsoft.js';
import { spotify } from './spotify.js';
import { strava } from './strava.js';
import { twitch } from './twitch.js';
import { twitter } from './twitter.js';
import { twitterOauth1 } from './twitterOauth1.js';
import { windowslive } from './windowslive.js';
import { workos } from './workos.js';

/** A provider's file and the server that it is proven on. */
export interface Counterpart {
  readonly title: string;
  readonly provider: Provider;
  readonly dialect: Dialect;
  /** Values of the provider's own variables, by their keys. */
  readonly settings: Readonly<Record<string, string>>;
  /** OAuth 1.0a is spoken. */
  readonly isOauth1: boolean;
  /**
   * What the provider says of an address: whether it is verified (`told`), nothing at all (`untold`); that only verified ones
   * are given (`confirmed`); or there is none (`none`).
   */
  readonly email: 'told' | 'untold' | 'confirmed' | 'none';
  /** Whether the profile is asked for with a request of its own. */
  readonly hasProfileCall: boolean;
  readonly hasRefreshTokens: boolean;
  /** Whether a code is bound to its request by PKCE, a nonce or a token: not where the provider documents none of them. */
  readonly isCodeBound: boolean;
  /** What is read of an account, its email aside. */
  readonly expected: (account: Account) => Partial<Profile>;
}

const fullName = ({ firstName, lastName }: Account) => `${firstName} ${lastName}`;
const usual = (account: Account) => ({
  id: account.id,
  displayName: fullName(account),
  avatarUrl: account.picture,
});

function row(
  provider: Provider,
  dialect: Dialect,
  email: Counterpart['email'],
  more: Partial<Counterpart> = {},
): Counterpart {
  const { title } = provider;
  return {
    title,
    provider,
    dialect,
    settings: {},
    isOauth1: false,
    email,
    hasProfileCall: true,
    hasRefreshTokens: true,
    isCodeBound: true,
    expected: usual,
    ...more,
  };
}

const withoutPicture = (account: Account) => ({ id: account.id, displayName: fullName(account) });

/** Every provider of the table, on a server that speaks its dialect. */
export const counterparts: readonly Counterpart[] = [
  row(googleProvider, google, 'told', { hasProfileCall: false }),
  row(appleProvider, apple, 'told', {
    settings: appleCredentials,
    hasProfileCall: false,
    expected: withoutPicture,
  }),
  row(facebookProvider, facebook, 'untold', { isCodeBound: false, hasRefreshTokens: false }),
  row(githubProvider, github, 'told', { hasRefreshTokens: false }),
  row(linkedinProvider, linkedin, 'told', { isCodeBound: false, hasRefreshTokens: false }),
  row(discordProvider, discord, 'told', {
    isCodeBound: false,
    expected: (account) => ({
      ...usual(account),
      avatarUrl: `https://cdn.discordapp.com/avatars/${account.id}/8342729096ea3675442027381ff50dfe.png`,
      locale: 'en-GB',
    }),
  }),
  row(twitchProvider, twitch, 'told', {
    isCodeBound: false,
    expected: (account) => ({ ...usual(account), displayName: account.firstName }),
  }),
  row(spotifyProvider, spotify, 'untold'),
  row(twitterProvider, twitter, 'confirmed'),
  row(twitterProvider, twitterOauth1, 'confirmed', {
    title: 'X (Twitter) by OAuth 1.0a',
    isOauth1: true,
    hasRefreshTokens: false,
  }),
  row(stravaProvider, strava, 'none', { hasProfileCall: false, isCodeBound: false }),
  row(gitlabProvider, gitlab, 'told'),
  row(bitbucketProvider, bitbucket, 'told', {
    isCodeBound: false,
    expected: (account) => ({ ...usual(account), id: `{${account.id}}` }),
  }),
  row(entraid, microsoft({ tenant: 'common' }), 'told', { hasProfileCall: false, expected: withoutPicture }),
  row(azuread, microsoft({ tenant: 'common' }), 'told', {
    hasProfileCall: false,
    expected: (account) => ({ ...withoutPicture(account), id: `object-${account.id}` }),
  }),
  row(windowsliveProvider, windowslive, 'untold', {
    hasRefreshTokens: false,
    isCodeBound: false,
    expected: (account) => ({ ...withoutPicture(account), locale: 'en-GB' }),
  }),
  row(workosProvider, workos, 'untold', {
    hasRefreshTokens: false,
    isCodeBound: false,
    settings: { defaultOrganization: 'org_1' },
    expected: (account) => ({ ...usual(account), id: `prof_${account.id}` }),
  }),
];

/** The variables with which the auth server speaks to a counterpart. */
export function environmentOf(
  { provider, settings, isOauth1 }: Counterpart,
  client: { readonly id: string; readonly secret: string },
): Record<string, string> {
  const prefix = prefixOf(provider);
  const registered = isOauth1
    ? { CONSUMER_KEY: client.id, CONSUMER_SECRET: client.secret }
    : { CLIENT_ID: client.id, ...(!provider.clientSecret && { CLIENT_SECRET: client.secret }) };
  const own = Object.entries(settings).map(([key, value]) => [
    key.replace(/[A-Z]/g, '_$&').toUpperCase(),
    value,
  ]);
  const all: Record<string, string> = { ENABLED: 'true', ...registered, ...Object.fromEntries(own) };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`${prefix}_${name}`, value]));
}
