import type { CatalogFunction } from '../catalog/types.js';
import type { FunctionCall, FunctionCallArgument } from '../model/condition.js';
import type { ComputedField, TrackedFunction } from '../model/types.js';
import { boundValue, pgTypes } from './boundInput.js';
import type { PlanContext } from './context.js';
import type { Arguments, Input } from './input.js';
import { refuse } from './refusal.js';

/** The call of a tracked function with the request's `args`. */
export function functionCall(
  context: PlanContext,
  tracked: TrackedFunction,
  given: Arguments,
  path: string,
): FunctionCall {
  const session = tracked.sessionArgument;
  return call(context, tracked.function, { row: null, session }, given, path);
}

/** The call of a computed field on the current row. */
export function computedFieldCall(
  context: PlanContext,
  field: ComputedField,
  given: Arguments,
  path: string,
): FunctionCall {
  const fixed = { row: field.rowArgument, session: field.sessionArgument };
  return call(context, field.function, fixed, given, path);
}

interface FixedArguments {
  readonly row: number | null;
  readonly session: number | null;
}

/**
 * Arguments stand by position up to the first that is left to its default, and by name from there on.
 *
 * @throws HasuraError not-supported when an argument without default is left out.
 */
function call(
  context: PlanContext,
  target: CatalogFunction,
  fixed: FixedArguments,
  given: Arguments,
  path: string,
): FunctionCall {
  const inputs = inputsByPosition(given.get('args'));
  const planned: FunctionCallArgument[] = [];
  let omitted = false;
  for (const [position, { name, type, hasDefault }] of target.arguments.entries()) {
    const input = inputs.get(position);
    if (position === fixed.row) {
      planned.push({ kind: 'row' });
    } else if (position === fixed.session) {
      const value = { kind: 'value', source: { from: 'sessionObject' }, type: sessionType(type) } as const;
      planned.push({ kind: 'value', name: omitted ? name : null, value });
    } else if (input) {
      planned.push({ kind: 'value', name: omitted ? name : null, value: boundValue(context, input, type) });
    } else if (hasDefault) {
      omitted = true;
    } else {
      refuse(`${path}.args.args`, 'Non default arguments cannot be omitted', 'not-supported');
    }
  }
  return { function: { schema: target.schema, name: target.name }, arguments: planned };
}

const sessionType = (type: CatalogFunction['returns']) =>
  type.name === 'jsonb' ? pgTypes.jsonb : pgTypes.json;

function inputsByPosition(args: Input | undefined): ReadonlyMap<number, Input> {
  const inputs = new Map<number, Input>();
  if (args?.kind !== 'object') return inputs;
  for (const { field, value } of args.entries.values()) {
    if (field.means.is === 'functionArgument') inputs.set(field.means.position, value);
  }
  return inputs;
}
