import type { Config } from '../config/config.js';
import type { Hasura } from '../hasura/client.js';
import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import type { Passwords } from '../passwords/passwords.js';
import type { AccessTokens } from '../tokens/accessTokens.js';
import type { Caller } from './caller.js';
import type { Redirects } from './redirects.js';

/** What the flows work with; made once by `app.ts`. */
export interface Auth {
  readonly config: Config;
  readonly hasura: Hasura;
  readonly passwords: Passwords;
  readonly accessTokens: AccessTokens;
  /** The key from which successors of refresh tokens are derived; the same on all replicas. */
  readonly refreshKey: Uint8Array;
  readonly redirects: Redirects;
  readonly clock: Clock;
  readonly log: Log;
}

/** What one call of an Action gets besides its input. */
export interface CallContext {
  readonly auth: Auth;
  readonly caller: Caller;
}
