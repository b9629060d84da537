import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.js';
import type { Model } from '../../../src/engine/model/types.js';
import { modelOf, named, openShop, reasons, shopMetadata, sourceOf } from './shop.js';

const shop = await openShop();
afterAll(() => shop.close());

const action = (definition: JsonObject = {}, name = 'ping'): JsonObject => ({
  name,
  definition: { handler: 'http://x', output_type: 'Answer', arguments: [], ...definition },
});
const answer = (parts: JsonObject = {}): JsonObject => ({
  name: 'Answer',
  fields: [
    { name: 'id', type: 'Int!' },
    { name: 'ids', type: '[Int!]' },
  ],
  ...parts,
});
const build = (actions: JsonObject[], custom_types: JsonObject): Promise<Model> =>
  modelOf(shop, shopMetadata([{ table: named('customers') }], { actions, custom_types }));

it('keeps Actions and types that fit the tables', async () => {
  const relationship = {
    name: 'customer',
    type: 'object',
    remote_table: 'customers',
    field_mapping: { id: 'id' },
  };
  const model = await build(
    [
      action({
        arguments: [
          { name: 'in', type: '[Question!]!' },
          { name: 'when', type: 'timestamptz' },
        ],
      }),
    ],
    {
      objects: [answer({ relationships: [relationship] })],
      input_objects: [
        {
          name: 'Question',
          fields: [
            { name: 'text', type: 'String' },
            { name: 'how', type: 'How' },
          ],
        },
      ],
      enums: [{ name: 'How', values: [{ value: 'now' }] }],
    },
  );
  expect(model.inconsistencies).toEqual([]);
  expect(model.actions.map((each) => each.name)).toEqual(['ping']);
});

describe('an Action at fault is left out', () => {
  it.each([
    [
      { output_type: 'Nothing' },
      'in action "ping"; the type: "Nothing" is not an object or scalar type defined in custom types',
    ],
    [
      { arguments: [{ name: 'a', type: '[Answer!]' }] },
      'in action "ping"; the type: "Answer" is not defined in custom types or it is not a scalar/enum/input_object',
    ],
    [
      { kind: 'asynchronous' },
      'in action "ping"; the type of its result, "ping", is a custom type or a scalar already',
    ],
    [
      { request_transform: { body: '{{ $body' } },
      'in action "ping"; the request transform of the action can\'t be used: Unexpected end of the template.',
    ],
  ])('%o', async (definition, reason) => {
    const model = await build([action(definition), action({}, 'pong')], {
      objects: [answer()],
      scalars: [{ name: 'ping' }],
    });
    expect(reasons(model)).toEqual([['action ping', `Inconsistent object: ${reason}`]]);
    expect(model.actions.map((each) => each.name)).toEqual(['pong']);
  });
});

it.each([{ type: 'query' }, { kind: 'asynchronous' }])(
  'refuses all of the metadata when the name of an Action is a root field already: %o',
  async (how) => {
    const model = build([action(how, 'customers')], { objects: [answer()] });
    await expect(model).rejects.toMatchObject({
      code: 'unexpected',
      message: expect.stringContaining(
        "for field 'customers' defined in [table customers in source default, action customers]",
      ),
    });
  },
);

describe('custom types at fault are left out as a whole, with all Actions', () => {
  const relationship = (mapping: JsonObject, remote_table = 'customers') => ({
    relationships: [{ name: 'r', type: 'object', remote_table, field_mapping: mapping }],
  });

  it.each([
    [
      answer({ fields: [{ name: 'id', type: 'Lost' }] }),
      'because the type "Lost" for field "id" in  object type "Answer" does not exist',
    ],
    [
      answer(relationship({ ids: 'id' })),
      'because the type of the field "ids" for relationship "r" in object type "Answer" is a list type',
    ],
    [
      answer(relationship({ no: 'id' })),
      'because the field "no" for relationship "r" in object type "Answer" does not exist',
    ],
    [
      answer(relationship({ id: 'id' }, 'lost')),
      'because the remote table "lost" for relationship "r" in object type "Answer" does not exist',
    ],
    [
      answer(relationship({ id: 'lost', no: 'id' })),
      expect.stringContaining('for the following reasons:\n • the column "lost" of remote table "customers"'),
    ],
  ])('%#', async (object, reason) => {
    const model = await build([action()], { objects: [object] });
    const start = 'Inconsistent object: validation for the given custom types failed ';
    const [[name, text = ''] = [], second] = reasons(model);
    expect(name).toBe('custom_types custom_types');
    expect(text.startsWith(start)).toBe(true);
    expect(text.slice(start.length)).toEqual(reason);
    expect(second).toEqual(['action ping', 'Inconsistent object: custom types are inconsistent']);
    expect(model.customTypes.objects).toEqual([]);
    expect(model.actions).toEqual([]);
  });
});

it('says of every part that does nothing here that it is not supported', async () => {
  const event = {
    name: 'changed',
    definition: { enable_manual: false, insert: { columns: '*' } },
    retry_conf: { num_retries: 0, interval_sec: 10, timeout_sec: 60 },
    webhook: 'http://x',
  };
  const model = await modelOf(
    shop,
    shopMetadata([{ table: named('customers'), event_triggers: [event] }], {
      remote_schemas: [{ name: 'other', definition: { url: 'http://x' } }],
      rest_endpoints: [],
    }),
  );
  expect(reasons(model)).toEqual([
    [
      'event_trigger changed in table customers in source default',
      'Inconsistent object: event triggers are not supported by the embedded engine',
    ],
    ['remote_schema other', 'Inconsistent object: remote schemas are not supported by the embedded engine'],
  ]);
  expect(sourceOf(model).tables.size).toBe(1);
});

it('says of sources that are not of Postgres that they are not supported', async () => {
  const metadata = shopMetadata([{ table: named('customers') }]);
  const [source] = metadata.sources;
  if (!source) throw new Error('no source');
  const model = await modelOf(shop, {
    ...metadata,
    sources: [{ ...source, name: 'ms', kind: 'mssql' }, source],
  });
  expect([...model.sources.keys()]).toEqual(['default']);
  expect(reasons(model)).toEqual([
    ['source ms', 'Inconsistent object: sources of kind "mssql" are not supported by the embedded engine'],
  ]);
});
