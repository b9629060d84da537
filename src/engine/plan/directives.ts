import { type DirectiveNode, Kind, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import type { InputField } from '../schema/types.js';
import type { PlanContext } from './context.js';
import { readArguments } from './input.js';
import { refuse } from './refusal.js';

type Location =
  | 'a query'
  | 'a mutation'
  | 'a subscription'
  | 'a field'
  | 'a fragment definition'
  | 'a fragment spread'
  | 'an inline fragment';

const selections: readonly Location[] = ['a field', 'a fragment spread', 'an inline fragment'];

/** Where each directive may stand. `@cached` changes nothing: there is no response cache here. */
const allowedOn: Readonly<Record<string, readonly Location[]>> = {
  include: selections,
  skip: selections,
  cached: ['a query'],
  _multiple_top_level_fields: ['a subscription'],
};

/** @throws HasuraError when a directive is unknown, stands where it may not, or twice. */
export function checkDirectives(
  node: { readonly directives?: readonly DirectiveNode[] | undefined },
  location: Location,
  path: string,
): void {
  const directives = node.directives ?? [];
  if (directives.length === 0) return;
  const names = directives.map((each) => each.name.value);
  for (const name of names) {
    const allowed = Object.hasOwn(allowedOn, name) ? allowedOn[name] : undefined;
    if (!allowed) refuse(path, `directive '${name}' is not defined in the schema`);
    else if (!allowed.includes(location)) refuse(path, `directive '${name}' is not allowed on ${location}`);
  }
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (repeated.length === 0) return;
  const list = [...new Set(repeated)].map((name) => `'${name}'`).join(', ');
  refuse(path, `the following directives are used more than once: [${list}]`);
}

/** Does the request include this selection, by its `@include` and `@skip`? */
export function isIncluded(context: PlanContext, selection: SelectionNode, path: string): boolean {
  if (!selection.directives || selection.directives.length === 0) return true;
  const at = selection.kind === Kind.FIELD ? `${path}.${(selection.alias ?? selection.name).value}` : path;
  checkDirectives(selection, locations[selection.kind], at);
  return selection.directives.every((directive) => {
    const value = condition(context, directive, at);
    return directive.name.value === 'skip' ? !value : value;
  });
}

const locations = {
  Field: 'a field',
  FragmentSpread: 'a fragment spread',
  InlineFragment: 'an inline fragment',
} satisfies Record<SelectionNode['kind'], Location>;

function condition(context: PlanContext, directive: DirectiveNode, path: string): boolean {
  const field = { name: directive.name.value, path };
  const value = readArguments(context, directive.arguments ?? [], ifArgument, field).get('if');
  return value?.kind === 'scalar' && value.value === true;
}

const ifArgument: ReadonlyMap<string, InputField> = new Map([
  ['if', { name: 'if', type: { kind: 'named', name: 'Boolean', nonNull: true }, means: { is: 'byName' } }],
]);

const operationLocations = {
  query: 'a query',
  mutation: 'a mutation',
  subscription: 'a subscription',
} as const;

/** Checks the operation's own directives, and tells whether it may have several subscription fields. */
export function readOperationDirectives(
  context: PlanContext,
  operation: OperationDefinitionNode,
): { readonly multipleTopLevelFields: boolean } {
  checkDirectives(operation, operationLocations[operation.operation], '$');
  const names = (operation.directives ?? []).map((directive) => {
    if (directive.name.value === 'cached') {
      readArguments(context, directive.arguments ?? [], cachedArguments, { name: 'cached', path: '$' });
    }
    return directive.name.value;
  });
  return { multipleTopLevelFields: names.includes('_multiple_top_level_fields') };
}

const cachedArguments: ReadonlyMap<string, InputField> = new Map(
  (
    [
      ['ttl', 'Int', 60],
      ['refresh', 'Boolean', false],
    ] as const
  ).map(([name, type, defaultValue]) => [
    name,
    {
      name,
      type: { kind: 'named', name: type, nonNull: true },
      default: defaultValue,
      means: { is: 'byName' },
    } satisfies InputField,
  ]),
);
