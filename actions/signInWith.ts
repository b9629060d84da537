import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getCustomProvider } from '../src/auth/customProvider.js';
import { jsonField } from '../src/auth/fields.js';

/** Signs in by one of the ways that are files in `src/customProviders/`. */
export const signInWith = defineAction({
  name: 'signInWith',
  input: z.strictObject({ provider: z.string(), data: jsonField }),
  run: async ({ provider, data }, context) => getCustomProvider(context.auth, provider).signIn(data, context),
});
