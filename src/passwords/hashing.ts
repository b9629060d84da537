import { randomBytes } from 'node:crypto';
import { isForeignHash, verifyForeignHash } from './foreignHashes.js';

/** OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane. */
export const argon2Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Longer passwords are refused: hashing them costs time and gains nothing. */
export const maxPasswordBytes = 1024;

/** Work for a hashing thread. */
export type HashingTask =
  | { readonly kind: 'hash'; readonly password: string }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string };

/** Answers of a hashing thread: the hash, or whether the password matches. */
export type HashingResult<T extends HashingTask> = T['kind'] extends 'hash' ? string : boolean;

export interface Argon2 {
  hash(password: string): string | Promise<string>;
  verify(hash: string, password: string): boolean | Promise<boolean>;
}

/**
 * `@node-rs/argon2` where its binary loads, since it is the fastest; `argon2` elsewhere. Both write PHC strings and
 * verify each other's.
 */
export async function loadArgon2(): Promise<Argon2> {
  try {
    const { hashSync, verifySync } = await import('@node-rs/argon2');
    return { hash: (password) => hashSync(password, argon2Cost), verify: verifySync };
  } catch {
    const { hash, verify } = await import('argon2');
    return { hash: (password) => hash(password, argon2Cost), verify };
  }
}

/** Runs one task. A stored hash of an unknown form matches no password. */
export async function runHashing(task: HashingTask, argon2: Argon2): Promise<string | boolean> {
  if (task.kind === 'hash') return argon2.hash(task.password);
  const { hash, password } = task;
  try {
    if (isArgon2(hash)) return await argon2.verify(hash, password);
    if (isBcrypt(hash)) return (await import('bcryptjs')).compareSync(password, hash);
    return verifyForeignHash(password, hash);
  } catch {
    // A hash that can't be decoded: rows written by other tools may hold anything.
    return false;
  }
}

/**
 * Whether checking a password against `hash` means anything, and takes seconds at most; otherwise a dummy is checked, at
 * our own cost. Whoever writes a row could else keep a hashing thread busy for hours by one sign-in.
 */
export function isKnownHash(hash: string): boolean {
  return isArgon2(hash) || isBcrypt(hash) || isForeignHash(hash);
}

/** Whether `hash` was made by another method or cost than ours and should be replaced at the next sign-in. */
export function needsRehash(hash: string): boolean {
  const { memoryCost, timeCost, parallelism } = argon2Cost;
  return !hash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
}

/** A hash that no password has, whose check costs what a real one costs. */
export function makeDummyHash(): string {
  const { memoryCost, timeCost, parallelism } = argon2Cost;
  const part = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${part(16)}$${part(32)}`;
}

/** Two seconds; 10 to 12 are usual. */
const maxBcryptCost = 15;
const maxArgon2Kibibytes = 256 * 1024;
/** Kibibytes, each time that they are passed over: about two seconds. */
const maxArgon2Work = 1024 * 1024;
const maxArgon2Lanes = 16;

function isBcrypt(hash: string): boolean {
  const cost = /^\$2[aby]\$(\d{2})\$.{53}$/.exec(hash)?.[1];
  return cost !== undefined && Number(cost) <= maxBcryptCost;
}

/** PHC strings; those of the algorithm's first version have no `v`. */
function isArgon2(hash: string): boolean {
  const match = /^\$argon2(?:id|i|d)\$(?:v=\d+\$)?m=(\d+),t=(\d+),p=(\d+)[,$]/.exec(hash);
  if (!match) return false;
  const [memory = 0, passes = 0, lanes = 0] = match.slice(1).map(Number);
  return memory <= maxArgon2Kibibytes && memory * passes <= maxArgon2Work && lanes <= maxArgon2Lanes;
}
