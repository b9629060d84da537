import { domainToASCII } from 'node:url';

/** A domain as it is compared: in lower case, and international ones in their ASCII form (IDNA). */
export function foldDomain(domain: string): string {
  const bare = domain.trim().replace(/^@/, '').replace(/\.$/, '');
  return domainToASCII(bare) || bare.toLowerCase();
}

/** An email address as it is compared. Also the part before the `@` is, as the database does. */
export function foldEmail(email: string): string {
  const trimmed = email.trim();
  const at = trimmed.lastIndexOf('@');
  return `${trimmed.slice(0, at).toLowerCase()}@${foldDomain(trimmed.slice(at + 1))}`;
}
