import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { nicknameField, registrationField } from '../src/auth/fields.js';
import { finishAdding } from '../src/auth/passkeyAdd.js';

/** Adds the passkey or security key that a browser has made to the caller's account. */
export const finishAddPasskey = defineAction({
  name: 'finishAddPasskey',
  input: z.strictObject({ credential: registrationField, nickname: nicknameField.nullish() }),
  run: ({ credential, nickname }, context) => finishAdding(context, credential, nickname),
});
