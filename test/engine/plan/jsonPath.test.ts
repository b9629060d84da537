import { describe, expect, it } from 'vitest';
import { parseJsonPath } from '../../../src/engine/plan/jsonPath.js';

describe('parseJsonPath', () => {
  it.each([
    ['$', []],
    ['$.a.b', ['a', 'b']],
    ['.a', ['a']],
    ['a[0]', ['a', '0']],
    ['$[1].x-y', ['1', 'x-y']],
    ['_a.$b', ['_a', '$b']],
    ["['!@#$%^']", ['!@#$%^']],
    ["a['b c']", ['a', 'b c']],
    ['a[0]["ü"]', ['a', '0', 'ü']],
    ['a.[0].["q\\"uote"]', ['a', '0', 'q"uote']],
  ])('%s', (text, keys) => {
    expect(parseJsonPath(text, '$')).toEqual(keys);
  });

  it.each(['a b', 'a[', 'a[x]', "a['b]", 'a]', '..a', '["a"]b'])('refuses %s', (text) => {
    expect(() => parseJsonPath(text, '$')).toThrow('parse json path error');
  });
});
