import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getCustomProvider } from '../src/auth/customProvider.js';
import { jsonField } from '../src/auth/fields.js';

/** Creates an account by one of the ways that are files in `src/customProviders/`. */
export const signUpWith = defineAction({
  name: 'signUpWith',
  input: z.strictObject({ provider: z.string(), data: jsonField }),
  run: async ({ provider, data }, context) => getCustomProvider(context.auth, provider).signUp(data, context),
});
