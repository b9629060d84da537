import type { Json, JsonObject } from '../json.js';
import { isObject, RawNumber, stringifyJson } from '../jsonText.js';
import { functions, type KritiFunction } from './functions.js';
import { type BinaryOperator, KritiError, type Span, type Template } from './template.js';

export interface Scope {
  readonly variables: ReadonlyMap<string, Json>;
  /** Besides Kriti's own. */
  readonly functions?: Readonly<Record<string, KritiFunction>>;
}

/** The value of a template. @throws KritiError where the data doesn't suit it */
export function evaluate(template: Template, scope: Scope): Json {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'text':
      return template.parts.map((each) => (typeof each === 'string' ? each : printed(each, scope))).join('');
    case 'list':
      return template.items.map((each) => evaluate(each, scope));
    case 'object':
      return Object.fromEntries(
        template.members.map(([key, value]) => [printed(key, scope), evaluate(value, scope)]),
      );
    case 'variable': {
      const value = scope.variables.get(template.name);
      if (value === undefined) {
        throw new KritiError('Attribute Error', `Variable '${template.name}' is not in scope.`, template.at);
      }
      return value;
    }
    case 'member':
      return follow(template, scope) ?? null;
    case 'if':
      return branch(template, scope);
    case 'range':
      return range(template, scope);
    case 'call':
      return call(template, scope);
    case 'binary':
      return binary(template, scope);
  }
}

type Of<Kind extends Template['kind']> = Extract<Template, { kind: Kind }>;

/** Undefined where an optional step found nothing: the steps after it aren't taken. */
function follow(template: Template, scope: Scope): Json | undefined {
  if (template.kind !== 'member') return evaluate(template, scope);
  const container = follow(template.of, scope);
  if (container === undefined) return undefined;
  const key = evaluate(template.key, scope);
  const found = look(container, key);
  if (found !== undefined || template.optional) return found;
  if (Array.isArray(container) && typeof key === 'number') {
    throw new KritiError('Index Error', `'Array' has no element at ${key}.`, template.at);
  }
  const name = typeof key === 'string' ? key : stringifyJson(key);
  throw new KritiError(
    'Attribute Error',
    `'${typeName(container)}' has no attribute '${name}'.`,
    template.at,
  );
}

function look(container: Json, key: Json): Json | undefined {
  if (Array.isArray(container))
    return typeof key === 'number' ? (container as readonly Json[])[key] : undefined;
  if (!isObject(container) || typeof key !== 'string') return undefined;
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

function branch({ branches, otherwise }: Of<'if'>, scope: Scope): Json {
  for (const { condition, value } of branches) {
    if (truth(condition, scope)) return evaluate(value, scope);
  }
  return evaluate(otherwise, scope);
}

function truth(condition: Template, scope: Scope): boolean {
  const value = evaluate(condition, scope);
  if (typeof value === 'boolean') return value;
  throw new KritiError('Type Error', `'${typeName(value)}' is not a boolean.`, condition.at);
}

function range({ index, item, of, body }: Of<'range'>, scope: Scope): Json {
  const list = evaluate(of, scope);
  if (!Array.isArray(list)) {
    throw new KritiError('Type Error', `'${typeName(list)}' is not an array.`, of.at);
  }
  return (list as readonly Json[]).map((each, position) => {
    const variables = new Map(scope.variables);
    if (index !== null) variables.set(index, position);
    variables.set(item, each);
    return evaluate(body, { ...scope, variables });
  });
}

function call({ name, argument, at }: Of<'call'>, scope: Scope): Json {
  const known = [scope.functions ?? {}, functions].find((each) => Object.hasOwn(each, name))?.[name];
  if (!known) throw new KritiError('Function Error', `Function '${name}' is not defined.`, at);
  const value = evaluate(argument, scope);
  try {
    return known(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'failed';
    throw new KritiError('Function Error', `${name}: ${reason}`, at);
  }
}

function binary({ operator, left, right, at }: Of<'binary'>, scope: Scope): Json {
  switch (operator) {
    case '??': {
      const value = evaluate(left, scope);
      return value === null ? evaluate(right, scope) : value;
    }
    case '||':
      return truth(left, scope) || truth(right, scope);
    case '&&':
      return truth(left, scope) && truth(right, scope);
    default:
      return compare(operator, evaluate(left, scope), evaluate(right, scope), at);
  }
}

function compare(
  operator: Exclude<BinaryOperator, '??' | '||' | '&&'>,
  left: Json,
  right: Json,
  at: Span,
): boolean {
  switch (operator) {
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case 'in':
      return isIn(left, right, at);
    case '<':
      return order(left, right, at) < 0;
    case '>':
      return order(left, right, at) > 0;
    case '<=':
      return order(left, right, at) <= 0;
    case '>=':
      return order(left, right, at) >= 0;
  }
}

function isIn(value: Json, container: Json, at: Span): boolean {
  if (Array.isArray(container)) return (container as readonly Json[]).some((each) => isEqual(each, value));
  if (isObject(container) && typeof value === 'string') return Object.hasOwn(container, value);
  throw new KritiError(
    'Type Error',
    `'${typeName(container)}' can't be searched for '${typeName(value)}'.`,
    at,
  );
}

function order(left: Json, right: Json, at: Span): number {
  const [a, b] = [comparable(left), comparable(right)];
  if (typeof a === typeof b && a !== undefined && b !== undefined) return a < b ? -1 : Number(a > b);
  throw new KritiError('Type Error', `'${typeName(left)}' and '${typeName(right)}' can't be compared.`, at);
}

function comparable(value: Json): number | string | boolean | undefined {
  if (value instanceof RawNumber) return Number(value.text);
  return typeof value === 'object' ? undefined : value;
}

function isEqual(left: Json, right: Json): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (left instanceof RawNumber || right instanceof RawNumber)
    return stringifyJson(left) === stringifyJson(right);
  const [a, b] = [left as JsonObject, right as JsonObject];
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key] ?? null, b[key] ?? null));
}

/** A value inside a string. */
function printed(template: Template, scope: Scope): string {
  const value = evaluate(template, scope);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || value instanceof RawNumber) return stringifyJson(value);
  throw new KritiError('Type Error', `Cannot interpolate type: '${typeName(value)}'.`, template.at);
}

function typeName(value: Json): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'Array';
  if (isObject(value)) return 'Object';
  return { string: 'String', boolean: 'Boolean' }[typeof value as string] ?? 'Number';
}
