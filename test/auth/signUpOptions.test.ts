import { describe, expect, it } from 'vitest';
import { createRedirects } from '../../src/auth/redirects.js';
import { chooseSignUpOptions, type SignUpWishes } from '../../src/auth/signUpOptions.js';

const config = {
  defaultRole: 'user',
  defaultAllowedRoles: ['me', 'editor', 'user'],
  defaultLocale: 'en',
  allowedLocales: ['en', 'fr'],
  clientUrl: 'https://app.example.com',
  allowedRedirectUrls: [],
};
const redirects = createRedirects(config);
const choose = (wishes: SignUpWishes) => chooseSignUpOptions(wishes, { name: 'a@b.com', config, redirects });

describe('chooseSignUpOptions', () => {
  it('fills in the defaults', () => {
    const expected = {
      displayName: 'a@b.com',
      locale: 'en',
      defaultRole: 'user',
      allowedRoles: ['user', 'me', 'editor'],
      metadata: null,
      redirectTo: 'https://app.example.com',
    };
    expect(choose({})).toEqual(expected);
    expect(
      choose({
        displayName: null,
        locale: null,
        defaultRole: null,
        allowedRoles: null,
        metadata: null,
        redirectTo: null,
      }),
    ).toEqual(expected);
  });

  it('takes what is allowed', () => {
    expect(
      choose({
        displayName: 'Ada',
        locale: 'fr',
        defaultRole: 'editor',
        allowedRoles: ['editor', 'me', 'editor'],
        metadata: { a: 1 },
        redirectTo: 'https://app.example.com/welcome',
      }),
    ).toEqual({
      displayName: 'Ada',
      locale: 'fr',
      defaultRole: 'editor',
      allowedRoles: ['editor', 'me'],
      metadata: { a: 1 },
      redirectTo: 'https://app.example.com/welcome',
    });
  });

  it('takes the default locale for one that is not allowed', () =>
    expect(choose({ locale: 'de' }).locale).toBe('en'));

  it.each<[string, SignUpWishes, string]>([
    ['a role that is not configured', { allowedRoles: ['user', 'boss'] }, 'role-not-allowed'],
    ['the role admin', { allowedRoles: ['user', 'admin'] }, 'role-not-allowed'],
    ['admin as the default', { defaultRole: 'admin' }, 'default-role-must-be-in-allowed-roles'],
    ['a default role not among its roles', { allowedRoles: ['me'] }, 'default-role-must-be-in-allowed-roles'],
    ['no roles', { allowedRoles: [] }, 'default-role-must-be-in-allowed-roles'],
    ['a foreign redirect', { redirectTo: 'https://evil.com' }, 'redirectTo-not-allowed'],
  ])('refuses %s', (_, wishes, code) =>
    expect(() => choose(wishes)).toThrow(expect.objectContaining({ code })),
  );
});
