import { expect, it } from 'vitest';
import { actions } from '../../actions/index.js';
import { findActionErrors } from '../../scripts/docs/actionErrors.js';
import { problems } from '../../src/errors.js';

const errors = findActionErrors();

it('knows every Action', () => {
  expect([...errors.keys()].sort()).toEqual(Object.keys(actions).sort());
});

it('follows what an Action calls, and nothing else', () => {
  expect(errors.get('me')).toEqual(['unauthenticated-user', 'disabled-user']);
  expect(errors.get('revokeSession')).toEqual(['unauthenticated-user']);
  // Its own, that of a table, and those of the gate; not the one that is caught.
  expect(errors.get('signInPat')).toEqual([
    'disabled-user',
    'invalid-email-password',
    'invalid-pat',
    'unverified-user',
    'disabled-endpoint',
  ]);
  expect(errors.get('signUpUsername')).toContain('username-already-in-use');
});

it('finds each code that is for Actions', () => {
  const told = new Set([...errors.values()].flat());
  expect(Object.keys(problems).filter((code) => !told.has(code as never))).toEqual([
    'invalid-request',
    'locale-not-allowed',
    'invalid-captcha',
    'mfa-type-not-found',
    // Of the browser's way to a provider and back.
    'invalid-state',
    'oauth-provider-error',
    'invalid-action-secret',
    'csrf-check-failed',
    // The operator's program says so, behind an interface.
    'refused-by-hook',
    'route-not-found',
    'method-not-allowed',
    'payload-too-large',
    'too-many-requests',
    'internal-server-error',
    'service-unavailable',
  ]);
});
