import { createHash } from 'node:crypto';
import type { Config } from '../config/config.js';

type GravatarSettings = Pick<Config, 'gravatarEnabled' | 'gravatarDefault' | 'gravatarRating'>;

/** The avatar of a new account, in the form that Nhost Auth gives it; empty when Gravatar is switched off. */
export function gravatarUrl(email: string, settings: GravatarSettings): string {
  if (!settings.gravatarEnabled) return '';
  // Gravatar names accounts by MD5; nothing here relies on its strength.
  const hash = createHash('md5').update(email.trim().toLowerCase()).digest('hex');
  return `https://s.gravatar.com/avatar/${hash}?r=${settings.gravatarRating}&default=${settings.gravatarDefault}`;
}
