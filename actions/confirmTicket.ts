import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { confirmTicket as useTicket } from '../src/auth/confirmTicket.js';

/** Uses the ticket of a link, as its page does. */
export const confirmTicket = defineAction({
  name: 'confirmTicket',
  input: z.strictObject({ ticket: z.string() }),
  run: ({ ticket }, context) => useTicket(context, ticket),
});
