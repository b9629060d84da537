/** Keys whose values are never written, in any spelling: `refreshToken`, `x-action-secret`, `AUTH_SMTP_PASS`. */
const secretKey =
  /pass(word|wd|phrase)?$|password|secret|token|authorization|cookie|ticket|otp$|(api|private|signing|encryption)_?key|hash$|credential|verifier|recovery_?code|payload|email|phone/i;

/** Says which row or kind is meant, or whether there is one, and not the secret itself. */
const harmlessKey = /[a-z](Ids?|Kind|Type|Count|Seconds|Ms|At)$|[_-](ids?|kind|type|count|seconds|ms|at)$/;

/** Parts of texts that are secrets or addresses wherever they stand, as in the message of an error. */
const secretTexts: readonly (readonly [pattern: RegExp, shown: string])[] = [
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\b(Bearer|Basic) +[\w.~+/=-]{8,}/gi, '$1 [secret]'],
  [/:\/\/[^\s/@:]{1,256}:[^\s/@]{1,256}@/g, '://[secret]@'],
  [/[\w.%+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})+/gi, '[address]'],
  [/\+\d{7,15}\b/g, '[number]'],
];

const maxDepth = 8;
/** More of a text is not written: the longest stacks have less. */
const maxText = 8192;

/**
 * `fields` as they may be written to a log: values under secret-looking keys hidden, secrets and addresses within texts
 * too, errors with causes and stacks, and nothing that JSON can't hold.
 */
export function printable(fields: Record<string, unknown>): Record<string, unknown> {
  return shownObject(fields, 0);
}

function shownObject(object: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(object).map(([key, value]) => [key, shown(key, value, depth + 1)]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function shown(key: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (secretKey.test(key) && !harmlessKey.test(key)) return '[secret]';
  if (typeof value === 'string') return shownText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return undefined;
  if (depth > maxDepth) return '[deep]';
  if (value instanceof Error) return shownError(value, depth);
  if ('toJSON' in value && typeof value.toJSON === 'function') return shown(key, value.toJSON(), depth + 1);
  if (Array.isArray(value)) return value.map((each) => shown(key, each, depth + 1));
  return shownObject(value, depth);
}

/** Of an error's own properties only its code: libraries hang whole requests on theirs. */
function shownError(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: shownText(error.message),
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: shownText(error.stack) }),
    ...(error.cause !== undefined && { cause: shown('cause', error.cause, depth + 1) }),
  };
}

function shownText(text: string): string {
  const short = text.length > maxText ? `${text.slice(0, maxText)}…` : text;
  return secretTexts.reduce((shortened, [pattern, by]) => shortened.replace(pattern, by), short);
}
