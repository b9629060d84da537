import type { Json } from '../json.js';
import { parseNumber } from '../jsonText.js';
import { TemplateReader } from './reader.js';
import type { BinaryOperator, Part, Template } from './template.js';

/** Reads a template of a JSON value. @throws KritiError */
export function parseTemplate(text: string): Template {
  const reader = new TemplateReader(text);
  const template = parseExpression(reader);
  reader.skipSpace();
  if (!reader.isDone) throw reader.unexpected();
  return template;
}

/** Reads plain text with `{{…}}` in it, as URLs and headers are given. @throws KritiError */
export function parseTextTemplate(text: string): Template {
  // Hasura reads it as a string between quotes: columns count from the first of these.
  const reader = new TemplateReader(text, 2);
  const parts: (string | Template)[] = [];
  while (!reader.isDone) {
    const plain = reader.match(/(?:(?!\{\{)[\s\S])+/y);
    parts.push(plain ?? parseBraces(reader));
  }
  return { kind: 'text', parts, at: reader.span(0) };
}

/** From the loosest to the tightest. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '<=', '>=', '<', '>', 'in'],
];

/** Deeper than any sensible template; the parser is recursive. */
const maximumDepth = 200;

function parseExpression(reader: TemplateReader, level = 0): Template {
  if (reader.depth > maximumDepth) throw reader.error('the template is nested too deeply');
  const operators = levels[level];
  if (!operators) return parseOperand(reader);
  reader.skipSpace();
  const start = reader.at;
  let left = parseExpression(reader, level + 1);
  for (;;) {
    const operator = operators.find((each) => reader.takeOperator(each));
    if (!operator) return left;
    const right = parseExpression(reader, level + 1);
    left = { kind: 'binary', operator, left, right, at: reader.span(start) };
  }
}

function parseOperand(reader: TemplateReader): Template {
  reader.depth += 1;
  reader.skipSpace();
  const operand = reader.looksAt('{{') ? parseBraces(reader) : parsePath(reader);
  reader.depth -= 1;
  return operand;
}

function parsePath(reader: TemplateReader): Template {
  if (reader.take('(')) {
    const inner = parseExpression(reader);
    reader.expect(')');
    return inner;
  }
  const start = reader.at;
  const atom = parseAtom(reader);
  return parseSteps(reader, { ...atom, at: reader.span(start) }, start);
}

function parseAtom(reader: TemplateReader): Part {
  if (reader.take('{')) return parseObject(reader);
  if (reader.take('[')) return parseList(reader);
  if (reader.looksAt('"')) return parseString(reader);
  const number = reader.match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  if (number !== undefined) return { kind: 'literal', value: parseNumber(number) };
  return parseName(reader);
}

const words: Readonly<Record<string, Json>> = { null: null, true: true, false: false };

function parseName(reader: TemplateReader): Part {
  const name = reader.match(/[$A-Za-z_][$\w]*/y);
  if (name === undefined) throw reader.unexpected();
  const word = Object.hasOwn(words, name) ? words[name] : undefined;
  if (word !== undefined) return { kind: 'literal', value: word };
  if (name.startsWith('$') || !reader.take('(')) return { kind: 'variable', name };
  const argument = parseExpression(reader);
  reader.expect(')');
  return { kind: 'call', name, argument };
}

/** `.name`, `['name']`, `[0]`, each also with `?` before. */
function parseSteps(reader: TemplateReader, from: Template, start: number): Template {
  if (from.kind !== 'variable' && from.kind !== 'call') return from;
  let of: Template = from;
  for (;;) {
    const optional = reader.looksAt('?.') || reader.looksAt('?[');
    if (optional) reader.take('?');
    const key = parseKey(reader);
    if (!key) return of;
    of = { kind: 'member', of, key, optional, at: reader.span(start) };
  }
}

function parseKey(reader: TemplateReader): Template | undefined {
  const start = reader.at;
  if (reader.takeHere('.')) {
    const name = reader.match(/[$A-Za-z_][$\w-]*/y);
    if (name === undefined) throw reader.unexpected();
    return { kind: 'literal', value: name, at: reader.span(start) };
  }
  if (!reader.takeHere('[')) return undefined;
  const quoted = reader.match(/'[^']*'/y);
  const key: Template =
    quoted === undefined
      ? parseExpression(reader)
      : { kind: 'literal', value: quoted.slice(1, -1), at: reader.span(start) };
  reader.expect(']');
  return key;
}

function parseList(reader: TemplateReader): Part {
  const items: Template[] = [];
  if (reader.take(']')) return { kind: 'list', items };
  do items.push(parseExpression(reader));
  while (reader.take(','));
  reader.expect(']');
  return { kind: 'list', items };
}

function parseObject(reader: TemplateReader): Part {
  const members: [Template, Template][] = [];
  if (reader.take('}')) return { kind: 'object', members };
  do {
    reader.skipSpace();
    const start = reader.at;
    const key = { ...parseString(reader), at: reader.span(start) };
    reader.expect(':');
    members.push([key, parseExpression(reader)]);
  } while (reader.take(','));
  reader.expect('}');
  return { kind: 'object', members };
}

function parseString(reader: TemplateReader): Part {
  reader.expect('"');
  const parts: (string | Template)[] = [];
  while (!reader.takeHere('"')) {
    const plain = reader.match(/(?:\\u[\da-fA-F]{4}|\\["\\/bfnrt]|(?!\{\{)[^"\\])+/y);
    if (plain === undefined && !reader.looksAt('{{')) throw reader.unexpected();
    // Line breaks, which JSON wants escaped, may stand in a template as they are.
    parts.push(
      plain === undefined ? parseBraces(reader) : (JSON.parse(`"${escapeControls(plain)}"`) as string),
    );
  }
  const [only = ''] = parts;
  if (parts.length < 2 && typeof only === 'string') return { kind: 'literal', value: only };
  return { kind: 'text', parts };
}

const escapeControls = (text: string): string =>
  text.replace(/\p{Cc}/gu, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);

function parseBraces(reader: TemplateReader): Template {
  const start = reader.at;
  reader.expect('{{');
  if (reader.takeWord('if')) return { ...parseIf(reader), at: reader.span(start) };
  if (reader.takeWord('range')) return { ...parseRange(reader), at: reader.span(start) };
  const inner = parseExpression(reader);
  reader.expect('}}');
  return inner;
}

function parseIf(reader: TemplateReader): Part {
  const branches: { condition: Template; value: Template }[] = [];
  for (;;) {
    const condition = parseExpression(reader);
    reader.expect('}}');
    branches.push({ condition, value: parseExpression(reader) });
    reader.expect('{{');
    if (reader.takeWord('elif')) continue;
    if (!reader.takeWord('else')) throw reader.unexpected();
    reader.expect('}}');
    const otherwise = parseExpression(reader);
    expectEnd(reader);
    return { kind: 'if', branches, otherwise };
  }
}

function parseRange(reader: TemplateReader): Part {
  const name = () => {
    reader.skipSpace();
    const found = reader.match(/[$A-Za-z_][$\w]*/y);
    if (found === undefined) throw reader.unexpected();
    return found;
  };
  const index = name();
  reader.expect(',');
  const item = name();
  reader.expect(':=');
  const of = parseExpression(reader);
  reader.expect('}}');
  const body = parseExpression(reader);
  expectEnd(reader);
  return { kind: 'range', index: index === '_' ? null : index, item, of, body };
}

function expectEnd(reader: TemplateReader): void {
  reader.expect('{{');
  if (!reader.takeWord('end')) throw reader.unexpected();
  reader.expect('}}');
}
