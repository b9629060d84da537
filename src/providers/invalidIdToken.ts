/** An ID token that isn't for this application, from this provider, for this sign-in, now. */
export class InvalidIdToken extends Error {
  override readonly name = 'InvalidIdToken';
}
