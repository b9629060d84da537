import type { Json } from '../json.js';
import { parseNumber } from '../jsonText.js';
import { TemplateReader } from './reader.js';
import type { BinaryOperator, Template } from './template.js';

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
  const reader = new TemplateReader(text);
  const parts: (string | Template)[] = [];
  while (!reader.isDone) {
    const plain = reader.match(/(?:(?!\{\{)[\s\S])+/y);
    parts.push(plain ?? parseBraces(reader));
  }
  return { kind: 'text', parts };
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
  let left = parseExpression(reader, level + 1);
  for (;;) {
    const at = reader.at;
    const operator = operators.find((each) => reader.takeOperator(each));
    if (!operator) return left;
    left = { kind: 'binary', operator, left, right: parseExpression(reader, level + 1), at };
  }
}

function parseOperand(reader: TemplateReader): Template {
  reader.depth += 1;
  const operand = parseSteps(reader, parseAtom(reader));
  reader.depth -= 1;
  return operand;
}

function parseAtom(reader: TemplateReader): Template {
  reader.skipSpace();
  if (reader.looksAt('{{')) return parseBraces(reader);
  if (reader.take('{')) return parseObject(reader);
  if (reader.take('[')) return parseList(reader);
  if (reader.take('(')) {
    const inner = parseExpression(reader);
    reader.expect(')');
    return inner;
  }
  if (reader.looksAt('"')) return parseString(reader);
  const number = reader.match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  if (number !== undefined) return { kind: 'literal', value: parseNumber(number) };
  return parseName(reader);
}

const words: Readonly<Record<string, Json>> = { null: null, true: true, false: false };

function parseName(reader: TemplateReader): Template {
  const at = reader.at;
  const name = reader.match(/[$A-Za-z_][$\w]*/y);
  if (name === undefined) throw reader.unexpected();
  const word = Object.hasOwn(words, name) ? words[name] : undefined;
  if (word !== undefined) return { kind: 'literal', value: word };
  if (name.startsWith('$') || !reader.take('(')) return { kind: 'variable', name, at };
  const argument = parseExpression(reader);
  reader.expect(')');
  return { kind: 'call', name, argument, at };
}

/** `.name`, `['name']`, `[0]`, each also with `?` before. */
function parseSteps(reader: TemplateReader, from: Template): Template {
  if (from.kind !== 'variable' && from.kind !== 'call') return from;
  const { at } = from;
  let of: Template = from;
  for (;;) {
    const optional = reader.looksAt('?.') || reader.looksAt('?[');
    if (optional) reader.take('?');
    let key: Template;
    if (reader.takeHere('.')) {
      const name = reader.match(/[$A-Za-z_][$\w-]*/y);
      if (name === undefined) throw reader.unexpected();
      key = { kind: 'literal', value: name };
    } else if (reader.takeHere('[')) {
      const quoted = reader.match(/'[^']*'/y);
      key = quoted === undefined ? parseExpression(reader) : { kind: 'literal', value: quoted.slice(1, -1) };
      reader.expect(']');
    } else {
      return of;
    }
    of = { kind: 'member', of, key, optional, at };
  }
}

function parseList(reader: TemplateReader): Template {
  const items: Template[] = [];
  if (reader.take(']')) return { kind: 'list', items };
  do items.push(parseExpression(reader));
  while (reader.take(','));
  reader.expect(']');
  return { kind: 'list', items };
}

function parseObject(reader: TemplateReader): Template {
  const members: [Template, Template][] = [];
  if (reader.take('}')) return { kind: 'object', members };
  do {
    reader.skipSpace();
    const key = parseString(reader);
    reader.expect(':');
    members.push([key, parseExpression(reader)]);
  } while (reader.take(','));
  reader.expect('}');
  return { kind: 'object', members };
}

function parseString(reader: TemplateReader): Template {
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
  const at = reader.at;
  reader.expect('{{');
  if (reader.takeWord('if')) return parseIf(reader, at);
  if (reader.takeWord('range')) return parseRange(reader, at);
  const inner = parseExpression(reader);
  reader.expect('}}');
  return inner;
}

function parseIf(reader: TemplateReader, at: number): Template {
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
    return { kind: 'if', branches, otherwise, at };
  }
}

function parseRange(reader: TemplateReader, at: number): Template {
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
  return { kind: 'range', index: index === '_' ? null : index, item, of, body, at };
}

function expectEnd(reader: TemplateReader): void {
  reader.expect('{{');
  if (!reader.takeWord('end')) throw reader.unexpected();
  reader.expect('}}');
}
