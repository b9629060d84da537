import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { assertionField } from '../src/auth/fields.js';
import { finishSignIn } from '../src/auth/passkeySignIn.js';

/** Signs in by what a passkey or security key has signed; answers a session, or a ticket when TOTP is on. */
export const finishPasskeySignIn = defineAction({
  name: 'finishPasskeySignIn',
  input: z.strictObject({ credential: assertionField }),
  run: ({ credential }, context) => finishSignIn(context, credential),
});
