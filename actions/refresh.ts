import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { refreshSession } from '../src/auth/sessions.js';

/** Exchanges a refresh token for a new session of the same id. */
export const refresh = defineAction({
  name: 'refresh',
  input: z.strictObject({ refreshToken: z.string() }),
  run: ({ refreshToken }, { auth }) => refreshSession(auth, refreshToken),
});
