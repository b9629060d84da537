import { expect, it } from 'vitest';
import { gravatarUrl } from '../../src/auth/gravatar.js';

const settings = { gravatarEnabled: true, gravatarDefault: 'blank', gravatarRating: 'g' } as const;

it('gravatarUrl names the account by the MD5 of its folded email', () => {
  const url = 'https://s.gravatar.com/avatar/b58996c504c5638798eb6b511e6f49af?r=g&default=blank';
  expect(gravatarUrl('user@example.com', settings)).toBe(url);
  expect(gravatarUrl('USER@Example.com', settings)).toBe(url);
});

it('gravatarUrl is empty when Gravatar is switched off', () => {
  expect(gravatarUrl('user@example.com', { ...settings, gravatarEnabled: false })).toBe('');
});
