import { parseHookKeys } from '../../hooks/signature.js';
import { defaulted, type Entry, optional } from '../entry.js';
import { duration, httpUrl, list, oneOf } from '../readers.js';

/** The operator's programs that are asked before something happens, or told afterwards; see `docs/hooks.md`. */
export const hookEntries = {
  hookKeys: optional({
    env: 'AUTH_HOOK_SECRET',
    read: parseHookKeys,
    secret: true,
    doc: 'Signs what is sent to hooks: `whsec_` and 24 to 64 bytes in base64; two with a comma between while one replaces the other. Required with any hook.',
  }),
  hookSignUpUrl: optional({
    env: 'AUTH_HOOK_BEFORE_SIGN_UP_URL',
    read: httpUrl,
    doc: 'Asked before an account is made; may refuse it.',
  }),
  hookSessionUrl: optional({
    env: 'AUTH_HOOK_BEFORE_SESSION_URL',
    read: httpUrl,
    doc: 'Asked before a client gets a new session; may refuse it, or add claims to its access tokens.',
  }),
  hookAfterUrl: optional({
    env: 'AUTH_HOOK_AFTER_URL',
    read: httpUrl,
    doc: 'Told of every event of the audit log, as `after-sign-in`, at least once.',
  }),
  hookAfterEvents: defaulted({
    env: 'AUTH_HOOK_AFTER_EVENTS',
    read: list,
    default: '*',
    doc: 'Events that AUTH_HOOK_AFTER_URL is told of, comma separated, as `sign-up,account-delete`; `*` for all.',
  }),
  hookTimeoutMs: defaulted({
    env: 'AUTH_HOOK_TIMEOUT',
    read: duration,
    default: '3s',
    doc: 'How long a hook may take.',
  }),
  hookOnFailure: defaulted({
    env: 'AUTH_HOOK_ON_FAILURE',
    read: oneOf('refuse', 'allow'),
    default: 'refuse',
    doc: 'What happens when a before-hook does not answer as it should: `refuse` answers `service-unavailable`, `allow` goes on without it.',
  }),
} satisfies Record<string, Entry<unknown>>;
