import { domainToASCII, domainToUnicode } from 'node:url';

const localPart = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/i;
const domainName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/**
 * The email address in `text`, or undefined when it is none.
 *
 * One plain address: no display name, comment, quoted part, comma or control character, since mail software reads
 * those in different ways (GHSA-5jpx-9hw9-2fx4, GHSA-xv97-c62v-4587). The part before the `@` is ASCII and stays as
 * typed; an international domain becomes its ASCII form, but only if it is written the way it would be shown: a
 * character that merely folds into another, such as a full-width one, is refused (GHSA-7rqj-j65f-68wh).
 */
export function parseEmail(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = asciiDomain(text.slice(at + 1));
  if (at < 1 || !localPart.test(local) || domain === undefined) return undefined;
  const email = `${local}@${domain}`;
  return email.length <= 254 ? email : undefined;
}

function asciiDomain(domain: string): string | undefined {
  if (domainName.test(domain)) return domain;
  const ascii = domainToASCII(domain);
  const sameWhenShown = domainToUnicode(ascii) === domain.normalize('NFC').toLowerCase();
  return sameWhenShown && domainName.test(ascii) ? ascii : undefined;
}

/** Lists of emails and of domains, in lower case. */
export interface EmailLists {
  readonly allowedEmails: readonly string[];
  readonly allowedEmailDomains: readonly string[];
  readonly blockedEmails: readonly string[];
  readonly blockedEmailDomains: readonly string[];
}

/** Whether the lists let `email` have an account; the order of the rules is that of Nhost Auth. */
export function isEmailAllowed(email: string, lists: EmailLists): boolean {
  const folded = email.toLowerCase();
  const domain = folded.slice(folded.lastIndexOf('@') + 1);
  if (lists.blockedEmails.includes(folded)) return false;
  if (lists.allowedEmails.includes(folded)) return true;
  if (lists.blockedEmailDomains.includes(domain)) return false;
  if (lists.allowedEmailDomains.includes(domain)) return true;
  return lists.allowedEmails.length === 0 && lists.allowedEmailDomains.length === 0;
}
