import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * The phone number in `text` in E.164 form, as `+33612345678`, or undefined when it is none. It has to begin with `+` and
 * the code of its country; blanks and punctuation don't matter. One number has one form, so that it is one account.
 *
 * Numbers have to be possible (a country that exists, a length that it has), not assigned: which ranges are changes
 * faster than the table that a server runs with.
 */
export function parsePhoneNumber(text: string): string | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('+') || trimmed.length > 40) return undefined;
  const number = parsePhoneNumberFromString(trimmed, { extract: false });
  return number?.isPossible() && number.ext === undefined ? number.number : undefined;
}
