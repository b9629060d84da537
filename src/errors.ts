/**
 * What a client may be told. Codes are public and permanent: clients switch on them.
 *
 * Codes, statuses and messages are Nhost Auth's where it has them; `conceal` marks those that `AUTH_CONCEAL_ERRORS`
 * turns into `invalid-request`, because they tell something about an account.
 */
export interface Problem {
  readonly status: number;
  readonly message: string;
  readonly conceal?: true;
}

export const problems = {
  'invalid-request': { status: 400, message: 'The request payload is incorrect' },
  'default-role-must-be-in-allowed-roles': { status: 400, message: 'Default role must be in allowed roles' },
  'email-already-verified': { status: 400, message: "User's email is already verified", conceal: true },
  'locale-not-allowed': { status: 400, message: 'Locale not allowed' },
  'password-too-short': { status: 400, message: 'Password is too short' },
  'password-too-weak': { status: 400, message: 'Password is too easy to guess' },
  'password-in-hibp-database': { status: 400, message: 'Password is in HIBP database' },
  'password-used-before': { status: 400, message: 'Password was used before' },
  'invalid-captcha': { status: 400, message: 'The captcha was not solved' },
  'redirectTo-not-allowed': { status: 400, message: 'The value of "options.redirectTo" is not allowed.' },
  'mfa-type-not-found': { status: 400, message: 'MFA type not found' },
  'no-totp-secret': { status: 400, message: 'User does not have a TOTP secret', conceal: true },
  'password-already-set': { status: 400, message: 'User has a password already' },
  'cannot-send-sms': { status: 400, message: 'Cannot send SMS, check your phone number is correct' },
  'invalid-password-hash': { status: 400, message: 'Password hash of an unknown form' },
  'invalid-webauthn-verification': { status: 400, message: 'The passkey or security key was refused' },
  'no-security-key': { status: 400, message: 'User has no security key', conceal: true },
  'invalid-otp': { status: 400, message: 'Invalid or expired OTP', conceal: true },
  'role-not-allowed': { status: 400, message: 'Role not allowed', conceal: true },
  'invalid-state': { status: 400, message: 'Invalid state' },
  'invalid-id-token': { status: 400, message: 'Invalid or expired ID token' },
  'last-sign-in-method': { status: 400, message: 'The only way to sign in can not be removed' },
  // The spelling is Nhost Auth's.
  'oauth-token-echange-failed': { status: 400, message: 'Failed to exchange token' },
  'oauth-profile-fetch-failed': { status: 400, message: 'Failed to get user profile' },
  'oauth-provider-error': { status: 400, message: 'Provider returned an error' },
  'provider-account-already-linked': {
    status: 400,
    message: 'The account at the provider is linked to a user already',
  },
  'user-not-anonymous': { status: 400, message: 'Logged in user is not anonymous' },

  'unauthenticated-user': { status: 401, message: 'User is not logged in' },
  'invalid-action-secret': { status: 401, message: 'The Action secret is missing or wrong' },
  'invalid-code': { status: 401, message: 'Invalid or expired code' },
  'disabled-user': { status: 401, message: 'User is disabled', conceal: true },
  'disabled-mfa-totp': { status: 401, message: 'User does not have TOTP MFA enabled', conceal: true },
  'invalid-email-password': { status: 401, message: 'Incorrect email or password', conceal: true },
  'invalid-pat': { status: 401, message: 'Invalid or expired personal access token', conceal: true },
  'invalid-phone-password': { status: 401, message: 'Incorrect phone number or password', conceal: true },
  'invalid-refresh-token': { status: 401, message: 'Invalid or expired refresh token', conceal: true },
  'invalid-ticket': { status: 401, message: 'Invalid ticket', conceal: true },
  'invalid-totp': { status: 401, message: 'Invalid TOTP code', conceal: true },
  'invalid-username-password': { status: 401, message: 'Incorrect username or password', conceal: true },
  'unverified-user': { status: 401, message: 'User is not verified.', conceal: true },

  'csrf-check-failed': { status: 403, message: 'The request was not sent by an allowed page' },
  'elevated-claim-required': { status: 403, message: 'Elevated claim is required' },
  'forbidden-anonymous': { status: 403, message: 'Forbidden, user is anonymous.', conceal: true },
  'refused-by-hook': { status: 403, message: 'This is not allowed here' },
  'forbidden-role': { status: 403, message: 'Your role may not do this' },
  'signup-disabled': { status: 403, message: 'Sign up is disabled.', conceal: true },

  'user-not-found': { status: 404, message: 'There is no such user' },
  'provider-tokens-not-found': { status: 404, message: 'There are no tokens of this provider' },
  'route-not-found': { status: 404, message: 'Route not found' },
  'method-not-allowed': { status: 405, message: 'Method not allowed' },
  'disabled-endpoint': { status: 409, message: 'This endpoint is disabled' },
  'email-already-in-use': { status: 409, message: 'Email already in use', conceal: true },
  'phone-number-already-in-use': { status: 409, message: 'Phone number already in use', conceal: true },
  'user-already-exists': { status: 409, message: 'User already exists', conceal: true },
  'username-already-in-use': { status: 409, message: 'Username already in use', conceal: true },
  'security-key-already-in-use': { status: 409, message: 'Security key already in use' },
  'payload-too-large': { status: 413, message: 'The request is too large' },
  'too-many-requests': { status: 429, message: 'Too many requests, try again later' },

  'internal-server-error': { status: 500, message: 'Internal server error' },
  'service-unavailable': { status: 503, message: 'The service is not available now, try again later' },
} as const satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof problems;

interface AuthErrorOptions {
  /** In the place of the table's message; of `refused-by-hook` alone, whose operator wrote it. */
  readonly message?: string;
  /** The operator's own code, of `refused-by-hook`. */
  readonly reason?: string | undefined;
  /** Says to the client which part of its request was wrong. Never holds values, only names and rules. */
  readonly details?: string;
  /** When to try again, of `too-many-requests`. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** An expected refusal. Anything else that is thrown is an outage or a bug and is masked at the edge. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly code: ProblemCode;
  readonly details: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: string | undefined;

  constructor(code: ProblemCode, options: AuthErrorOptions = {}) {
    const { message = problems[code].message, reason, details, retryAfterSeconds, cause } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
    this.reason = reason;
  }
}

/** Something that this server needs did not answer. Logged with its cause; clients hear `service-unavailable`. */
export class OutageError extends Error {
  override readonly name = 'OutageError';
}
