import type { Config } from '../config/config.js';
import type { ClaimSelection } from '../hasura/claimSelection.js';
import type { Hasura } from '../hasura/client.js';
import type { Outages } from '../hasura/outages.js';
import type { Clock } from '../lib/clock.js';
import type { Encryption } from '../lib/encryption.js';
import type { Log } from '../lib/log.js';
import type { Guesses } from '../limits/guesses.js';
import type { Inbox } from '../mail/inbox.js';
import type { IsBreached } from '../passwords/breachedPasswords.js';
import type { Passwords } from '../passwords/passwords.js';
import type { AccessTokens } from '../tokens/accessTokens.js';
import type { ActionStage } from './actionStage.js';
import type { AuditNotes } from './auditEntry.js';
import type { AuditLog } from './auditLog.js';
import type { Caller } from './caller.js';
import type { Client } from './client.js';
import type { CustomProviders } from './customProvider.js';
import type { Hooks } from './hooks.js';
import type { Links } from './links.js';
import type { Outbox } from './outbox.js';
import type { Providers } from './providers.js';
import type { Redirects } from './redirects.js';
import type { RefreshCookie } from './refreshCookie.js';

/** What the flows work with; made once by `app.ts`. */
export interface Auth {
  readonly config: Config;
  readonly hasura: Hasura;
  readonly passwords: Passwords;
  /** Knows passwords that were stolen somewhere; undefined where nobody is asked. */
  readonly isBreached: IsBreached | undefined;
  /** Delays what could be guessed. */
  readonly guesses: Guesses;
  readonly accessTokens: AccessTokens;
  /** The custom claims of access tokens. */
  readonly claims: ClaimSelection;
  /** The key from which successors of refresh tokens are derived; the same on all replicas. */
  readonly refreshKey: Uint8Array;
  /** The key under which one-time codes are hashed; the same on all replicas. */
  readonly codeKey: Uint8Array;
  /** The key from which keys of accounts that have none are made up; the same on all replicas. */
  readonly decoyKey: Uint8Array;
  /** For what is kept in the database and must not be read there. */
  readonly encryption: Encryption;
  /** What `signUpWith` and `signInWith` reach. */
  readonly customProviders: CustomProviders;
  /** Providers of identities that are switched on. */
  readonly providers: Providers;
  readonly redirects: Redirects;
  readonly links: Links;
  /** Mails and text messages. */
  readonly outbox: Outbox;
  readonly auditLog: AuditLog;
  /** What the log says while Hasura does not answer. */
  readonly outages: Outages;
  /** The operator's programs that are asked before and told after. */
  readonly hooks: Hooks;
  /**
   * There only when the SMS service makes the codes itself: whether `code` is the one it sent to `to`.
   *
   * @throws OutageError when the service does not answer.
   */
  readonly checkSmsCode: ((to: string, code: string) => Promise<boolean>) | undefined;
  /** What was sent, in development only. */
  readonly inbox: Inbox | undefined;
  /** What surrounds every call of an Action, in order. */
  readonly stages: readonly ActionStage[];
  readonly clock: Clock;
  readonly log: Log;
  /** Within a request: the trace that it belongs to, by the word of Hasura, a trusted proxy or this server's own tracing. */
  readonly traceId?: string | undefined;
}

/** What one call of an Action gets besides its input. */
export interface CallContext {
  readonly auth: Auth;
  readonly caller: Caller;
  readonly client: Client;
  /** The refresh token as a cookie; in cookie mode only. */
  readonly cookie?: RefreshCookie | undefined;
  /** What the flow says of the call for the audit log; there within `runAction`. */
  readonly notes?: AuditNotes;
  /** The headers that the client sent, names in lower case; nothing in them is verified. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}
