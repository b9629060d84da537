import {
  buildClientSchema,
  type FieldNode,
  getIntrospectionQuery,
  type IntrospectionQuery,
  Kind,
  lexicographicSortSchema,
  parse,
  printSchema as printGraphQLSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildRoleSchema } from '../../../src/engine/schema/buildRoleSchema.js';
import { introspect } from '../../../src/engine/schema/introspection.js';
import { printSchema } from '../../../src/engine/schema/printSchema.js';
import { column, model, relationship, table } from './models.js';

const author = table('author', [column('id', 'int4!'), column('name', 'text')], {
  relationships: [relationship('array', 'articles', 'article')],
});
const article = table('article', [column('id', 'int4!'), column('meta', 'jsonb')]);
const schema = buildRoleSchema(model({ tables: [author, article] }), 'admin', { backendOnly: false });

/** The answer to the first field of the query. */
function ask(query: string, variables: Record<string, unknown> = {}): unknown {
  const { definitions } = parse(query);
  const fragments = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const field = operation?.selectionSet.selections[0] as FieldNode;
  const path = `$.selectionSet.${field.name.value}`;
  return JSON.parse(introspect(schema, field, { fragments, variables, path }));
}

describe('introspect', () => {
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
      "missing selection set for 'fields'",
      '$.selectionSet.__type.selectionSet.fields',
    ],
    [
      '{ __schema { types(a: 1) { name } } }',
      "'types' has no argument named 'a'",
      '$.selectionSet.__schema.selectionSet.types',
    ],
    ['{ __type { name } }', "missing required field 'name'", '$.selectionSet.__type.args.name'],
  ])('refuses %s', (query, message, path) => {
    expect(() => ask(query)).toThrow(expect.objectContaining({ code: 'validation-failed', message, path }));
  });
});
