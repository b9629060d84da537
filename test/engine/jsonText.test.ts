import { describe, expect, it } from 'vitest';
import { parseJson, stringifyJson } from '../../src/engine/jsonText.js';

describe('parseJson and stringifyJson', () => {
  it.each([
    '{"a":[1,-2.5,"x",true,false,null,{}],"b":{"c":[]}}',
    '{"id":9007199254740993,"s":"12345678901234567890 \\" , { [ \\\\"}',
    '[12345678901234567890.12345678901234567890,-0.1,100000000000000000000]',
    '{"__proto__":{"a":11111111111111111111}}',
  ])('keep %s', (text) => {
    expect(stringifyJson(parseJson(text))).toBe(text);
  });

  it('reads numbers that a double holds as numbers', () => {
    expect(parseJson('[ 1e3 , 1.50000000000000000, 9007199254740992, 100000000000000000000 ]')).toEqual([
      1000, 1.5, 9007199254740992, 100000000000000000000,
    ]);
  });

  it('throws for what is not JSON', () => {
    expect(() => parseJson('{"a": 11111111111111111111')).toThrow(SyntaxError);
  });
});
