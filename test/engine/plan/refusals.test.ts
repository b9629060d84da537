import { describe, expect, it } from 'vitest';
import { type Asked, refusal } from './notes.js';

const invalid = (path: string, message: string) => `validation-failed | ${path} | ${message}`;

describe('the document', () => {
  it.each<[string, string, Asked?]>([
    ['{ users { id }', invalid('$.query', 'not a valid graphql query')],
    ['type A { id: Int }', invalid('$.query', 'not a valid graphql query')],
    ['{'.repeat(100_000), invalid('$.query', 'not a valid graphql query')],
    [
      'query a { users { id } } query b { users { id } }',
      invalid(
        '$',
        'exactly one operation has to be present in the document when operationName is not specified',
      ),
    ],
    [
      'fragment f on users { id }',
      invalid(
        '$',
        'exactly one operation has to be present in the document when operationName is not specified',
      ),
    ],
    [
      'query a { users { id } }',
      invalid('$', 'no such operation found in the document: "b"'),
      { operationName: 'b' },
    ],
    ['query a { users { id } } query b { users { id } }', 'planned', { operationName: 'b' }],
    [
      '{ users { id } }',
      invalid('$', 'operationName cannot be used when an anonymous operation exists in the document'),
      { operationName: 'b' },
    ],
    ['{ users { ...f } }', invalid('$', 'reference to undefined fragment "f"')],
    [
      '{ users { ...f } } fragment f on users { ...g } fragment g on users { ...f }',
      invalid('$', 'the fragment definition(s) "f" and "g" form a cycle'),
    ],
    [
      '{ users { ...f } } fragment f on users { id } fragment f on users { name }',
      'parse-failed | $ | multiple definitions for fragment "f"',
    ],
    [
      'mutation { delete_notes(where: {}) { affected_rows } }',
      invalid('$', 'no mutations exist'),
      { role: 'reader' },
    ],
    ['subscription { users { id } }', invalid('$', 'no subscriptions exist'), { role: 'writer' }],
    [
      'subscription { users { id } notes { id } }',
      invalid('$', 'subscriptions must select one top level field'),
    ],
    ['subscription @_multiple_top_level_fields { users { id } notes { id } }', 'planned'],
  ])('%.60s', (query, expected, asked) => {
    expect(refusal(query, asked)).toBe(expected);
  });
});

