import { hash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** SHA-256 in base64url (`S256` of RFC 7636 section 4.2); `plain` is not spoken. */
export function isCodeChallenge(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

export const codeChallengeField = z
  .string()
  .refine(isCodeChallenge, 'must be the SHA-256 of the verifier in base64url, 43 characters')
  .nullish();

/** 43 to 128 unreserved characters (RFC 7636 section 4.1). */
export const codeVerifierField = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{43,128}$/, 'must be 43 to 128 letters, digits, ".", "_", "~" or "-"');

/** Whether `challenge` was made from `verifier`; in constant time. */
export function isChallengeOf(challenge: string, verifier: string): boolean {
  const [given, expected] = [Buffer.from(challenge), Buffer.from(hash('sha256', verifier, 'base64url'))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
