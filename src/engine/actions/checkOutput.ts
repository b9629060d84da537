import { HasuraError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { isNumber } from '../jsonText.js';
import type { CustomTypes } from '../metadata/types.js';
import { type OutputType, parseOutputType, requiredFieldsOf } from './outputType.js';

const builtInScalars: ReadonlySet<string> = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

/**
 * Whether a webhook's answer is what the Action declares, as far as Hasura looks: the outermost object or list of
 * objects is checked, with all its non-null fields whether selected or not; nested objects and custom scalars aren't.
 *
 * @throws HasuraError unexpected
 */
export function checkOutput(answer: Json, outputType: string, types: CustomTypes): void {
  const type = parseOutputType(outputType);
  const name = innermostName(type);
  const required = requiredFieldsOf(types).get(name);
  if (!required && !builtInScalars.has(name)) return;
  check(answer, type, required ?? []);
}

function check(answer: Json, type: OutputType, required: readonly string[]): void {
  if (answer === null) {
    if (type.nonNull) throw unexpected('got null for the action webhook response');
    return;
  }
  if (type.kind === 'list') {
    if (!Array.isArray(answer)) throw unexpected('expecting array for the action webhook response');
    for (const each of answer as readonly Json[]) check(each, type.of, required);
    return;
  }
  const { name } = type;
  const refuse = (got: string) => unexpected(`got ${got} for the action webhook response, expecting ${name}`);
  if (Array.isArray(answer)) throw refuse('array');
  if (isNumber(answer)) {
    // Hasura says String for numbers too.
    if (name !== 'Int' && name !== 'Float') throw refuse('scalar String');
  } else if (typeof answer === 'boolean') {
    if (name !== 'Boolean') throw refuse('scalar Boolean');
  } else if (typeof answer === 'string') {
    if (name !== 'String' && name !== 'ID') throw refuse('scalar String');
  } else {
    if (builtInScalars.has(name)) throw refuse('object');
    checkFields(answer as JsonObject, required);
  }
}

function checkFields(object: JsonObject, required: readonly string[]): void {
  for (const field of required) {
    const value = Object.hasOwn(object, field) ? object[field] : undefined;
    if (value === undefined) throw unexpected(`field "${field}" expected in webhook response, but not found`);
    if (value === null) throw unexpected(`expecting not null value for field "${field}"`);
  }
}

const innermostName = (type: OutputType): string =>
  type.kind === 'list' ? innermostName(type.of) : type.name;

const unexpected = (message: string): HasuraError => new HasuraError('unexpected', message);
