import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount } from '../src/auth/account.js';
import { sealTotpSecret } from '../src/auth/totp.js';
import { otpauthUri } from '../src/auth/totpCodes.js';
import { requireEnabled } from '../src/auth/ways.js';
import { AuthError } from '../src/errors.js';
import { toBase32 } from '../src/lib/base32.js';

/** As long as those of Nhost Auth; RFC 4226 section 4 demands 16 bytes and recommends 20. */
const secretBytes = 32;

/**
 * Makes a secret for an authenticator app. It counts after `activateTotp`; one that is active keeps working until then, and
 * can be replaced in an elevated session only.
 */
export const generateTotp = defineAction({
  name: 'generateTotp',

  input: z.strictObject({}),

  async run(_input, context) {
    const { auth, caller } = context;
    requireEnabled(auth.config, 'mfaEnabled');
    const { account } = await getOwnAccount(context);
    if (account.activeMfaType !== null && !caller.isElevated) throw new AuthError('elevated-claim-required');
    const secret = toBase32(randomBytes(secretBytes));
    const { updateUsers } = await auth.hasura.SetPendingTotp({
      userId: account.id,
      secret: sealTotpSecret(auth, account.id, secret),
    });
    if (!updateUsers?.returning[0]) throw new AuthError('disabled-user');
    const uri = otpauthUri({
      secret,
      issuer: auth.config.totpIssuer,
      account: account.email ?? account.username ?? account.phoneNumber ?? account.id,
    });
    // Only here, so that servers that draw no QR code don't hold its package in memory.
    const { toDataURL } = await import('qrcode');
    return { totpSecret: secret, otpauthUri: uri, imageUrl: await toDataURL(uri) };
  },
});
