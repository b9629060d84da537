import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.js';
import { RolePlans } from '../../../src/engine/service/rolePlans.js';
import { notes } from './notes.js';

function planner(query: string) {
  const plans = new RolePlans(notes, 'admin', { backendOnly: false, inferFunctionPermissions: true });
  return (variables: JsonObject) =>
    plans.plan(plans.find({ query, operationName: null, variables }), variables);
}

describe('variablesShape', () => {
  const where = 'query ($w: users_bool_exp, $n: Int) { users(where: $w, limit: $n) { id } }';
  const insert =
    'mutation ($o: [notes_insert_input!]!, $t: String) { insert_notes(objects: $o) { affected_rows returning { title } } delete_notes(where: {title: {_eq: $t}}) { affected_rows } }';

  it.each<[string, string, JsonObject, JsonObject, 'one' | 'two']>([
    ['scalars', where, { w: { age: { _eq: 1 } }, n: 1 }, { w: { age: { _eq: 2 } }, n: 5 }, 'one'],
    ['lists of scalars', where, { w: { age: { _in: [1] } } }, { w: { age: { _in: [2, 3] } } }, 'one'],
    ['json values', where, { w: { info: { _eq: { a: 1 } } } }, { w: { info: { _eq: { b: [2] } } } }, 'one'],
    ['null', where, { n: 1 }, { n: null }, 'two'],
    ['absent', where, { n: null }, {}, 'two'],
    ['other operators', where, { w: { age: { _eq: 1 } } }, { w: { age: { _gt: 1 } } }, 'two'],
    ['booleans', where, { w: { age: { _is_null: true } } }, { w: { age: { _is_null: false } } }, 'two'],
    [
      'enum values',
      where,
      { w: { notes: { color: { _eq: 'red' } } } },
      { w: { notes: { color: { _eq: 'blue' } } } },
      'two',
    ],
    [
      'rows of the same keys',
      insert,
      { o: [{ title: 'a' }], t: 'a' },
      { o: [{ title: 'b' }], t: 'b' },
      'one',
    ],
    [
      'more rows',
      insert,
      { o: [{ title: 'a' }], t: 'a' },
      { o: [{ title: 'a' }, { title: 'b' }], t: 'a' },
      'two',
    ],
    ['other keys', insert, { o: [{ title: 'a' }], t: 'a' }, { o: [{ at: 'now' }], t: 'a' }, 'two'],
  ])('%s', (_, query, first, second, plans) => {
    const plan = planner(query);
    expect(plan(first)).toBe(plan(first));
    expect(plan(first) === plan(second) ? 'one' : 'two').toBe(plans);
  });

  it("keeps no plan that depends on a value it can't see in the shape", () => {
    const query = 'query ($p: String!) { users { info(path: $p) } }';
    const plan = planner(query);
    expect(plan({ p: '$.a' }).reusable).toBe(false);
    expect(plan({ p: '$.a' })).not.toBe(plan({ p: '$.a' }));
    expect(JSON.stringify(plan({ p: '$.b' }))).toContain('"jsonPath":["b"]');
  });

  it('still refuses a value of the wrong kind', () => {
    const query = 'query ($n: Int) { users(limit: $n) { id } }';
    const plan = planner(query);
    plan({ n: 1 });
    expect(() => plan({ n: '1' })).toThrow(
      "expected a non-negative 32-bit integer for type 'Int', but found a string",
    );
  });
});
