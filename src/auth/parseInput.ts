import type { z } from 'zod';
import { AuthError } from '../errors.js';

/** The value that `schema` makes of what a client sent. @throws AuthError `invalid-request` that says what is wrong. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new AuthError('invalid-request', { details: describeFaults(parsed.error) });
  return parsed.data;
}

/** Names the fields and the rules, never the values. */
export function describeFaults(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}
