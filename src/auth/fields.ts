import { z } from 'zod';
import { parsePhoneNumber } from '../lib/phone.js';
import { maxPasswordBytes } from '../passwords/hashing.js';
import { assertionJson, registrationJson } from '../webauthn/credentialJson.js';
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

/** Any JSON but null. */
export const jsonField = z.custom<NonNullable<unknown>>((value) => value !== undefined && value !== null);

/** JSON that `schema` reads. */
function readBy<S extends z.ZodType>(schema: S) {
  return (value: unknown, context: z.RefinementCtx): z.output<S> => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    return z.NEVER;
  };
}

/** What a browser gives for a new key, and for the use of one. */
export const registrationField = jsonField.transform(readBy(registrationJson));
export const assertionField = jsonField.transform(readBy(assertionJson));
export const optionalAssertionField = z.unknown().optional().transform(readBy(assertionJson.nullish()));

/** What the owner of a key calls it. */
export const nicknameField = z
  .string()
  .max(255)
  .regex(/^\P{Cc}*$/u, 'must have no control characters');

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

/** A phone number in any international way of writing it, as E.164. */
export const phoneNumberField = z.string().transform((text, context) => {
  const number = parsePhoneNumber(text);
  if (number === undefined) {
    context.addIssue({ code: 'custom', message: 'must be a phone number such as +33612345678' });
  }
  return number ?? '';
});

/** As the database has it; without `@` and `+`, so that it is never taken for an address or a number. */
export const usernameField = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/i,
    'must begin with a letter or digit, and have letters, digits, ".", "_" and "-", at most 64',
  );

/** A code as it was typed. That it has another form than ours is as wrong as another code. */
export const codeField = z.string().max(64);

/** What a client wishes for a new account. */
export const signUpOptionsField = z.strictObject({
  allowedRoles: z.array(z.string()).nullish(),
  defaultRole: z.string().nullish(),
  displayName: z
    .string()
    .max(32)
    .regex(/^[\p{L}\p{N}\p{S} ,.'-]+$/u)
    .nullish(),
  locale: z.string().nullish(),
  metadata: jsonObjectField,
  redirectTo: z.string().nullish(),
});

export const redirectOptionsField = z.strictObject({ redirectTo: z.string().nullish() });
