import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { compile, trusted } from '../../../src/engine/sql/fragment.js';
import { jsonConstant, objectSql } from '../../../src/engine/sql/json.js';
import { openTestDatabase } from '../../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function evaluate(entries: readonly (readonly [key: string, sql: string])[]): Promise<string> {
  const object = objectSql(
    entries.map(([key, text]) => ({ key, value: trusted(text) })),
    'o',
  );
  const text = compile(object).text;
  const { rows } = await database.pool.query<{ json: string }>(`select (${text})::text as json`);
  return rows[0]?.json ?? '';
}

it('keeps the order of the keys', async () => {
  expect(
    await evaluate([
      ['z', '1'],
      ['a', '2'],
      ['o', '3'],
    ]),
  ).toBe('{"z":1,"a":2,"o":3}');
});

it('writes more keys than a function takes arguments', async () => {
  const entries = Array.from({ length: 120 }, (_, index) => [`k${index}`, String(index)] as const);
  const expected = Object.fromEntries(entries.map(([key], index) => [key, index]));
  expect(await evaluate(entries)).toBe(JSON.stringify(expected));
  const long = Array.from(
    { length: 60 },
    (_, index) => [`${'k'.repeat(64)}${index}`, `'${index}'::text`] as const,
  );
  expect(JSON.parse(await evaluate(long))).toEqual(
    Object.fromEntries(long.map(([key], index) => [key, String(index)])),
  );
});

it('keeps names beyond 63 bytes apart', async () => {
  const name = 'n'.repeat(63);
  expect(
    await evaluate([
      [`${name}a`, '1'],
      [`${name}b`, 'null::int'],
    ]),
  ).toBe(`{"${name}a":1,"${name}b":null}`);
});

it('writes an object without keys', async () => {
  expect(await evaluate([])).toBe('{}');
});

it.each([
  ['9007199254740993::bigint', '9007199254740993'],
  ['1.10::numeric', '1.10'],
  [`'2024-01-01 00:00:00+00'::timestamptz at time zone 'utc'`, '"2024-01-01T00:00:00"'],
  [`'\\xdeadbeef'::bytea`, '"\\\\xdeadbeef"'],
  [`'1 day 02:00'::interval`, '"1 day 02:00:00"'],
  [`'{"b": 1, "a":  2}'::json`, '{"b": 1, "a":  2}'],
  [`array[1,2]`, '[1,2]'],
  [`'NaN'::float8`, '"NaN"'],
  [`'a"b'::text`, '"a\\"b"'],
])('writes %s as Postgres does', async (expression, expected) => {
  expect(await evaluate([['v', expression]])).toBe(`{"v":${expected}}`);
});

it('writes constants as they are', async () => {
  const constant = `it's "quoted" \\ and ☃`;
  expect(JSON.parse(await evaluate([['v', compile(jsonConstant(constant)).text]]))).toEqual({ v: constant });
});