describe('variables', () => {
  it.each<[string, string, Asked['variables']?]>([
    [
      'query ($id: uuid!) { users_by_pk(id: $id) { id } }',
      invalid('$', 'expecting a value for non-nullable variable: "id"'),
    ],
    ['query ($id: uuid! = "a") { users_by_pk(id: $id) { id } }', 'planned'],
    [
      'query ($n: Int! = 1) { users(limit: $n) { id } }',
      invalid('$', 'null value found for non-nullable type: "Int!"'),
      { n: null },
    ],
    [
      'query ($n: Int) { users(limit: $n) { id } }',
      invalid('$', 'unexpected variables in variableValues: x'),
      { n: 1, x: 2 },
    ],
    [
      'query ($n: Int, $x: Int) { users(limit: $n) { id } }',
      invalid('$', 'unexpected variables in variableValues: x'),
      { x: 2 },
    ],
    ['query ($n: Int, $x: Int) { users(limit: $n) { id } }', 'planned'],
    ['{ users(limit: $n) { id } }', invalid('$', 'unbound variable "n"')],
    [
      'query ($n: Int, $n: Int) { users(limit: $n) { id } }',
      'parse-failed | $ | multiple definitions for variable "n"',
    ],
    [
      'query ($id: Int!) { users_by_pk(id: $id) { id } }',
      invalid(
        '$.selectionSet.users_by_pk.args.id',
        "variable 'id' is declared as 'Int!', but used where 'uuid!' is expected",
      ),
      { id: 1 },
    ],
    [
      'query ($id: uuid) { users_by_pk(id: $id) { id } }',
      invalid(
        '$.selectionSet.users_by_pk.args.id',
        "variable 'id' is declared as 'uuid', but used where 'uuid!' is expected",
      ),
      { id: 'a' },
    ],
    ['query ($id: uuid = "a") { users_by_pk(id: $id) { id } }', 'planned', { id: 'a' }],
    [
      'query ($id: uuid = null) { users_by_pk(id: $id) { id } }',
      invalid(
        '$.selectionSet.users_by_pk.args.id',
        "variable 'id' is declared as 'uuid', but used where 'uuid!' is expected",
      ),
    ],
    ['query ($n: Int!) { users(limit: $n) { id } }', 'planned', { n: 1 }],
    [
      'query ($ids: [uuid]) { users(where: {id: {_in: $ids}}) { id } }',
      invalid(
        '$.selectionSet.users.args.where.id._in',
        "variable 'ids' is declared as '[uuid]', but used where '[uuid!]' is expected",
      ),
      { ids: [] },
    ],
    [
      'query ($id: uuid!) { users(where: {id: {_in: $id}}) { id } }',
      invalid(
        '$.selectionSet.users.args.where.id._in',
        "variable 'id' is declared as 'uuid!', but used where '[uuid!]' is expected",
      ),
      { id: 'a' },
    ],
    ['query ($id: uuid!) { users(where: {id: {_in: [$id, "b"]}}) { id } }', 'planned', { id: 'a' }],
    [
      'query ($id: uuid) { users(where: {id: {_eq: $id}}) { id } }',
      invalid('$.selectionSet.users.args.where.id._eq', "unexpected null value for type 'uuid'"),
    ],
    [
      'query ($w: users_bool_exp) { users(where: $w) { id } }',
      invalid(
        '$.selectionSet.users.args.where.age._gt',
        "expected a 32-bit integer for type 'Int', but found a boolean",
      ),
      { w: { age: { _gt: true } } },
    ],
    [
      'query ($w: users_bool_exp) { users(where: $w) { id } }',
      invalid(
        '$.selectionSet.users.args.where',
        'variable value contains object with key "a b", which is not a legal GraphQL name',
      ),
      { w: { 'a b': 1 } },
    ],
  ])('%s', (query, expected, variables) => {
    expect(refusal(query, variables ? { variables } : {})).toBe(expected);
  });
});

describe('selections', () => {
  it.each([
    ['{ people { id } }', invalid('$.selectionSet.people', "field 'people' not found in type: 'query_root'")],
    [
      '{ all: users { x } }',
      invalid('$.selectionSet.all.selectionSet.x', "field 'x' not found in type: 'users'"),
    ],
    ['{ users }', invalid('$.selectionSet.users.selectionSet', "missing selection set for 'users'")],
    [
      '{ users { id { x } } }',
      invalid('$.selectionSet.users.selectionSet.id', 'unexpected subselection set for non-object field'),
    ],
    ['{ users(foo: 1) { id } }', invalid('$.selectionSet.users', "'users' has no argument named 'foo'")],
    [
      '{ users { id(a: 1) } }',
      invalid('$.selectionSet.users.selectionSet.id', "'id' has no argument named 'a'"),
    ],
    [
      '{ users { id: name id } }',
      invalid(
        '$.selectionSet.users.selectionSet.id',
        "selection of both 'name' and 'id' specify the same response name, 'id'",
      ),
    ],
    [
      '{ users(limit: 1) { id } users(limit: 2) { id } }',
      invalid('$.selectionSet.users', "inconsistent arguments between multiple selections of field 'users'"),
    ],
    ['{ users(limit: 1, offset: 2) { id } users(offset: 2, limit: 1) { name } }', 'planned'],
    [
      '{ users { id @foo } }',
      invalid('$.selectionSet.users.selectionSet.id', "directive 'foo' is not defined in the schema"),
    ],
    [
      '{ users { id @cached } }',
      invalid('$.selectionSet.users.selectionSet.id', "directive 'cached' is not allowed on a field"),
    ],
    [
      '{ users { id @skip(if: true) @skip(if: true) } }',
      invalid(
        '$.selectionSet.users.selectionSet.id',
        "the following directives are used more than once: ['skip']",
      ),
    ],
    [
      '{ users { id @skip } }',
      invalid('$.selectionSet.users.selectionSet.id.args.if', "missing required field 'if'"),
    ],
    ['query @foo { users { id } }', invalid('$', "directive 'foo' is not defined in the schema")],
    ['{ users { ... on notes { nothing } id } }', 'planned'],
    ['{ __typename users { __typename n: __typename } }', 'planned'],
    [
      '{ users(distinct_on: [age], order_by: [{name: asc}]) { id } }',
      invalid('$.selectionSet.users.args', '"distinct_on" columns must match initial "order_by" columns'),
    ],
    ['{ users(distinct_on: [age, name], order_by: [{name: asc}, {age: asc}, {id: asc}]) { id } }', 'planned'],
    [
      '{ users { info(path: "$.a b") } }',
      invalid(
        '$.selectionSet.users.selectionSet.info.args.path',
        'parse json path error: $.a b. Accept letters, digits, underscore (_) or hyphen (-) only. Use quotes enclosed in bracket (["..."]) if there is any special character',
      ),
    ],
  ])('%s', (query, expected) => {
    expect(refusal(query)).toBe(expected);
  });
});

