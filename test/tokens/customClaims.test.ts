import { describe, expect, it } from 'vitest';
import {
  type CustomClaim,
  claimField,
  claimValue,
  parseClaimDefaults,
  parseCustomClaims,
} from '../../src/tokens/customClaims.js';

function claim(path: string): CustomClaim {
  const [parsed] = parseCustomClaims(JSON.stringify({ any: path }));
  if (!parsed) throw new Error('no claim');
  return parsed;
}

describe('paths of custom claims', () => {
  it.each([
    ['displayName', 'a: displayName'],
    ['profile.organisation.id', 'a: profile { organisation { id } }'],
    ['memberships[].organisation.id', 'a: memberships { organisation { id } }'],
    ['memberships[*].id', 'a: memberships { id }'],
    ['metadata.plan.name', 'a: metadata'],
  ])('%s is asked for as %s', (path, field) => {
    expect(claimField(claim(path), 'a')).toBe(field);
  });

  it.each([
    ['a text', 'displayName', 'Ann', 'Ann'],
    ['a number', 'level', 7, '7'],
    ['a boolean', 'profile.paid', { paid: false }, 'false'],
    ['an object', 'metadata.plan', { plan: { name: 'pro' } }, '{"name":"pro"}'],
    ['a key of JSON', 'metadata.plan.first-name', { plan: { 'first-name': 'pro' } }, 'pro'],
    ['many rows', 'notes[].id', [{ id: 1 }, { id: 2 }], '{"1","2"}'],
    ['the same value twice', 'notes[].id', [{ id: 1 }, { id: 1 }], '{"1"}'],
    ['rows of rows', 'a[].b[].c', [{ b: [{ c: 'x' }] }, { b: [{ c: 'y' }, { c: null }] }], '{"x","y"}'],
    ['no row', 'notes[].id', [], '{}'],
    ['signs that array literals have', 'notes[].title', [{ title: 'a"b\\c,d}' }], String.raw`{"a\"b\\c,d}"}`],
    ['a list in JSON', 'metadata.tags', { tags: ['a', 2] }, '{"a","2"}'],
    ['null', 'profile.id', null, undefined],
    ['a null on the way', 'profile.organisation.id', { organisation: null }, undefined],
    ['no key', 'metadata.plan', {}, undefined],
    ['a key that every object has', 'metadata.constructor', {}, undefined],
  ])('give %s', (_name, path, selected, text) => {
    expect(claimValue(claim(path), selected)).toBe(text);
  });
});

describe('settings of custom claims', () => {
  it('name claims in lower case, with the prefix', () => {
    const claims = parseCustomClaims('{"Organisation-Id": "a.b", "X-Hasura-Plan": "metadata.plan"}');
    expect(claims).toEqual([
      { name: 'x-hasura-organisation-id', path: ['a', 'b'] },
      { name: 'x-hasura-plan', path: ['metadata', 'plan'] },
    ]);
  });

  it('have defaults of any kind', () => {
    expect(parseClaimDefaults('{"a": "x", "b": [], "c": 1, "d": null, "e": [1, "y"]}')).toEqual(
      new Map([
        ['x-hasura-a', 'x'],
        ['x-hasura-b', '{}'],
        ['x-hasura-c', '1'],
        ['x-hasura-e', '{"1","y"}'],
      ]),
    );
  });

  it.each([
    ['no JSON', 'organisation.id', 'must be a JSON object'],
    ['a list', '["a"]', 'must be a JSON object'],
    ['no path', '{"a": 1}', 'must be a JSON object of paths'],
    ['an empty path', '{"a": ""}', 'has a path that is none'],
    ['a path with GraphQL in it', '{"a": "id } } mutation { x"}', 'has a path that is none'],
    ['arguments', '{"a": "notes(limit:1).id"}', 'has a path that is none'],
    ['a name with blanks', '{"a b": "id"}', 'no claim name'],
    ['the claim of the user', '{"user-id": "metadata.id"}', 'which the auth server writes itself'],
    ['the claim of the roles', '{"X-Hasura-Allowed-Roles": "metadata.roles"}', 'writes itself'],
    ['the mark of elevation', '{"auth-elevated": "id"}', 'writes itself'],
  ])('are refused with %s', (_name, text, message) => {
    expect(() => parseCustomClaims(text)).toThrow(message);
  });
});
