import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { refreshSession } from '../src/auth/sessions.js';
import { AuthError } from '../src/errors.js';

/** Exchanges a refresh token, in cookie mode also that of the cookie, for a new session of the same id. */
export const refresh = defineAction({
  name: 'refresh',

  input: z.strictObject({ refreshToken: z.string().nullish() }),

  async run({ refreshToken }, context) {
    const token = refreshToken ?? context.cookie?.token;
    if (token === undefined) throw new AuthError('invalid-request', { details: 'refreshToken is missing' });
    return refreshSession(context, token);
  },
});
