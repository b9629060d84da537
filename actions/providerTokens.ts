import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation } from '../src/auth/account.js';
import { fetchTokens, refreshTokens } from '../src/auth/providerTokens.js';

/** The caller's tokens at a provider. Those of the last sign-in are given out once, and kept no longer. */
export const providerTokens = defineAction({
  name: 'providerTokens',

  input: z.strictObject({ provider: z.string(), refreshToken: z.string().min(1).max(4096).nullish() }),

  async run({ provider, refreshToken }, context) {
    const own = await getOwnAccount(context);
    requireElevation(context, own);
    const { expiresAt, ...tokens } = refreshToken
      ? await refreshTokens(context, own.account.id, { provider, refreshToken })
      : await fetchTokens(context, own.account.id, provider);
    const now = context.auth.clock.now().getTime();
    return {
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
      expiresIn: expiresAt === undefined ? null : Math.max(0, Math.floor((expiresAt.getTime() - now) / 1000)),
    };
  },
});
