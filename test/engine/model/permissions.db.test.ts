import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.js';
import type { Model } from '../../../src/engine/model/types.js';
import { modelOf, named, openShop, reasons, shopMetadata, tableOf } from './shop.js';

const shop = await openShop();
afterAll(() => shop.close());

const customersWith = (parts: JsonObject, more: JsonObject = {}): Promise<Model> =>
  modelOf(shop, shopMetadata([{ table: named('customers'), ...parts }], more));

const permissionOf = (model: Model, role: string, table = 'customers') =>
  tableOf(model, table).permissions.get(role);

describe('permissions of one role', () => {
  it('hold columns, presets, checks and switches', async () => {
    const model = await customersWith({
      computed_fields: [{ name: 'label', definition: { function: 'label' } }],
      select_permissions: [
        {
          role: 'user',
          permission: {
            columns: ['name', 'id'],
            computed_fields: ['label'],
            filter: {},
            limit: 5,
            allow_aggregations: true,
            query_root_fields: ['select'],
          },
        },
      ],
      insert_permissions: [
        {
          role: 'user',
          permission: {
            check: { age: { _gt: 0 } },
            set: { id: 'X-Hasura-User-Id', name: 'New' },
            backend_only: true,
          },
        },
      ],
      update_permissions: [
        {
          role: 'user',
          permission: {
            columns: ['name', 'age'],
            filter: { id: 'X-Hasura-User-Id' },
            check: null,
            set: { name: 'x' },
          },
        },
      ],
      delete_permissions: [{ role: 'user', permission: { filter: { id: 1 } } }],
    });
    expect(model.inconsistencies).toEqual([]);
    const user = permissionOf(model, 'user');
    expect(user?.select).toMatchObject({
      columns: new Map([
        ['id', null],
        ['name', null],
      ]),
      computedFields: new Map([['label', null]]),
      limit: 5,
      allowAggregations: true,
      queryRootFields: new Set(['select']),
      subscriptionRootFields: null,
    });
    expect(user?.insert).toMatchObject({
      columns: new Set(['mail', 'age', 'tags', 'notes', 'made_at']),
      backendOnly: true,
    });
    expect(user?.insert?.presets.get('id')).toMatchObject({
      source: { from: 'session', variable: 'x-hasura-user-id' },
      type: { name: 'int4' },
    });
    expect(user?.insert?.presets.get('name')?.source).toEqual({ from: 'literal', value: 'New' });
    expect(user?.update).toMatchObject({ columns: new Set(['age']), check: null });
    expect(user?.delete?.filter).toMatchObject({ kind: 'compare' });
    expect(model.roles).toEqual(new Set(['user']));
  });

  it('leave out what names unknown columns, and keep the rest', async () => {
    const model = await customersWith({
      select_permissions: [
        { role: 'a', permission: { columns: ['nothing'], filter: {} } },
        { role: 'b', permission: { columns: ['id'], filter: {} } },
      ],
      insert_permissions: [{ role: 'a', permission: { check: {}, set: { nothing: 1 } } }],
    });
    const at = 'Inconsistent object: in table "customers": in permission for role "a": ';
    expect(reasons(model)).toEqual([
      ['select_permission a in table customers in source default', `${at}column "nothing" does not exist`],
      ['insert_permission a in table customers in source default', `${at}column "nothing" does not exist`],
    ]);
    expect(model.inconsistencies[0]?.definition).toMatchObject({
      role: 'a',
      table: named('customers'),
      permission: { columns: ['nothing'], filter: {}, allow_aggregations: false },
    });
    expect([...tableOf(model, 'customers').permissions.keys()]).toEqual(['b']);
  });

  it('refuse to write to a view that takes no rows', async () => {
    const insert_permissions = [{ role: 'user', permission: { check: {}, columns: '*' } }];
    const model = await modelOf(shop, shopMetadata([{ table: named('names'), insert_permissions }]));
    expect(reasons(model)[0]?.[1]).toContain('view "names" is not insertable');
  });
});

