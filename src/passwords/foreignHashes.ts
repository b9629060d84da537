import { createCipheriv, pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto';

/**
 * Hashes that other systems wrote, besides bcrypt and argon2: accounts that were imported sign in with the password they
 * have, and get a hash of ours then. Bounded, so that a row can't make a check take all memory or minutes.
 */
interface Form {
  readonly pattern: RegExp;
  /** @param parts groups of `pattern`. */
  readonly read: (parts: readonly string[]) => Check;
}

/** A hash that was read. */
interface Check {
  /** Whether its parameters make sense and are within the bounds; otherwise nothing may be checked against it. */
  readonly isUsable: boolean;
  readonly matches: (password: string) => boolean;
}

const maxScryptBytes = 256 * 1024 * 1024;
const maxScryptLanes = 16;
/** About two seconds; Django's default of 2026 is a third of it. */
const maxIterations = 3_000_000;

/** Base64 in both alphabets, and passlib's, which writes `.` for `+`; with or without padding. */
const base64 = '[A-Za-z0-9+/._-]+={0,2}';

const forms: readonly Form[] = [
  {
    // PHC string as passlib writes it: the cost as a power of two.
    pattern: new RegExp(
      String.raw`^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$(${base64})\$(${base64})$`,
    ),
    read: ([ln = '', r = '', p = '', salt = '', key = '']) =>
      scryptCheck(decode(salt), decode(key), { N: 2 ** Number(ln), r: Number(r), p: Number(p) }),
  },
  {
    // Werkzeug: the salt as it is, the key in hex.
    pattern: /^scrypt:(\d{1,8}):(\d{1,3}):(\d{1,3})\$([^$]+)\$([0-9a-f]{32,256})$/,
    read: ([n = '', r = '', p = '', salt = '', key = '']) =>
      scryptCheck(Buffer.from(salt), Buffer.from(key, 'hex'), { N: Number(n), r: Number(r), p: Number(p) }),
  },
  {
    // passlib; without a digest SHA-1.
    pattern: new RegExp(
      String.raw`^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(\d{1,8})\$(${base64})\$(${base64})$`,
    ),
    read: ([digest = 'sha1', iterations = '', salt = '', key = '']) =>
      pbkdf2Check(decode(salt), decode(key), digest, Number(iterations)),
  },
  {
    // PHC string, such as Ory writes it.
    pattern: new RegExp(
      String.raw`^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d{1,8}),l=\d{1,3}\$(${base64})\$(${base64})$`,
    ),
    read: ([digest = '', iterations = '', salt = '', key = '']) =>
      pbkdf2Check(decode(salt), decode(key), digest, Number(iterations)),
  },
  {
    // Django: the salt as it is.
    pattern: new RegExp(String.raw`^pbkdf2_(sha1|sha256)\$(\d{1,8})\$([^$]+)\$(${base64})$`),
    read: ([digest = '', iterations = '', salt = '', key = '']) =>
      pbkdf2Check(Buffer.from(salt), decode(key), digest, Number(iterations)),
  },
  {
    // Firebase, in the form in which Supabase keeps it: the project's parameters beside salt and key.
    pattern: new RegExp(
      String.raw`^\$fbscrypt\$v=1,n=(\d{1,2}),r=(\d{1,2}),p=1(?:,ss=(${base64}))?,sk=(${base64})\$(${base64})\$(${base64})$`,
    ),
    read: firebaseCheck,
  },
];

function read(hash: string): Check | undefined {
  if (hash.length > 1024) return undefined;
  for (const form of forms) {
    const parts = form.pattern.exec(hash);
    if (parts) return form.read(parts.slice(1));
  }
  return undefined;
}

/** Whether `hash` has one of the forms, with parameters within the bounds; asks nothing of the password. */
export const isForeignHash = (hash: string): boolean => read(hash)?.isUsable ?? false;

/** Whether `hash` has one of the forms and is of `password`. */
export function verifyForeignHash(password: string, hash: string): boolean {
  const check = read(hash);
  return check?.isUsable === true && check.matches(password);
}

/** A password hash of Firebase with the parameters of its project, in one text. */
export function firebaseHash({
  passwordHash,
  salt,
  parameters,
}: {
  /** Base64, as `firebase auth:export` writes it. */
  readonly passwordHash: string;
  readonly salt: string;
  readonly parameters: {
    readonly signerKey: string;
    readonly saltSeparator: string;
    readonly rounds: number;
    readonly memCost: number;
  };
}): string {
  const { signerKey, saltSeparator, rounds, memCost } = parameters;
  const separator = saltSeparator === '' ? '' : `,ss=${saltSeparator}`;
  return `$fbscrypt$v=1,n=${memCost},r=${rounds},p=1${separator},sk=${signerKey}$${salt}$${passwordHash}`;
}

/**
 * Firebase's variant: scrypt gives a key under which the project's signer key is encrypted (AES-256 in counter mode from
 * zero); the outcome is what is stored. https://github.com/firebase/scrypt
 */
function firebaseCheck([
  n = '',
  r = '',
  separator = '',
  signerKey = '',
  salt = '',
  stored = '',
]: readonly string[]): Check {
  const cost = { N: 2 ** Number(n), r: Number(r), p: 1 };
  return {
    isUsable: isUsableCost(cost) && isKey(decode(stored)),
    matches(password) {
      const key = scrypt(password, Buffer.concat([decode(salt), decode(separator)]), 32, cost);
      const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
      return isEqual(Buffer.concat([cipher.update(decode(signerKey)), cipher.final()]), decode(stored));
    },
  };
}

interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const scryptCheck = (salt: Buffer, expected: Buffer, cost: ScryptCost): Check => ({
  isUsable: isUsableCost(cost) && isKey(expected),
  matches: (password) => isEqual(scrypt(password, salt, expected.length, cost), expected),
});

function isUsableCost({ N, r, p }: ScryptCost): boolean {
  const isPowerOfTwo = Number.isInteger(Math.log2(N)) && N > 1;
  return isPowerOfTwo && r > 0 && p > 0 && p <= maxScryptLanes && 128 * N * r <= maxScryptBytes;
}

function scrypt(password: string, salt: Buffer, length: number, cost: ScryptCost): Buffer {
  return scryptSync(password, salt, length, { ...cost, maxmem: 2 * maxScryptBytes });
}

const pbkdf2Check = (salt: Buffer, expected: Buffer, digest: string, iterations: number): Check => ({
  isUsable: iterations > 0 && iterations <= maxIterations && isKey(expected),
  matches: (password) => isEqual(pbkdf2Sync(password, salt, iterations, expected.length, digest), expected),
});

/** Fewer bytes are no key: an empty one would match every password. */
const isKey = (expected: Buffer): boolean => expected.length >= 16;

const isEqual = (actual: Buffer, expected: Buffer): boolean =>
  actual.length === expected.length && timingSafeEqual(actual, expected);

function decode(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}
