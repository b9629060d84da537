import { apple } from './apple.js';
import { azuread } from './azuread.js';
import { bitbucket } from './bitbucket.js';
import { discord } from './discord.js';
import { entraid } from './entraid.js';
import { facebook } from './facebook.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { google } from './google.js';
import { linkedin } from './linkedin.js';
import type { Provider } from './provider.js';
import { spotify } from './spotify.js';
import { strava } from './strava.js';
import { twitch } from './twitch.js';
import { twitter } from './twitter.js';
import { windowslive } from './windowslive.js';
import { workos } from './workos.js';

/** Every provider with a file of its own, in the order of the docs. Others are configured: AUTH_PROVIDER_CUSTOM. */
export const providers: readonly Provider[] = [
  google,
  apple,
  facebook,
  github,
  linkedin,
  discord,
  twitch,
  spotify,
  twitter,
  strava,
  gitlab,
  bitbucket,
  entraid,
  azuread,
  windowslive,
  workos,
];
