import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount } from '../src/auth/account.js';
import { elevationWaysOf } from '../src/auth/elevation.js';

/** Ways in which the caller can elevate the session. */
export const elevationMethods = defineAction({
  name: 'elevationMethods',
  input: z.strictObject({}),
  run: async (_input, context) => elevationWaysOf(context.auth, (await getOwnAccount(context)).account),
});
