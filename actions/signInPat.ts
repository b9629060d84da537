import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { note } from '../src/auth/auditEntry.js';
import { completeSignIn } from '../src/auth/completeSignIn.js';
import { requireEnabled } from '../src/auth/ways.js';
import { AuthError } from '../src/errors.js';
import { isUuid } from '../src/lib/ids.js';
import { hashRefreshToken } from '../src/tokens/refreshTokens.js';

/** Signs in with a personal access token, any number of times until it expires or its row is deleted. */
export const signInPat = defineAction({
  name: 'signInPat',

  input: z.strictObject({ personalAccessToken: z.string() }),

  async run({ personalAccessToken }, context) {
    const { auth } = context;
    requireEnabled(auth.config, 'patEnabled');
    if (!isUuid(personalAccessToken)) throw new AuthError('invalid-pat');
    const { used } = await auth.hasura.UsePat({
      hash: hashRefreshToken(personalAccessToken.toLowerCase()),
      now: auth.clock.now().toISOString(),
    });
    const [token] = used?.returning ?? [];
    if (!token) throw new AuthError('invalid-pat');
    note(context, { userId: token.user.id, details: { pat: token.id } });
    return completeSignIn(context, token.user, { mark: { pat: token.id } });
  },
});
