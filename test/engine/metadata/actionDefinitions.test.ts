import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.js';
import { parseAction } from '../../../src/engine/metadata/parse/actions.js';
import { parseCustomTypes } from '../../../src/engine/metadata/parse/customTypes.js';

const at = { path: '$.args', strict: false };
const definition = { handler: 'http://x', output_type: '[Answer!]!' };

it.each<[JsonObject, string, string]>([
  [{ name: 'sign-in' }, '$.args.name', 'sign-in is not valid GraphQL name'],
  [
    { definition: { ...definition, output_type: '[Answer' } },
    '$.args.definition.output_type',
    'not a valid GraphQL type: [Answer',
  ],
  [
    { definition: { ...definition, timeout: -1 } },
    '$.args.definition.timeout',
    'timeout value cannot be negative',
  ],
  [
    { definition: { ...definition, arguments: [{ name: 'a b', type: 'Int' }] } },
    '$.args.definition.arguments[0].name',
    'a b is not valid GraphQL name',
  ],
  [
    { definition: { ...definition, arguments: [{ name: 'a', type: 'Int!!' }] } },
    '$.args.definition.arguments[0].type',
    'not a valid GraphQL type: Int!!',
  ],
])('an Action must be well written: %o', (part, path, message) => {
  expect(() => parseAction({ name: 'ping', definition, ...part }, at)).toThrow(
    expect.objectContaining({ code: 'parse-failed', path, message }),
  );
});

it.each<[JsonObject, string]>([
  [{ scalars: [{ name: '1st' }] }, '$.args.scalars[0].name'],
  [{ enums: [{ name: 'E', values: [{ value: 'a-b' }] }] }, '$.args.enums[0].values[0].value'],
  [{ objects: [{ name: 'O', fields: [{ name: 'id', type: '' }] }] }, '$.args.objects[0].fields[0].type'],
  [
    { input_objects: [{ name: 'I', fields: [{ name: '', type: 'Int' }] }] },
    '$.args.input_objects[0].fields[0].name',
  ],
])('custom types too: %o', (types, path) => {
  expect(() => parseCustomTypes(types, at)).toThrow(expect.objectContaining({ code: 'parse-failed', path }));
});
