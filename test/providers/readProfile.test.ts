import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnreadableProfile } from '../../src/providers/claims.js';
import type { Claims, Grant, Profile, SettingRows } from '../../src/providers/provider.js';
import { counterparts } from '../support/providers/counterparts.js';

/** Names that profiles have, so that what is made up at random is found. */
const names = [
  ...[
    'id',
    'id_str',
    'sub',
    'oid',
    'uuid',
    'tid',
    'email',
    'emails',
    'confirmed_email',
    'email_verified',
    'verified',
  ],
  ...[
    'confirmed_at',
    'xms_edov',
    'primary',
    'is_primary',
    'is_confirmed',
    'values',
    'data',
    'account',
    'athlete',
  ],
  ...[
    'name',
    'picture',
    'url',
    'images',
    'links',
    'avatar',
    'href',
    'raw_attributes',
    'access_token',
    'locale',
  ],
];

const answer = fc.letrec<{ json: unknown; object: Claims }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.constantFrom('ada@example.com', 'true', '', 'null'),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...names), tie('json')),
})).object;

const list = fc.option(fc.array(answer, { maxLength: 3 }), { nil: undefined });

describe.each(counterparts.map((each) => [each.title, each] as const))('%s', (_, counterpart) => {
  const { provider, settings, isOauth1 } = counterpart;
  const read = (isOauth1 && provider.oauth1 ? provider.oauth1 : provider).readProfile;

  it('makes a profile of any answer, or says that it cannot be read', async () => {
    const defaults = Object.entries(provider.settings ?? {}).map(([key, row]) => [key, row.default]);
    await fc.assert(
      fc.asyncProperty(answer, list, answer, async (object, array, callback) => {
        const grant: Grant<SettingRows> = {
          claims: object,
          tokens: { access_token: 'token', ...object },
          callback: { user: JSON.stringify(callback) },
          settings: { ...Object.fromEntries(defaults), ...settings, clientId: 'client' },
          hmac: () => 'proof',
          userinfo: async () => object,
          get: async () => object,
          findList: async () => array,
        };
        let profile: Profile;
        try {
          profile = await read(grant);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableProfile);
          return;
        }
        expect(profile.id).toMatch(/./);
        for (const text of [profile.email, profile.displayName, profile.avatarUrl, profile.locale]) {
          expect(text === undefined || typeof text === 'string').toBe(true);
        }
        if (profile.emailVerified) expect(profile.email).toMatch(/./);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the name that Apple tells once', () => {
  const apple = counterparts.find(({ title }) => title === 'Apple')?.provider;
  const read = (user: string | undefined) =>
    apple?.readProfile({
      claims: { sub: '1', email: 'real@example.com', email_verified: 'true' },
      callback: user === undefined ? {} : { user },
    } as unknown as Grant<SettingRows>);

  it.each([
    ['{"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"victim@example.com"}', 'Ada Lovelace'],
    ['{"name":{"firstName":"Ada"}}', 'Ada'],
    ['{"name":null}', undefined],
    ['[]', undefined],
    ['{', undefined],
    [undefined, undefined],
  ])('is read from %s, and nothing else is', (user, displayName) => {
    expect(read(user)).toEqual({
      id: '1',
      email: 'real@example.com',
      emailVerified: true,
      displayName,
      avatarUrl: undefined,
      locale: undefined,
    });
  });
});
