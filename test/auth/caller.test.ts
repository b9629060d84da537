import { describe, expect, it } from 'vitest';
import { callerFromClaims, callerFromSession, requireUserId } from '../../src/auth/caller.js';

const user = '5b0c8c5e-0f4e-4d86-9c3b-0d5f4e6a1b2c';
const session = '0f6b7a54-21f1-4f0e-8d0c-6a1e2b3c4d5e';
const claims = {
  'x-hasura-allowed-roles': ['me', 'user'],
  'x-hasura-default-role': 'user',
  'x-hasura-user-id': user,
  'x-hasura-user-is-anonymous': 'false',
  'x-hasura-session-id': session,
};

describe('callerFromClaims', () => {
  it('takes the default role, or the one that is asked for', () => {
    const expected = {
      role: 'user',
      userId: user,
      sessionId: session,
      isAnonymous: false,
      isElevated: false,
      isImpersonated: false,
    };
    expect(callerFromClaims(claims, undefined)).toEqual(expected);
    expect(callerFromClaims(claims, 'me')).toEqual({ ...expected, role: 'me' });
  });

  it.each(['admin', 'editor', ''])('refuses the role %j', (role) => {
    expect(() => callerFromClaims(claims, role)).toThrow(expect.objectContaining({ code: 'forbidden-role' }));
  });

  it('refuses claims without roles', () => {
    expect(() => callerFromClaims({}, undefined)).toThrow(
      expect.objectContaining({ code: 'forbidden-role' }),
    );
  });
});

describe('callerFromSession', () => {
  it('takes what Hasura says', () => {
    expect(
      callerFromSession({
        'x-hasura-role': 'anonymous',
        'x-hasura-user-id': user,
        'x-hasura-user-is-anonymous': 'true',
      }),
    ).toEqual({
      role: 'anonymous',
      userId: user,
      sessionId: undefined,
      isAnonymous: true,
      isElevated: false,
      isImpersonated: false,
    });
  });

  // As with a token of another issuer, or a header of the admin: Hasura passes on whatever it was told.
  it.each(['1', '', "' or 1=1 --", `${user}0`])('knows nobody whose id is no UUID, as %j', (id) => {
    const variables = { 'x-hasura-role': 'user', 'x-hasura-user-id': id, 'x-hasura-session-id': id };
    expect(callerFromSession(variables)).toMatchObject({ userId: undefined, sessionId: undefined });
  });

  it('knows nobody without a user id', () => {
    expect(() => requireUserId(callerFromSession({ 'x-hasura-role': 'public' }))).toThrow(
      expect.objectContaining({ code: 'unauthenticated-user' }),
    );
  });
});
