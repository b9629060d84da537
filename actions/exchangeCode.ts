import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { codeVerifierField } from '../src/auth/codeChallenge.js';
import { redeemCode } from '../src/auth/exchangeCode.js';

/** Redeems the code that a browser brought back from a provider or a link. */
export const exchangeCode = defineAction({
  name: 'exchangeCode',
  input: z.strictObject({ code: z.string(), codeVerifier: codeVerifierField }),
  run: ({ code, codeVerifier }, context) => redeemCode(context, code, codeVerifier),
});
