import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { startAdding } from '../src/auth/passkeyAdd.js';

/** Options for a browser to make another passkey or security key of the caller, in a session that is fresh or elevated. */
export const startAddPasskey = defineAction({
  name: 'startAddPasskey',
  input: z.strictObject({}),
  run: (_input, context) => startAdding(context),
});
