/** How deep client values may nest. Deeper ones would overflow the stack of recursive readers. */
const maxDepth = 64;

const nulOrLoneSurrogate = /\0|\p{Surrogate}/u;
const allUnstorable = new RegExp(nulOrLoneSurrogate, 'gu');

/**
 * Whether each string inside `value`, keys included, can be stored: PostgreSQL's text knows neither NUL nor lone
 * surrogates. Values that nest deeper than 64 levels are refused as well.
 */
export function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !nulOrLoneSurrogate.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= maxDepth) return false;
  if (Array.isArray(value)) return value.every((each) => isStorable(each, depth + 1));
  return Object.entries(value).every(
    ([key, each]) => !nulOrLoneSurrogate.test(key) && isStorable(each, depth + 1),
  );
}

/** `text` as PostgreSQL can store it: what it doesn't know becomes the replacement character. */
export const toStorable = (text: string): string => text.replace(allUnstorable, '\uFFFD');
