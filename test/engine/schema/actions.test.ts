import { describe, expect, it } from 'vitest';
import type { ActionMetadata, CustomTypes } from '../../../src/engine/metadata/types.js';
import { column, model, publicName, select, table } from './models.js';
import { sdl } from './sdl.js';

const user = table('users', [column('id', 'uuid!')], {
  permissions: new Map([['user', { select: select(['id']) }]]),
});

const action = (name: string, more: Partial<ActionMetadata>): ActionMetadata => ({
  name,
  type: 'mutation',
  kind: 'synchronous',
  handler: 'http://localhost',
  arguments: [],
  outputType: 'Boolean!',
  headers: [],
  forwardClientHeaders: false,
  timeoutSeconds: 30,
  permissions: [],
  ...more,
});

const customTypes: CustomTypes = {
  inputObjects: [
    {
      name: 'SignInInput',
      description: 'who',
      fields: [{ name: 'email', type: 'citext!', description: null }],
    },
    { name: 'Unused', fields: [{ name: 'x', type: 'Int' }] },
  ],
  objects: [
    {
      name: 'Session',
      fields: [
        { name: 'userId', type: 'uuid!' },
        { name: 'kind', type: 'Kind' },
      ],
      relationships: [
        { name: 'user', type: 'object', remoteTable: publicName('users'), fieldMapping: { userId: 'id' } },
        { name: 'others', type: 'array', remoteTable: publicName('users'), fieldMapping: { userId: 'id' } },
      ],
    },
  ],
  scalars: [{ name: 'Url', description: 'an address' }],
  enums: [{ name: 'Kind', values: [{ value: 'PASSWORD', description: 'by password' }] }],
};

const actions = [
  action('signIn', {
    comment: 'opens a session',
    arguments: [
      { name: 'input', type: 'SignInInput!' },
      { name: 'next', type: 'Url', description: 'where to go' },
    ],
    outputType: '[Session!]',
    permissions: ['user', 'anonymous'],
  }),
  action('version', { type: 'query', outputType: 'String!' }),
];
const schemaFor = (role: string) => sdl(model({ tables: [user], actions, customTypes }), role);

describe('Actions', () => {
  it('are root fields with the types that metadata gives them', () => {
    const admin = schemaFor('admin');
    expect(admin.field('mutation_root', 'signIn')).toBe('signIn(input: SignInInput!, next: Url): [Session!]');
    expect(admin.description('mutation_root', 'signIn')).toBe('opens a session');
    expect(admin.field('query_root', 'version')).toBe('version: String!');
    expect(admin.type('SignInInput')).toEqual(['email: citext!']);
    expect(admin.description('SignInInput')).toBe('who');
    expect(admin.described('Kind')).toBe('enum Kind {\n  """by password"""\n  PASSWORD\n}');
    expect(admin.names).not.toContain('Unused');
    expect(admin.fields('subscription_root')).not.toContain('version');
  });

  it('relate their output to tables that the role may read', () => {
    expect(schemaFor('admin').fields('Session')).toEqual([
      'kind',
      'others',
      'others_aggregate',
      'user',
      'userId',
    ]);
    expect(schemaFor('user').fields('Session')).toEqual(['kind', 'others', 'user', 'userId']);
    expect(schemaFor('user').field('Session', 'user')).toBe('user: users');
    expect(schemaFor('anonymous').fields('Session')).toEqual(['kind', 'userId']);
  });

  it('exist for the roles that they list', () => {
    expect(schemaFor('user').fields('mutation_root')).toEqual(['signIn']);
    expect(schemaFor('user').fields('query_root')).not.toContain('version');
    expect(schemaFor('other').type('mutation_root')).toBeUndefined();
  });
});
