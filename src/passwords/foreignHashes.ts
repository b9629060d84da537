import { createCipheriv, pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto';

/**
 * Hashes that other systems wrote, besides bcrypt and argon2: accounts that were imported sign in with the password they
 * have, and get a hash of ours then. Bounded, so that a row can't make a check take all memory or minutes.
 */
interface Form {
  readonly pattern: RegExp;
  /** @param parts groups of `pattern`. */
  readonly verify: (password: string, parts: readonly string[]) => boolean;
}

const maxScryptBytes = 256 * 1024 * 1024;
const maxScryptLanes = 16;
const maxIterations = 10_000_000;

/** Base64 in both alphabets, and passlib's, which writes `.` for `+`; with or without padding. */
const base64 = '[A-Za-z0-9+/._-]+={0,2}';

const forms: readonly Form[] = [
  {
    // PHC string as passlib writes it: the cost as a power of two.
    pattern: new RegExp(
      String.raw`^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$(${base64})\$(${base64})$`,
    ),
    verify: (password, [ln = '', r = '', p = '', salt = '', key = '']) =>
      isScrypt(password, decode(salt), decode(key), { N: 2 ** Number(ln), r: Number(r), p: Number(p) }),
  },
  {
    // Werkzeug: the salt as it is, the key in hex.
    pattern: /^scrypt:(\d{1,8}):(\d{1,3}):(\d{1,3})\$([^$]+)\$([0-9a-f]{32,256})$/,
    verify: (password, [n = '', r = '', p = '', salt = '', key = '']) =>
      isScrypt(password, Buffer.from(salt), Buffer.from(key, 'hex'), {
        N: Number(n),
        r: Number(r),
        p: Number(p),
      }),
  },
  {
    // passlib; without a digest SHA-1.
    pattern: new RegExp(
      String.raw`^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(\d{1,8})\$(${base64})\$(${base64})$`,
    ),
    verify: (password, [digest = 'sha1', iterations = '', salt = '', key = '']) =>
      isPbkdf2(password, decode(salt), decode(key), { digest, iterations: Number(iterations) }),
  },
  {
    // PHC string, such as Ory writes it.
    pattern: new RegExp(
      String.raw`^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d{1,8}),l=\d{1,3}\$(${base64})\$(${base64})$`,
    ),
    verify: (password, [digest = '', iterations = '', salt = '', key = '']) =>
      isPbkdf2(password, decode(salt), decode(key), { digest, iterations: Number(iterations) }),
  },
  {
    // Django: the salt as it is.
    pattern: new RegExp(String.raw`^pbkdf2_(sha1|sha256)\$(\d{1,8})\$([^$]+)\$(${base64})$`),
    verify: (password, [digest = '', iterations = '', salt = '', key = '']) =>
      isPbkdf2(password, Buffer.from(salt), decode(key), { digest, iterations: Number(iterations) }),
  },
  {
    // Firebase, in the form in which Supabase keeps it: the project's parameters beside salt and key.
    pattern: new RegExp(
      String.raw`^\$fbscrypt\$v=1,n=(\d{1,2}),r=(\d{1,2}),p=1(?:,ss=(${base64}))?,sk=(${base64})\$(${base64})\$(${base64})$`,
    ),
    verify: verifyFirebase,
  },
];

/** Whether `hash` has one of the forms; asks nothing of the password. */
export function isForeignHash(hash: string): boolean {
  return hash.length <= 1024 && forms.some(({ pattern }) => pattern.test(hash));
}

/** Whether `hash`, of one of the forms, is of `password`. @throws when its parameters can't be worked with. */
export function verifyForeignHash(password: string, hash: string): boolean {
  for (const { pattern, verify } of forms) {
    const parts = pattern.exec(hash);
    if (parts) return verify(password, parts.slice(1));
  }
  return false;
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
function verifyFirebase(
  password: string,
  [n = '', r = '', separator = '', signerKey = '', salt = '', stored = '']: readonly string[],
): boolean {
  const cost = { N: 2 ** Number(n), r: Number(r), p: 1 };
  const key = scrypt(password, Buffer.concat([decode(salt), decode(separator)]), 32, cost);
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return isEqual(Buffer.concat([cipher.update(decode(signerKey)), cipher.final()]), decode(stored));
}

interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

function isScrypt(password: string, salt: Buffer, expected: Buffer, cost: ScryptCost): boolean {
  return isEqual(scrypt(password, salt, expected.length, cost), expected);
}

function scrypt(password: string, salt: Buffer, length: number, { N, r, p }: ScryptCost): Buffer {
  if (p > maxScryptLanes || 128 * N * r > maxScryptBytes) throw new Error('the cost of a hash is too high');
  return scryptSync(password, salt, length, { N, r, p, maxmem: 2 * maxScryptBytes });
}

function isPbkdf2(
  password: string,
  salt: Buffer,
  expected: Buffer,
  { digest, iterations }: { readonly digest: string; readonly iterations: number },
): boolean {
  if (iterations > maxIterations) throw new Error('the cost of a hash is too high');
  return isEqual(pbkdf2Sync(password, salt, iterations, expected.length, digest), expected);
}

/** Fewer bytes than 16 are no key: an empty one would match every password. */
function isEqual(actual: Buffer, expected: Buffer): boolean {
  return expected.length >= 16 && actual.length === expected.length && timingSafeEqual(actual, expected);
}

function decode(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}