describe('inherited roles', () => {
  const select = (role: string, permission: JsonObject): JsonObject => ({
    role,
    permission: { filter: {}, columns: ['id'], ...permission },
  });
  const inherit = (...roles: [string, string[]][]): JsonObject => ({
    inherited_roles: roles.map(([role_name, role_set]) => ({ role_name, role_set })),
  });

  it('see the rows of any parent, and a column where a parent that has it shows the row', async () => {
    const model = await customersWith(
      {
        select_permissions: [
          select('reader', { columns: ['id', 'name'], filter: { age: 1 }, limit: 3 }),
          select('writer', {
            columns: ['id', 'mail'],
            filter: { age: 2 },
            limit: 7,
            allow_aggregations: true,
          }),
        ],
      },
      inherit(['both', ['reader', 'writer', 'guest']], ['guests', ['guest']], ['outer', ['both']]),
    );
    // `guest` has no permission anywhere, so it isn't known
    expect(reasons(model).map(([name]) => name)).toEqual([
      'inherited_role inherited role both',
      'inherited_role inherited role guests',
      'inherited_role inherited role outer',
    ]);
    const known = await customersWith(
      {
        select_permissions: [
          select('reader', { columns: ['id', 'name'], filter: { age: 1 }, limit: 3 }),
          select('writer', {
            columns: ['id', 'mail'],
            filter: { age: 2 },
            limit: 7,
            allow_aggregations: true,
          }),
        ],
      },
      inherit(['outer', ['both']], ['both', ['reader', 'writer']]),
    );
    expect(known.inconsistencies).toEqual([]);
    const both = permissionOf(known, 'both')?.select;
    const reader = permissionOf(known, 'reader')?.select?.filter;
    const writer = permissionOf(known, 'writer')?.select?.filter;
    expect(both).toMatchObject({
      filter: { kind: 'or', of: [reader, writer] },
      limit: 7,
      allowAggregations: true,
    });
    expect(both?.columns).toEqual(
      new Map([
        ['id', null],
        ['name', reader],
        ['mail', writer],
      ]),
    );
    expect(permissionOf(known, 'outer')?.select).toEqual(both);
    expect(known.inheritedRoles.get('outer')).toEqual(['both', 'reader', 'writer']);
  });

  it('show a column plainly where a parent shows it of every row', async () => {
    const model = await customersWith(
      {
        select_permissions: [
          select('all', { columns: ['id', 'name'] }),
          select('some', { filter: { age: 1 } }),
        ],
      },
      inherit(['both', ['all', 'some']]),
    );
    expect(permissionOf(model, 'both')?.select).toMatchObject({
      filter: { kind: 'and', of: [] },
      columns: new Map([
        ['id', null],
        ['name', null],
      ]),
    });
  });

  const update = (role: string, column: string) => ({ role, permission: { columns: [column], filter: {} } });

  it('write only where the parents agree, and say so once', async () => {
    const model = await customersWith(
      {
        update_permissions: [update('a', 'name'), update('b', 'mail')],
        delete_permissions: [{ role: 'a', permission: { filter: { id: 1 } } }],
      },
      inherit(['both', ['a', 'b']], ['outer', ['both', 'a']]),
    );
    expect(model.inconsistencies).toEqual([
      {
        type: 'inherited role permission inconsistency',
        name: 'both',
        entity: { permission_type: 'update', source: 'default', table: 'customers' },
        reason:
          "Could not inherit permission for the role 'both' for the entity: 'update permission, table: customers, source: 'default''",
      },
    ]);
    expect(permissionOf(model, 'both')?.update).toBeUndefined();
    expect(permissionOf(model, 'outer')?.update).toBeUndefined();
    expect(permissionOf(model, 'both')?.delete).toEqual(permissionOf(model, 'a')?.delete);
  });

  it('take what is defined for themselves instead', async () => {
    const model = await customersWith(
      { update_permissions: [update('a', 'name'), update('b', 'mail'), update('both', 'age')] },
      inherit(['both', ['a', 'b']]),
    );
    expect(model.inconsistencies).toEqual([]);
    expect(permissionOf(model, 'both')?.update?.columns).toEqual(new Set(['age']));
  });

  it('cannot contain each other', async () => {
    const roles = inherit(['outside', ['b', 'a']], ['a', ['b']], ['b', ['a']]);
    await expect(customersWith({}, roles)).rejects.toMatchObject({
      code: 'cyclic-dependency',
      message: 'found cycle(s) in roles: ["b","a"]',
      path: '$.args',
    });
  });

  it('may call the Actions of any parent', async () => {
    const action = {
      name: 'ping',
      definition: { handler: 'http://x', type: 'query', output_type: 'String' },
    };
    const model = await customersWith(
      { delete_permissions: [{ role: 'b', permission: { filter: {} } }] },
      { ...inherit(['both', ['a', 'b']]), actions: [{ ...action, permissions: [{ role: 'a' }] }] },
    );
    expect(model.inconsistencies).toEqual([]);
    expect(model.actions[0]?.permissions).toEqual(['a', 'both']);
  });
});
