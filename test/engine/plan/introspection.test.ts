import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema as printGraphQLSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.js';
import { planOperation } from '../../../src/engine/plan/planOperation.js';
import { buildRoleSchema } from '../../../src/engine/schema/buildRoleSchema.js';
import { printSchema } from '../../../src/engine/schema/printSchema.js';
import { column, model, relationship, table } from '../schema/models.js';

const author = table('author', [column('id', 'int4!'), column('name', 'text')], {
  relationships: [relationship('array', 'articles', 'article')],
});
const article = table('article', [column('id', 'int4!'), column('meta', 'jsonb')]);
const schema = buildRoleSchema(model({ tables: [author, article] }), 'admin', { backendOnly: false });

/** The answer to the first field of the query. */
function ask(query: string, variables: JsonObject = {}): unknown {
  const [field] = planOperation({ query, variables }, schema).fields;
  if (field?.kind !== 'constant') throw new Error('The answer to introspection is a constant');
  return JSON.parse(field.text);
}

describe('introspection', () => {
  it('answers the standard query with the schema that is printed', () => {
    const data = { __schema: ask(getIntrospectionQuery()) } as unknown as IntrospectionQuery;
    const client = lexicographicSortSchema(buildClientSchema(data));
    expect(`${printGraphQLSchema(client)}\n`).toBe(printSchema(schema));
  });

  it('names the roots and directives, and lists types by name', () => {
    const answer = ask(`{ __schema {
      queryType { name } mutationType { name } subscriptionType { name }
      directives { name locations args { name defaultValue type { kind ofType { name } } } }
      types { name }
    } }`) as Record<string, unknown> & { types: { name: string }[] };
    expect(answer).toMatchObject({
      queryType: { name: 'query_root' },
      mutationType: { name: 'mutation_root' },
      subscriptionType: { name: 'subscription_root' },
      directives: [
        { name: 'include', locations: ['FIELD', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT'] },
        { name: 'skip' },
        { name: 'cached', locations: ['QUERY'], args: [{ defaultValue: '60' }, { defaultValue: 'false' }] },
      ],
    });
    const names = answer.types.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['__Type', 'author', 'author_bool_exp', 'jsonb']));
  });

  it('unwraps lists and non-nulls', () => {
    const answer = ask(`{ __type(name: "author") { fields { name type { ...T } } } }
      fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`);
    expect(answer).toMatchObject({
      fields: [
        {
          name: 'articles',
          type: {
            kind: 'NON_NULL',
            name: null,
            ofType: {
              kind: 'LIST',
              ofType: { kind: 'NON_NULL', ofType: { kind: 'OBJECT', name: 'article' } },
            },
          },
        },
        { name: 'articles_aggregate' },
        { name: 'id', type: { kind: 'NON_NULL', ofType: { kind: 'SCALAR', name: 'Int', ofType: null } } },
        { name: 'name', type: { kind: 'SCALAR', name: 'String', ofType: null } },
      ],
    });
  });

  it('keeps the order, aliases and duplicates of the selection', () => {
    const answer = ask(
      `query ($t: String!, $no: Boolean!) {
      __type(name: $t) { b: name kind @skip(if: $no) __typename a: name enumValues { name } enumValues { description } }
    }`,
      { t: 'order_by', no: true },
    ) as Record<string, unknown>;
    expect(Object.keys(answer)).toEqual(['b', '__typename', 'a', 'enumValues']);
    expect(answer.__typename).toBe('__Type');
    expect((answer.enumValues as unknown[])[0]).toEqual({
      name: 'asc',
      description: 'in ascending order, nulls last',
    });
  });

  it('answers null for a type that the role does not have', () => {
    expect(ask('{ __type(name: "secret") { name } }')).toBeNull();
  });

  it.each([
    [
      '{ __type(name: "author") { x } }',
      "field 'x' not found in type: '__Type'",
      '$.selectionSet.__type.selectionSet.x',
    ],
    [
      '{ __type(name: "secret") { x } }',
      "field 'x' not found in type: '__Type'",
      '$.selectionSet.__type.selectionSet.x',
    ],
    [
      '{ __type(name: "author") { fields } }',
      "missing selection set for '__Field'",
      '$.selectionSet.__type.selectionSet.fields.selectionSet',
    ],
    [
      '{ __schema { types(a: 1) { name } } }',
      "'types' has no argument named 'a'",
      '$.selectionSet.__schema.selectionSet.types',
    ],
    ['{ __type { name } }', "missing required field 'name'", '$.selectionSet.__type.args.name'],
    [
      '{ __type(name: 1) { name } }',
      "expected a string for type 'String', but found an integer",
      '$.selectionSet.__type.args.name',
    ],
    [
      'query ($t: String = null) { __type(name: $t) { name } }',
      "variable 't' is declared as 'String', but used where 'String!' is expected",
      '$.selectionSet.__type.args.name',
    ],
    [
      '{ __schema { types { name @always } } }',
      "directive 'always' is not defined in the schema",
      '$.selectionSet.__schema.selectionSet.types.selectionSet.name',
    ],
    [
      '{ __schema { types { a: name a: kind } } }',
      "selection of both 'name' and 'kind' specify the same response name, 'a'",
      '$.selectionSet.__schema.selectionSet.types.selectionSet.a',
    ],
  ])('refuses %s', (query, message, path) => {
    expect(() => ask(query)).toThrow(expect.objectContaining({ code: 'validation-failed', message, path }));
  });
});
