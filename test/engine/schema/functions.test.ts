import { describe, expect, it } from 'vitest';
import { argument, column, model, select, table, trackedFunction } from './models.js';
import { sdl } from './sdl.js';

const user = table('user', [column('id', 'int4!')], {
  permissions: new Map([['member', { select: select(['id']) }]]),
});
const search = trackedFunction(
  'search',
  'user',
  {
    arguments: [argument('hasura_session', 'json'), argument('query', 'text')],
  },
  { sessionArgument: 0 },
);
const single = trackedFunction('single', 'user', { returnsSet: false });
const reset = trackedFunction('reset', 'user', { volatility: 'volatile' }, { exposedAs: 'mutation' });
const rows =
  'distinct_on: [user_select_column!], limit: Int, offset: Int, order_by: [user_order_by!], where: user_bool_exp';

describe('tracked functions', () => {
  const admin = sdl(model({ tables: [user], functions: [search, single, reset] }), 'admin');

  it('are root fields that take their arguments and those of a list', () => {
    expect(admin.field('query_root', 'search')).toBe(`search(args: search_args!, ${rows}): [user!]!`);
    expect(admin.field('query_root', 'search_aggregate')).toBe(
      `search_aggregate(args: search_args!, ${rows}): user_aggregate!`,
    );
    expect(admin.type('search_args')).toEqual(['query: String']);
    expect(admin.description('query_root', 'search')).toBe('execute function "search" which returns "user"');
    expect(admin.fields('subscription_root')).toContain('search_aggregate');
  });

  it('give one nullable row where they return no set', () => {
    expect(admin.field('query_root', 'single')).toBe(`single(${rows}): user`);
  });

  it('are mutations where they are exposed so', () => {
    expect(admin.field('mutation_root', 'reset')).toBe(`reset(${rows}): [user!]!`);
    expect(admin.description('mutation_root', 'reset')).toBe(
      'execute VOLATILE function "reset" which returns "user"',
    );
    expect(admin.fields('query_root')).not.toContain('reset');
  });

  it('need select on their table; mutations, or all if nothing is inferred, a permission as well', () => {
    const permitted = { ...reset, permissions: new Set(['member', 'stranger']) };
    const fields = (role: string, functions = [search, reset], options = {}) => {
      const schema = sdl(model({ tables: [user], functions }), role, options);
      return [...(schema.fields('query_root') ?? []), ...(schema.fields('mutation_root') ?? [])];
    };
    expect(fields('member')).toEqual(['search', 'user', 'user_by_pk']);
    expect(fields('member', [search, permitted])).toEqual(['search', 'user', 'user_by_pk', 'reset']);
    expect(fields('stranger', [search, permitted])).toEqual(['no_queries_available']);
    expect(fields('member', [search], { inferFunctionPermissions: false })).toEqual(['user', 'user_by_pk']);
  });

  it('take custom names', () => {
    const renamed = { ...search, rootFields: { function: 'find', function_aggregate: 'findAll' } };
    const schema = sdl(model({ tables: [user], functions: [renamed] }), 'admin');
    expect(schema.fields('query_root')).toEqual(['find', 'findAll', 'user', 'user_aggregate', 'user_by_pk']);
  });
});
