import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { startElevation } from '../src/auth/passkeyElevation.js';

/** Options for a browser to elevate the caller's session with one of the caller's keys; `elevate` takes what it signs. */
export const startPasskeyElevation = defineAction({
  name: 'startPasskeyElevation',
  input: z.strictObject({}),
  run: (_input, context) => startElevation(context),
});
