import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.js';
import { parseJson } from '../../../src/engine/jsonText.js';
import type { BoundValue, ValueSource } from '../../../src/engine/model/condition.js';
import { bindValue } from '../../../src/engine/plan/bindValue.js';
import { columnScalar } from '../../../src/engine/plan/scalars.js';
import type { Session } from '../../../src/engine/session.js';
import { pgType } from '../schema/models.js';

const session: Session = {
  role: 'user',
  variables: new Map([
    ['x-hasura-role', 'user'],
    ['x-hasura-ids', '{1,2}'],
  ]),
  hasAdminSecret: false,
  backendOnly: false,
};

const bind = (source: ValueSource, type: string, scalar?: string, variables: JsonObject = {}) => {
  const value: BoundValue = {
    kind: 'value',
    source,
    type: pgType(type),
    ...(scalar && { scalar }),
    path: '$.here',
  };
  return bindValue(value, variables, session);
};

const fromVariables = (text: string, type: string, scalar: string) =>
  bind({ from: 'variable', name: 'v', path: [] }, type, scalar, parseJson(`{"v": ${text}}`) as JsonObject);

describe('bindValue', () => {
  it.each([
    ['1', 'int4', 'Int', '1'],
    ['3.0', 'int4', 'Int', '3'],
    ['"a"', 'text', 'String', 'a'],
    ['true', 'bool', 'Boolean', 'true'],
    ['1.5', 'float4', 'Float', '1.5'],
    ['9007199254740993', 'int8', 'bigint', '9007199254740993'],
    ['"9007199254740993"', 'int8', 'bigint', '9007199254740993'],
    ['0.12345678901234567890123', 'numeric', 'numeric', '0.12345678901234567890123'],
    ['{"a": [1, "x", 12345678901234567890]}', 'jsonb', 'jsonb', '{"a":[1,"x",12345678901234567890]}'],
    ['"text"', 'json', 'json', '"text"'],
    ['["a", "b\\"\\\\c,{}", ""]', 'text[]', 'String', '{"a","b\\"\\\\c,{}",""}'],
    ['[1, 2]', 'int4[]', 'Int', '{"1","2"}'],
    ['[]', 'int4[]', 'Int', '{}'],
    ['7', 'int4[]', 'Int', '{"7"}'],
    ['[{"a": "b"}]', 'jsonb[]', 'jsonb', '{"{\\"a\\":\\"b\\"}"}'],
    ['null', 'int4', 'Int', null],
    ['-1E-30', 'numeric', 'numeric', '-1.0e-30'],
    ['1.50', 'numeric', 'numeric', '1.5'],
    ['-2E-2', 'money', 'money', '-0.02'],
    ['3E-4', 'float8', 'float8', '0.0003'],
    ['"12"', 'int4', columnScalar('Int'), '12'],
    ['[1, "2"]', 'int4[]', columnScalar('Int'), '{"1","2"}'],
  ])('%s as %s', (text, type, scalar, expected) => {
    expect(fromVariables(text, type, scalar)).toBe(expected);
  });

  it.each([
    ['"1"', 'int4', 'Int', "expected a 32-bit integer for type 'Int', but found a string"],
    [
      '1.5',
      'int4',
      'Int',
      'The value 1.5 lies outside the bounds or is not an integer. Maybe it is a float, or is there integer overflow?',
    ],
    ['[1, "a"]', 'int4[]', 'Int', "expected a 32-bit integer for type 'Int', but found a string"],
    [
      '{}',
      'timestamptz',
      'timestamptz',
      'parsing Timestamptz failed, expected String, but encountered Object',
    ],
    ['5', 'interval', 'interval', 'A string is expected for type: interval'],
  ])('refuses %s as %s', (text, type, scalar, message) => {
    expect(() => fromVariables(text, type, scalar)).toThrow(message);
  });

  it('finds leaves inside variables, session variables and literals', () => {
    const variables = { v: { a: [{ b: 'x' }] } };
    expect(bind({ from: 'variable', name: 'v', path: ['a', 0, 'b'] }, 'text', 'String', variables)).toBe('x');
    expect(bind({ from: 'session', variable: 'x-hasura-ids' }, 'int4[]')).toBe('{1,2}');
    expect(bind({ from: 'sessionObject' }, 'json')).toBe('{"x-hasura-role":"user","x-hasura-ids":"{1,2}"}');
    expect(bind({ from: 'literal', value: ['a', 'b'] }, 'text[]')).toBe('{"a","b"}');
    expect(bind({ from: 'literal', value: { a: 1 } }, 'jsonb')).toBe('{"a":1}');
    expect(bind({ from: 'literal', value: 12.345 }, 'numeric')).toBe('12.3450');
    expect(bind({ from: 'literal', value: 12 }, 'numeric')).toBe('12');
    expect(() => bind({ from: 'session', variable: 'x-hasura-user-id' }, 'text')).toThrow(
      'missing session variable: "x-hasura-user-id"',
    );
  });
});