describe('values', () => {
  const args = '$.selectionSet.users.args';
  it.each([
    [
      'limit: "3"',
      invalid(`${args}.limit`, "expected a non-negative 32-bit integer for type 'Int', but found a string"),
    ],
    [
      'limit: -1',
      invalid(`${args}.limit`, "expected a non-negative 32-bit integer for type 'Int', but found an integer"),
    ],
    [
      'limit: 2147483648',
      `parse-failed | ${args}.limit | The value 2.147483648e9 lies outside the bounds or is not an integer. Maybe it is a float, or is there integer overflow?`,
    ],
    ['offset: "1"', 'planned'],
    [
      'offset: "a"',
      invalid(`${args}.offset`, "expected a 64-bit integer for type 'Int', but found a string"),
    ],
    [
      'where: 1',
      invalid(`${args}.where`, "expected an object for type 'users_bool_exp', but found an integer"),
    ],
    ['where: {x: 1}', invalid(`${args}.where.x`, "field 'x' not found in type: 'users_bool_exp'")],
    ['where: {_and: null}', invalid(`${args}.where._and`, 'expected a list, but found null')],
    [
      'where: {_and: {id: null}}',
      invalid(
        `${args}.where._and[0].id`,
        "expected an object for type 'uuid_comparison_exp', but found null",
      ),
    ],
    [
      'where: {id: {_eq: 1}}',
      `parse-failed | ${args}.where.id._eq | parsing UUID failed, expected String, but encountered Number`,
    ],
    [
      'where: {name: {_eq: x}}',
      invalid(`${args}.where.name._eq`, "expected a string for type 'String', but found an enum value"),
    ],
    [
      'where: {height: {_eq: x}}',
      invalid(`${args}.where.height._eq`, "expected a float for type 'Float', but found an enum value"),
    ],
    ['where: {height: {_eq: 1}}', 'planned'],
    ['where: {height: {_eq: "1.5"}, age: {_in: ["1", 2]}}', 'planned'],
    [
      'where: {age: {_is_null: "true"}}',
      invalid(`${args}.where.age._is_null`, "expected a boolean for type 'Boolean', but found a string"),
    ],
    [
      'where: {age: {_is_null: null}}',
      invalid(`${args}.where.age._is_null`, "unexpected null value for type 'Boolean'"),
    ],
    [
      'where: {age: {_in: [1, null]}}',
      invalid(`${args}.where.age._in[1]`, "unexpected null value for type 'Int'"),
    ],
    ['where: {big: {_eq: "12"}}', 'planned'],
    [
      'where: {big: {_eq: 9223372036854775808}}',
      `parse-failed | ${args}.where.big._eq | parsing Int64 failed, value is either floating or will cause over or underflow 9.223372036854775808e18`,
    ],
    [
      'where: {notes: {color: {_eq: "red"}}}',
      invalid(
        `${args}.where.notes.color._eq`,
        "expected an enum value for type 'colors_enum', but found a string",
      ),
    ],
    [
      'where: {notes: {color: {_in: [red, green]}}}',
      invalid(
        `${args}.where.notes.color._in[1]`,
        "expected one of the values ['blue', 'red'] for type 'colors_enum', but found 'green'",
      ),
    ],
    [
      'order_by: {id: up}',
      invalid(
        `${args}.order_by[0].id`,
        "expected one of the values ['asc', 'asc_nulls_first', 'asc_nulls_last', 'desc', 'desc_nulls_first', 'desc_nulls_last'] for type 'order_by', but found 'up'",
      ),
    ],
    ['where: {info: {_contains: null}}', 'planned'],
  ])('users(%s)', (given, expected) => {
    expect(refusal(`{ users(${given}) { id } }`)).toBe(expected);
  });

  it.each([
    [
      'delete_notes(where: null) { affected_rows }',
      invalid(
        '$.selectionSet.delete_notes.args.where',
        "expected an object for type 'notes_bool_exp', but found null",
      ),
    ],
    [
      'delete_notes { affected_rows }',
      invalid('$.selectionSet.delete_notes.args.where', "missing required field 'where'"),
    ],
    [
      'insert_notes(objects: {title: null}) { affected_rows }',
      invalid('$.selectionSet.insert_notes.args.objects[0].title', "unexpected null value for type 'String'"),
    ],
    ['insert_notes(objects: {at: null, user: null}) { affected_rows }', 'planned'],
    ['insert_notes(objects: []) { affected_rows }', 'planned'],
    [
      'insert_notes(objects: {user_id: "a", user: {data: {name: "b"}}}) { affected_rows }',
      invalid(
        '$.selectionSet.insert_notes.args.objects[0].user',
        'cannot insert object relationship "user" as "user_id" column values are already determined',
      ),
    ],
    [
      'insert_users_one(object: {notes: {data: [{title: "a"}, {user_id: "a"}]}}) { id }',
      invalid(
        '$.selectionSet.insert_users_one.args.object.notes.data[1]',
        'cannot insert "user_id" columns as their values are already being determined by parent insert',
      ),
    ],
    [
      'update_notes(where: {}, _set: {id: 1}, _inc: {id: 1}) { affected_rows }',
      invalid('$.selectionSet.update_notes.args', "Column found in multiple operators: ['id']."),
    ],
    [
      'update_users(where: {}, _set: {name: null}) { affected_rows }',
      invalid('$.selectionSet.update_users.args._set.name', "unexpected null value for type 'String'"),
    ],
    [
      'update_users_by_pk(pk_columns: {}, _set: {age: 1}) { id }',
      invalid('$.selectionSet.update_users_by_pk.args.pk_columns.id', "missing required field 'id'"),
    ],
  ])('mutation { %s }', (given, expected) => {
    expect(refusal(`mutation { ${given} }`)).toBe(expected);
  });
});

describe('streams', () => {
  it.each([
    ['cursor: [{initial_value: {id: 1}}]', 'planned'],
    ['cursor: {initial_value: {id: 1}, ordering: DESC}', 'planned'],
    [
      'cursor: []',
      invalid('$.selectionSet.notes_stream.args.cursor', 'one streaming column field is expected'),
    ],
    [
      'cursor: {initial_value: {}}',
      invalid(
        '$.selectionSet.notes_stream.args.cursor[0].initial_value',
        'one streaming column field is expected',
      ),
    ],
    [
      'cursor: {initial_value: {id: 1, title: "a"}}',
      invalid(
        '$.selectionSet.notes_stream.args.cursor[0].initial_value',
        'multiple column cursors are not supported yet',
      ),
    ],
  ])('notes_stream(%s)', (cursor, expected) => {
    expect(refusal(`subscription { notes_stream(batch_size: 1, ${cursor}) { id } }`)).toBe(expected);
  });
});
