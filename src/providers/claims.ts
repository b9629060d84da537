import type { Claims, Profile } from './provider.js';

/** The provider answered, but not in the form that it documents: an outage for the user, and worth a look. */
export class UnreadableProfile extends Error {
  override readonly name = 'UnreadableProfile';
}

/** An id as text: a non-empty string, or a whole number. @throws UnreadableProfile otherwise. */
export function readId(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw new UnreadableProfile('the profile has no id');
}

/** The text, or undefined for anything else and for an empty one. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The object, or an empty one for anything else. */
export function readObject(value: unknown): Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : {};
}

/** The objects of an array; none for anything else. */
export function readList(value: unknown): readonly Claims[] {
  return Array.isArray(value) ? value.map(readObject) : [];
}

/** Whether the claim says so, as a boolean or as the text that some send for it (Apple); anything else does not. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** The address, and whether it counts as verified: never where there is none. */
export function readEmail(address: unknown, verified: boolean): Pick<Profile, 'email' | 'emailVerified'> {
  const email = readText(address);
  return { email, emailVerified: email !== undefined && verified };
}

/** The texts that are there, with a blank between them. */
export function joinTexts(...values: readonly unknown[]): string | undefined {
  return readText(values.map(readText).filter(Boolean).join(' '));
}

/** The values of a comma separated setting. */
export function listOf(setting: string | undefined): readonly string[] {
  return (setting ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/**
 * The profile by the standard claims.
 *
 * Source: OpenID Connect Core 1.0, section 5.1.
 */
export function readStandardClaims(claims: Claims): Profile {
  return {
    id: readId(claims.sub),
    ...readEmail(claims.email, isTrue(claims.email_verified)),
    displayName:
      readText(claims.name) ??
      joinTexts(claims.given_name, claims.family_name) ??
      readText(claims.preferred_username),
    avatarUrl: readText(claims.picture),
    locale: readText(claims.locale),
  };
}
