import type { ActionCall } from '../auth/actionStage.js';
import { parseEmail } from '../auth/email.js';
import { parsePhoneNumber } from '../lib/phone.js';
import type { Input } from './actionLimits.js';

/** The input's fields as far as they are there; an Action without any has none. */
export function inputOf({ input }: Pick<ActionCall, 'input'>): Input {
  return isObject(input) ? input : {};
}

/**
 * Whom a message goes to: the addresses and numbers that the input names, in the form that the Action will give them, so
 * that other ways to write one are no way around its limit; else the account of the caller.
 */
export function recipientsOf({ input, context }: ActionCall): string[] {
  const fields = inputOf({ input });
  const named = namesIn(isObject(fields.data) ? fields.data : fields);
  const { userId } = context.caller;
  return named.length > 0 || userId === undefined ? named : [`user:${userId}`];
}

function namesIn({ email, newEmail, phoneNumber, newPhoneNumber }: Input): string[] {
  const address = textOf(email ?? newEmail, parseEmail)?.toLowerCase();
  const number = textOf(phoneNumber ?? newPhoneNumber, parsePhoneNumber);
  return [
    ...(address === undefined ? [] : [`email:${address}`]),
    ...(number === undefined ? [] : [`phone:${number}`]),
  ];
}

/** What is no address or number is refused by the Action. */
function textOf(value: unknown, parse: (text: string) => string | undefined): string | undefined {
  return typeof value === 'string' ? parse(value) : undefined;
}

function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
