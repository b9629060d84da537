import { z } from 'zod';
import { emailField, jsonObjectField, passwordField, phoneNumberField, usernameField } from './fields.js';

/** The rules of the columns that users may change themselves, as their permission has them. */
const profile = {
  displayName: z
    .string()
    .max(255)
    .regex(/^\P{Cc}*$/u, 'must have no control characters')
    .nullish(),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'must be a code of two or three letters')
    .nullish(),
  avatarUrl: z
    .string()
    .regex(/^(https?:\/\/\S+)?$/, 'must be an http or https URL')
    .nullish(),
};

const names = {
  email: emailField.nullish(),
  emailVerified: z.boolean().nullish(),
  username: usernameField.nullish(),
  phoneNumber: phoneNumberField.nullish(),
  phoneNumberVerified: z.boolean().nullish(),
};

const rest = {
  disabled: z.boolean().nullish(),
  ...profile,
  defaultRole: z.string().nullish(),
  allowedRoles: z.array(z.string()).nullish(),
};

/** An account as an administrator writes it. */
export const adminUserField = z.strictObject({
  ...names,
  password: passwordField.nullish(),
  ...rest,
  metadata: z
    .unknown()
    .optional()
    .refine((value) => value === undefined || jsonObjectField.safeParse(value).success, 'must be an object'),
});

export type AdminUser = z.output<typeof adminUserField>;

/** The types of a row only, as GraphQL demands them of all rows at once. */
export const importedUserTypes = z.strictObject({
  id: z.string().nullish(),
  email: z.string().nullish(),
  emailVerified: z.boolean().nullish(),
  username: z.string().nullish(),
  phoneNumber: z.string().nullish(),
  phoneNumberVerified: z.boolean().nullish(),
  passwordHash: z.string().nullish(),
  passwordSalt: z.string().nullish(),
  disabled: z.boolean().nullish(),
  createdAt: z.string().nullish(),
  displayName: z.string().nullish(),
  locale: z.string().nullish(),
  avatarUrl: z.string().nullish(),
  defaultRole: z.string().nullish(),
  allowedRoles: z.array(z.string()).nullish(),
  metadata: z.unknown().optional(),
});

/** A row of an import, read one by one: a row that is wrong is no reason to refuse the others. */
export const importedUser = z.strictObject({
  id: z
    .guid()
    .transform((id) => id.toLowerCase())
    .nullish(),
  ...names,
  passwordHash: z.string().max(1024).nullish(),
  passwordSalt: z.string().max(1024).nullish(),
  createdAt: z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time')
    .nullish(),
  ...rest,
  metadata: jsonObjectField,
});

export type ImportedUser = z.output<typeof importedUser>;
