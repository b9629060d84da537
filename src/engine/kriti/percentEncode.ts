/** For a part of a URL or a form: all but the unreserved characters of RFC 3986 section 2.3. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Halves of surrogate pairs, which JSON may hold and URLs can't, become U+FFFD. */
const wellFormed = (text: string): string => Buffer.from(text).toString();
