import { randomBytes } from 'node:crypto';

/** Part of every secret that is planted in settings and accounts: where it turns up, a secret has leaked. */
export const canaryMark = 'cAnArY';

export const canary = (name: string): string => `${canaryMark}-${name}-${randomBytes(12).toString('hex')}`;

const isSql =
  /\b(syntax error at|violates (foreign|check|unique|not-null)|duplicate key value|SQLSTATE|relation "[^"]*" does not|column "[^"]*" (does not|of relation)|select coalesce\(|with "_|insert into "|update "\w+"\."|delete from "|from "auth"\.)/i;

/** What no answer may hold, by what it would give away. */
const forms: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a stack', /\n\s+at .+:\d+:\d+|\bat (async )?[\w.<>]+ \((file|node|\/)/],
  [
    'a path',
    /node_modules|\/(src|actions|test|scripts)\/[\w/.-]+\.[jt]s\b|file:\/\/\/|"\/(home|root|usr|var|tmp|app)\//,
  ],
  ['SQL', isSql],
  ['a hash', /\$argon2(id|i|d)\$v=|\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|\$scrypt\$/],
];

/** What no line of the log may hold besides. */
const logForms: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an access token', /\beyJ[\w-]{8,}\.[\w-]{8,}\./],
  ['a hash', /\$argon2(id|i|d)\$v=|\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}/],
];

const wordy = /[\w-]{16,}/g;
/** So many of the newest secrets are remembered: memory has to stay flat. */
const remembered = 20_000;

/** Finds secrets, and what is internal, where they don't belong. */
export interface Canaries {
  /** Secrets of accounts that never take part: nobody may be told them. */
  plant(...secrets: readonly string[]): void;
  /** Secrets that went to their owners: no log, audit row or hook may hold them. */
  remember(...secrets: readonly string[]): void;
  /**
   * What an answer gives away, as words; empty when it is clean.
   *
   * @param sent the request's own text: who sends a secret may see it again in a complaint about it.
   */
  inAnswer(text: string, sent: string): readonly string[];
  /** The same of a line of the log, a row of the audit log or the body of a hook. */
  inRecord(text: string): readonly string[];
}

export function createCanaries(): Canaries {
  const planted = new Set<string>();
  const known = new Set<string>();
  // Every secret has a digit; a name before it has none.
  const words = (text: string) => (text.match(wordy) ?? []).filter((word) => /\d/.test(word));
  return {
    plant(...secrets) {
      for (const secret of secrets) for (const word of words(secret)) planted.add(word);
    },
    remember(...secrets) {
      for (const secret of secrets) for (const word of words(secret)) known.add(word);
      for (const oldest of known) {
        if (known.size <= remembered) break;
        known.delete(oldest);
      }
    },
    inAnswer(text, sent) {
      const found = forms.flatMap(([what, pattern]) => {
        const match = pattern.exec(text)?.[0];
        return match === undefined || isEcho(match, sent) ? [] : [what];
      });
      const secrets = text.match(new RegExp(`${canaryMark}-[\\w-]+`, 'g')) ?? [];
      if (secrets.some((each) => !sent.includes(each))) found.push('a planted secret');
      if (planted.size > 0 && words(text).some((word) => planted.has(word) && !sent.includes(word)))
        found.push("somebody else's secret");
      return found;
    },
    inRecord(text) {
      const found = logForms.flatMap(([what, pattern]) => (pattern.test(text) ? [what] : []));
      if (text.includes(canaryMark)) found.push('a planted secret');
      if (words(text).some((word) => planted.has(word) || known.has(word))) found.push('a token');
      return found;
    },
  };
}

/** As JSON writes it, with its quotes and backslashes escaped. */
function isEcho(match: string, sent: string): boolean {
  return sent.includes(match) || sent.includes(JSON.stringify(match).slice(1, -1));
}
