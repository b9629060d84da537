import { z } from 'zod';
import { type Config, ConfigError } from '../config/config.js';
import { AuthError, OutageError } from '../errors.js';
import { callHook, type HookReply } from '../hooks/callHook.js';
import { type Clock, epochSeconds } from '../lib/clock.js';
import { newUuid } from '../lib/ids.js';
import type { Log } from '../lib/log.js';
import { claimName, claimText } from '../tokens/customClaims.js';
import { type AuditEvent, auditEvents } from './auditEvents.js';

/** Whoever asks, as hooks hear it. */
export interface HookClient {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** An account that is about to be made. */
export interface NewAccount {
  readonly email: string | null;
  readonly phoneNumber: string | null;
  readonly username: string | null;
  readonly displayName: string;
  readonly locale: string;
  readonly metadata: unknown;
  readonly isAnonymous: boolean;
}

/** A session that is about to be given to a client. */
export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly defaultRole: string;
  readonly allowedRoles: readonly string[];
  readonly isElevated: boolean;
  readonly isImpersonated: boolean;
}

/** The operator's own programs, which are asked before something happens and told afterwards. */
export interface Hooks {
  /** @throws AuthError `refused-by-hook`; OutageError when the hook fails and the settings say to refuse then. */
  beforeSignUp(about: {
    readonly action: string;
    readonly user: NewAccount;
    readonly client: HookClient;
  }): Promise<void>;
  /** Undefined when there is no such hook. Claims have their full names; none of those that say who the bearer is. */
  readonly beforeSession:
    | ((about: {
        readonly action: string;
        readonly session: NewSession;
        readonly client: HookClient;
      }) => Promise<Readonly<Record<string, string>>>)
    | undefined;
  /** Whether the hook `after-*` hears of it. */
  wantsEvent(event: AuditEvent): boolean;
  /** There may be something to deliver. */
  nudge(): void;
}

interface Options {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: typeof fetch;
  readonly nudge: () => void;
}

/** @throws ConfigError when AUTH_HOOK_AFTER_EVENTS names what is no event. */
export function createHooks({ config, clock, log, fetch, nudge }: Options): Hooks {
  const { hookSignUpUrl, hookSessionUrl, hookAfterUrl, hookAfterEvents } = config;
  const all = hookAfterEvents.includes('*');
  const unknown = hookAfterEvents.filter((event) => event !== '*' && !Object.hasOwn(auditEvents, event));
  if (unknown.length > 0) {
    throw new ConfigError([`AUTH_HOOK_AFTER_EVENTS names what is no event: ${unknown.join(', ')}`]);
  }

  async function ask(url: string, type: string, data: object): Promise<HookReply | undefined> {
    const id = newUuid();
    const now = clock.now();
    try {
      return await callHook({
        url,
        keys: config.hookKeys ?? [],
        id,
        body: JSON.stringify({ id, type, timestamp: now.toISOString(), data }),
        timestamp: epochSeconds(now),
        timeoutMs: config.hookTimeoutMs,
        fetch,
      });
    } catch (error) {
      return failed(type, error);
    }
  }

  function failed(type: string, cause: unknown): undefined {
    if (config.hookOnFailure === 'refuse') throw new OutageError(`The hook ${type} failed`, { cause });
    log.warn('A hook failed, and was passed over', { hook: type, error: cause });
    return undefined;
  }

  async function decide(url: string, type: string, data: object): Promise<Decision> {
    const reply = await ask(url, type, data);
    if (reply === undefined || reply.text.trim() === '') return {};
    const decision = parseDecision(reply.text) ?? failed(type, new Error('the answer has another form'));
    if (decision?.refuse) {
      const { code, message } = decision.refuse;
      throw new AuthError('refused-by-hook', { message, reason: code });
    }
    return decision ?? {};
  }

  return {
    async beforeSignUp(about) {
      if (hookSignUpUrl !== undefined) await decide(hookSignUpUrl, 'before-sign-up', about);
    },
    beforeSession:
      hookSessionUrl === undefined
        ? undefined
        : async (about) => {
            const { claims = {} } = await decide(hookSessionUrl, 'before-session', about);
            return claimsOf(claims, log);
          },
    wantsEvent: (event) => hookAfterUrl !== undefined && (all || hookAfterEvents.includes(event)),
    nudge,
  };
}

const decisionFields = z.object({
  refuse: z
    .object({
      code: z
        .string()
        .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
        .max(64)
        .optional(),
      message: z.string().min(1).max(500),
    })
    .optional(),
  claims: z.record(z.string(), z.unknown()).optional(),
});

type Decision = z.output<typeof decisionFields>;

function parseDecision(text: string): Decision | undefined {
  try {
    return decisionFields.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** As session variables; a claim that says who the bearer is, or has no name for one, is left out and logged. */
function claimsOf(claims: Readonly<Record<string, unknown>>, log: Log): Record<string, string> {
  const named: Record<string, string> = {};
  for (const [given, value] of Object.entries(claims)) {
    const text = claimText(value);
    try {
      if (text !== undefined) named[claimName(given)] = text;
    } catch {
      log.warn('The hook before-session named a claim that it may not set', { claim: given.slice(0, 64) });
    }
  }
  return named;
}
