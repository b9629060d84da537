import { describe, expect, it } from 'vitest';
import { callerFromClaims, callerFromSession, requireUserId } from '../../src/auth/caller.js';

const claims = {
  'x-hasura-allowed-roles': ['me', 'user'],
  'x-hasura-default-role': 'user',
  'x-hasura-user-id': 'u1',
  'x-hasura-user-is-anonymous': 'false',
  'x-hasura-session-id': 's1',
};

describe('callerFromClaims', () => {
  it('takes the default role, or the one that is asked for', () => {
    const expected = {
      role: 'user',
      userId: 'u1',
      sessionId: 's1',
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
        'x-hasura-user-id': 'u1',
        'x-hasura-user-is-anonymous': 'true',
      }),
    ).toEqual({
      role: 'anonymous',
      userId: 'u1',
      sessionId: undefined,
      isAnonymous: true,
      isElevated: false,
      isImpersonated: false,
    });
  });

  it('knows nobody without a user id', () => {
    expect(() => requireUserId(callerFromSession({ 'x-hasura-role': 'public' }))).toThrow(
      expect.objectContaining({ code: 'unauthenticated-user' }),
    );
  });
});
