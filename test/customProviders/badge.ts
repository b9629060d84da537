import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { CallContext } from '../../src/auth/auth.js';
import { completeSignIn } from '../../src/auth/completeSignIn.js';
import { parseInput } from '../../src/auth/parseInput.js';
import { signUpProved } from '../../src/auth/signUpProved.js';
import { AuthError } from '../../src/errors.js';

/** Staff badges: the machine at the door seals the number and a time with its Ed25519 key. */
const schema = z.strictObject({ number: z.string().regex(/^\d{6}$/), until: z.number(), seal: z.base64() });
const doorKey = createPublicKey({
  key: Buffer.from('MCowBQYDK2VwAyEAGxvosrPP7SdKvpIuyeP193Qcm52tQlLJdYwFh+e5Ojo=', 'base64'),
  format: 'der',
  type: 'spki',
});

function readBadge(data: unknown, { auth }: CallContext): string {
  const { number, until, seal } = parseInput(schema, data);
  const isSealed = verify(null, Buffer.from(`${number}:${until}`), doorKey, Buffer.from(seal, 'base64'));
  if (!isSealed || until * 1000 < auth.clock.now().getTime()) throw new AuthError('invalid-ticket');
  return `badge-${number}`;
}

export async function signUp(data: unknown, context: CallContext) {
  return signUpProved(context, { username: readBadge(data, context) });
}

export async function signIn(data: unknown, context: CallContext) {
  const { users } = await context.auth.hasura.FindUserByUsername({ username: readBadge(data, context) });
  if (!users[0]) throw new AuthError('invalid-ticket');
  return completeSignIn(context, users[0]);
}
