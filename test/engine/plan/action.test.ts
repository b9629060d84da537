import { describe, expect, it } from 'vitest';
import { HasuraError } from '../../../src/engine/errors.js';
import type { JsonObject } from '../../../src/engine/json.js';
import { parseJson } from '../../../src/engine/jsonText.js';
import type { ActionMetadata } from '../../../src/engine/metadata/types.js';
import type { Model } from '../../../src/engine/model/types.js';
import { planOperation } from '../../../src/engine/plan/planOperation.js';
import { buildRoleSchema } from '../../../src/engine/schema/buildRoleSchema.js';
import { notes } from './notes.js';

const signUp: ActionMetadata = {
  name: 'signUp',
  type: 'mutation',
  kind: 'synchronous',
  handler: 'http://localhost',
  arguments: [
    { name: 'input', type: 'SignUp!' },
    { name: 'tags', type: '[String!]' },
    { name: 'extra', type: 'jsonb' },
  ],
  outputType: '[Account!]!',
  headers: [],
  forwardClientHeaders: false,
  timeoutSeconds: 30,
  permissions: ['reader'],
};

const model: Model = {
  ...notes,
  actions: [signUp],
  customTypes: {
    scalars: [{ name: 'Email' }],
    enums: [{ name: 'Locale', values: [{ value: 'en' }, { value: 'de' }] }],
    inputObjects: [
      {
        name: 'SignUp',
        fields: [
          { name: 'email', type: 'Email!' },
          { name: 'locale', type: 'Locale' },
          { name: 'age', type: 'Int' },
          { name: 'id', type: 'ID' },
        ],
      },
    ],
    objects: [
      {
        name: 'Account',
        fields: [
          { name: 'id', type: 'uuid!' },
          { name: 'address', type: 'Address' },
        ],
        relationships: [
          {
            name: 'user',
            type: 'object',
            remoteTable: { schema: 'public', name: 'users' },
            fieldMapping: { id: 'id' },
          },
        ],
      },
      { name: 'Address', fields: [{ name: 'city', type: 'String' }], relationships: [] },
    ],
  },
};

function plan(query: string, variables: JsonObject = {}) {
  const planned = planOperation(
    { query, variables },
    buildRoleSchema(model, 'reader', { backendOnly: false }),
  );
  const [field] = planned.fields;
  if (field?.kind !== 'action') throw new Error('no Action');
  return { ...field.action, reusable: planned.reusable };
}

describe('Actions', () => {
  it('get their arguments with variables resolved, and nothing for those left out', () => {
    const query = `mutation ($e: Email!, $l: Locale, $n: jsonb) {
      signUp(input: {email: $e, locale: $l, id: 5}, tags: "one", extra: {deep: [$n, en]}) { id }
    }`;
    const variables = parseJson('{"e": {"any": 1}, "l": "de", "n": 12345678901234567890}') as JsonObject;
    const { input, reusable } = plan(query, variables);
    expect(input).toEqual({
      input: { email: { any: 1 }, locale: 'de', id: '5' },
      tags: ['one'],
      extra: { deep: [variables.n, 'en'] },
    });
    expect(reusable).toBe(false);
    expect(plan('mutation { signUp(input: {email: "a", age: null}, tags: null) { id } }').input).toEqual({
      input: { email: 'a', age: null },
      tags: null,
    });
  });

  it("answer with what is selected, related rows under the role's permissions", () => {
    const { output } = plan(
      'mutation { signUp(input: {email: "a"}) { __typename key: id address { city } user { name } } }',
    );
    expect(output).toMatchObject({
      kind: 'object',
      type: 'Account',
      fields: [
        { kind: 'constant', alias: '__typename', value: 'Account' },
        { kind: 'field', alias: 'key', name: 'id', output: { kind: 'leaf' } },
        { kind: 'field', alias: 'address', output: { kind: 'object', fields: [{ alias: 'city' }] } },
        {
          kind: 'relation',
          alias: 'user',
          columns: [{ field: 'id', column: 'id', type: { name: 'uuid' } }],
          select: { output: { kind: 'object', fields: [{ kind: 'column', column: 'name' }] } },
        },
      ],
    });
  });

  it.each([
    ['signUp(input: {}) { id }', '$.selectionSet.signUp.args.input.email', "missing required field 'email'"],
    [
      'signUp(input: {email: "a", age: "1"}) { id }',
      '$.selectionSet.signUp.args.input.age',
      "expected a 32-bit integer for type 'Int', but found a string",
    ],
    [
      'signUp(input: {email: "a"}) { user { age } }',
      '$.selectionSet.signUp.selectionSet.user.selectionSet.age',
      "field 'age' not found in type: 'users'",
    ],
  ])('%s is refused', (text, path, message) => {
    try {
      plan(`mutation { ${text} }`);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(HasuraError);
      expect(error).toMatchObject({ path, message });
    }
  });
});
