import { domainToASCII, domainToUnicode } from 'node:url';
import { foldEmail } from '../lib/emailFold.js';

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

/** Lists of emails and of domains, folded. */
export interface EmailLists {
  readonly allowedEmails: ReadonlySet<string>;
  readonly allowedEmailDomains: ReadonlySet<string>;
  readonly blockedEmails: ReadonlySet<string>;
  readonly blockedEmailDomains: ReadonlySet<string>;
}

/** Whether the lists let `email` have an account; the order of the rules is that of Nhost Auth. */
export function isEmailAllowed(email: string, lists: EmailLists): boolean {
  const { allowedEmails, allowedEmailDomains, blockedEmails, blockedEmailDomains } = lists;
  const isOpen = allowedEmails.size === 0 && allowedEmailDomains.size === 0;
  // Asked at every refresh.
  if (isOpen && blockedEmails.size === 0 && blockedEmailDomains.size === 0) return true;
  const folded = foldEmail(email);
  const domain = domainOf(folded);
  if (blockedEmails.has(folded)) return false;
  if (allowedEmails.has(folded)) return true;
  if (blockedEmailDomains.has(domain)) return false;
  if (allowedEmailDomains.has(domain)) return true;
  return isOpen;
}

/**
 * The same for an address that no account has yet: it may not be of a disposable domain, or of one below it, unless it is
 * allowed by itself. Accounts that have one already keep it.
 */
export function isNewEmailAllowed(
  email: string,
  lists: EmailLists & { readonly disposableDomains: ReadonlySet<string> },
): boolean {
  if (!isEmailAllowed(email, lists)) return false;
  if (lists.disposableDomains.size === 0) return true;
  const folded = foldEmail(email);
  return (
    lists.allowedEmails.has(folded) ||
    !withParents(domainOf(folded)).some((each) => lists.disposableDomains.has(each))
  );
}

/** `a.b.c`, `b.c` and `c`. */
function withParents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
