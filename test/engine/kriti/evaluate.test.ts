import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/engine/json.js';
import { parseJson, stringifyJson } from '../../../src/engine/jsonText.js';
import { evaluate } from '../../../src/engine/kriti/evaluate.js';
import { parseTemplate, parseTextTemplate } from '../../../src/engine/kriti/parseTemplate.js';

const body = {
  id: 7,
  name: 'Ada "the first"',
  none: null,
  yes: true,
  list: [1, 2, 3],
  users: [
    { id: 1, tags: ['a'] },
    { id: 2, tags: [] },
  ],
  'odd key': { deep: 'x' },
};
const scope = { variables: new Map<string, Json>([['$body', body]]) };

const value = (template: string) => evaluate(parseTemplate(template), scope);

describe('a template', () => {
  it.each<[string, Json]>([
    ['{"a": [1, -2.5, "x\\n\\u0041", true, null], "b": {}}', { a: [1, -2.5, 'x\nA', true, null], b: {} }],
    ['{{ $body.id }}', 7],
    ['{{$body.name}}', 'Ada "the first"'],
    ['$body.users[1].id', 2],
    ["{{ $body['odd key'].deep }}", 'x'],
    ['{{ $body["odd key"]["deep"] }}', 'x'],
    ['{"id": {{ $body.id }}}', { id: 7 }],
    ['"id {{ $body.id }}, {{ $body.yes }}, {{ $body.name }}"', 'id 7, true, Ada "the first"'],
    ['{"{{ $body.id }}-key": 1}', { '7-key': 1 }],
    ['{{ $body?.missing?.deep?[0] ?? "none" }}', 'none'],
    ['{{ $body?.none ?? $body.id }}', 7],
    ['{{ if $body.id > 6 && $body.yes }} "big" {{ else }} "small" {{ end }}', 'big'],
    ['{{ if $body.id == 1 }} 1 {{ elif $body.id == 7 }} {"n": 2} {{ else }} 3 {{ end }}', { n: 2 }],
    ['{{ if ($body.id < 3) || not($body.yes) }} 1 {{ else }} 2 {{ end }}', 2],
    ['{{ if 2 in $body.list }} "in" {{ else }} "out" {{ end }}', 'in'],
    ['{{ if "name" in $body }} "in" {{ else }} "out" {{ end }}', 'in'],
    ['{{ if $body.users[0] == {"tags": ["a"], "id": 1} }} 1 {{ else }} 2 {{ end }}', 1],
    [
      '{{ range i, each := $body.list }} {"at": {{ i }}, "is": {{ each }}} {{ end }}',
      [1, 2, 3].map((is, at) => ({ at, is })),
    ],
    [
      '{{ range _, user := $body.users }} {{ range j, _ := user.tags }} {{ j }} {{ end }} {{ end }}',
      [[0], []],
    ],
    ['{{ concat([toUpper("a"), "{{ size($body.list) }}"]) }}', 'A3'],
    ['{{ fromPairs(toPairs({"a": 1})) }}', { a: 1 }],
    ['{{ removeNulls([1, null]) }}', [1]],
    ['{{ head(tail($body.list)) }}', 2],
    ['{{ toTitle("ada lovelace") }}', 'Ada Lovelace'],
    ['{{ escapeUri("a b&c") }}', 'a%20b%26c'],
    ['{{ empty([]) }}', true],
    ['{{ $body?.missing.deep[0] ?? "none" }}', 'none'],
    ['{{ size(null) }}', 0],
    ['{{ inverse({"a": 1}) }}', { a: 1 }],
    ['{{ escapeUri("it\'s \\ud800") }}', 'it%27s%20%EF%BF%BD'],
  ])('%s', (template, expected) => {
    expect(value(template)).toEqual(expected);
  });

  it('keeps every digit', () => {
    const big = parseJson('{"n": 12345678901234567890}');
    const variables = new Map([['$body', big]]);
    expect(stringifyJson(evaluate(parseTemplate('[{{ $body.n }}, "{{ $body.n }}"]'), { variables }))).toBe(
      '[12345678901234567890,"12345678901234567890"]',
    );
  });

  it.each([
    ['{{ $body.world }}', 'Attribute Error', "'Object' has no attribute 'world'."],
    ['{{ $body.none.x }}', 'Attribute Error', "'Null' has no attribute 'x'."],
    ['{{ $body.constructor }}', 'Attribute Error', "'Object' has no attribute 'constructor'."],
    ['{{ $body.list[9] }}', 'Index Error', "'Array' has no element at 9."],
    ['{{ $other }}', 'Attribute Error', "Variable '$other' is not in scope."],
    ['{{ if $body.id }} 1 {{ else }} 2 {{ end }}', 'Type Error', "'Number' is not a boolean."],
    ['{{ range i, x := $body.id }} 1 {{ end }}', 'Type Error', "'Number' is not an array."],
    ['{{ $body.id > "a" }}', 'Type Error', "'Number' and 'String' can't be compared."],
    ['"{{ $body.list }}"', 'Type Error', "Cannot interpolate type: 'Array'."],
    ['{{ toUpper(1) }}', 'Function Error', 'toUpper: Expected a string.'],
    ['{{ constructor(1) }}', 'Function Error', "Function 'constructor' is not defined."],
  ])('refuses data that does not suit %s', (template, code, message) => {
    expect(() => value(template)).toThrow(expect.objectContaining({ code, message }));
  });

  it.each([
    ['$body.hello }}', "Unexpected token '}'."],
    ['{{ $body.hello', 'Unexpected end of the template.'],
    ['{"a" 1}', "Unexpected token '1'."],
    ['{{ if true }} 1 {{ end }}', "Unexpected token 'end'."],
    ['"open', 'Unexpected end of the template.'],
    ['', 'Unexpected end of the template.'],
    ['[1, 2', 'Unexpected end of the template.'],
    ['['.repeat(5000), 'the template is nested too deeply'],
  ])('refuses what it cannot read: %.40s', (template, message) => {
    expect(() => parseTemplate(template)).toThrow(expect.objectContaining({ code: 'Parse Error', message }));
  });

  it.each([
    ['{{ $body.world }}', 0, 4, 0, 15],
    ['$body.hello }}', 0, 14, 0, 15],
    ['{\n  "a": {{ $body.nope.x }}\n}', 1, 11, 1, 21],
    ['{\n  "a": {{ if $body.id }} 1 {{ else }} 2 {{ end }} }', 1, 14, 1, 22],
    ['[1,\n2', 1, 2, 1, 3],
  ])('says where %j is wrong', (template, startLine, startColumn, endLine, endColumn) => {
    const at = { startLine, startColumn, endLine, endColumn };
    expect(() => value(template)).toThrow(expect.objectContaining({ at }));
  });

  it('may be plain text', () => {
    const text = (template: string) => evaluate(parseTextTemplate(template), scope);
    expect(text('https://a.example/{{ $body.id }}?q="{"')).toBe('https://a.example/7?q="{"');
    expect(text('')).toBe('');
    expect(() => parseTextTemplate('a {{ b')).toThrow('Unexpected end of the template.');
    expect(() => text('{{ $nope }}')).toThrow(
      expect.objectContaining({ at: expect.objectContaining({ startColumn: 5 }) }),
    );
  });
});
