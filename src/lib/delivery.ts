/**
 * A mail or text message was not taken. `permanent` when trying again is of no use, as for an address that doesn't
 * exist. The message names a code at most: it is kept in the database, and must hold neither the recipient nor the text.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly permanent: boolean;

  constructor(message: string, { permanent, cause }: { permanent: boolean; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.permanent = permanent;
  }
}
