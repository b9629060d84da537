import { z } from 'zod';
import { maxPasswordBytes } from '../passwords/hashing.js';
import { parseEmail } from './email.js';

/** Input fields that several Actions have, from what a client sends to the value that is worked with. */

export const emailField = z.string().transform((text, context) => {
  const email = parseEmail(text);
  if (email === undefined) context.addIssue({ code: 'custom', message: 'must be an email address' });
  return email ?? '';
});

/** A password as it is typed at sign-in; rules for new ones are asked elsewhere. */
export const passwordField = z
  .string()
  .refine(
    (text) => Buffer.byteLength(text) <= maxPasswordBytes,
    `must have at most ${maxPasswordBytes} bytes`,
  );

/** A JSON object, or nothing. */
export const jsonObjectField = z
  .unknown()
  .optional()
  .transform((value, context): Record<string, unknown> | null => {
    if (value === undefined || value === null) return null;
    if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
    context.addIssue({ code: 'custom', message: 'must be an object' });
    return null;
  });
