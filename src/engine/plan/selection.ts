import { type ArgumentNode, type FieldNode, Kind, type SelectionNode, type ValueNode } from 'graphql';
import type { ObjectType, OutputField } from '../schema/types.js';
import type { PlanContext } from './context.js';
import { checkDirectives, isIncluded } from './directives.js';
import { refuse } from './refusal.js';
import { namedTypeOf } from './typeReferences.js';

/** One response key, selections of the same key merged, fragments and skipped parts resolved. */
export interface Selected {
  readonly alias: string;
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
  readonly selections: readonly SelectionNode[];
  /** Of the field: `$.selectionSet.notes`. */
  readonly path: string;
}

/** A selected field with its definition, or `__typename`. */
export type SelectedField = DefinedField | { readonly alias: string; readonly field: null };

export type DefinedField = Selected & { readonly field: OutputField; readonly type: ObjectType | null };

/**
 * The fields that `selections` choose from `type`, in response order.
 *
 * @param path of the field that has the selection set, `$` for the operation
 */
export function selectFields(
  context: PlanContext,
  type: ObjectType,
  selections: readonly SelectionNode[],
  path: string,
): readonly SelectedField[] {
  return collectFields(context, type, selections, path).map((each) => withDefinition(context, type, each));
}

/** The same before their definitions are looked up: a root type has fields that aren't in its definition. */
export function collectFields(
  context: PlanContext,
  type: Pick<ObjectType, 'name'>,
  selections: readonly SelectionNode[],
  path: string,
): readonly Selected[] {
  const within = `${path}.selectionSet`;
  if (selections.length === 0) refuse(within, `missing selection set for '${type.name}'`);
  const merged = new Map<string, Selected>();
  collect(context, type.name, selections, within, merged);
  return [...merged.values()];
}

export function withDefinition(context: PlanContext, type: ObjectType, selected: Selected): SelectedField {
  if (selected.name === '__typename') return { alias: selected.alias, field: null };
  const field = type.fields.get(selected.name);
  if (!field) return refuse(selected.path, `field '${selected.name}' not found in type: '${type.name}'`);
  const named = context.schema.types.get(namedTypeOf(field.type));
  if (named?.kind === 'object') return { ...selected, field, type: named };
  if (selected.selections.length > 0)
    refuse(selected.path, 'unexpected subselection set for non-object field');
  return { ...selected, field, type: null };
}

function collect(
  context: PlanContext,
  typeName: string,
  selections: readonly SelectionNode[],
  path: string,
  merged: Map<string, Selected>,
): void {
  for (const selection of selections) {
    if (!isIncluded(context, selection, path)) continue;
    if (selection.kind === Kind.FIELD) {
      addField(merged, selection, path);
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? context.fragments.get(selection.name.value) : selection;
    if (!fragment) continue;
    if (fragment.kind === Kind.FRAGMENT_DEFINITION) checkDirectives(fragment, 'a fragment definition', path);
    const condition = fragment.typeCondition?.name.value ?? typeName;
    if (condition === typeName) collect(context, typeName, fragment.selectionSet.selections, path, merged);
  }
}

function addField(merged: Map<string, Selected>, node: FieldNode, path: string): void {
  const alias = node.alias?.value ?? node.name.value;
  const added: Selected = {
    alias,
    name: node.name.value,
    arguments: node.arguments ?? [],
    selections: node.selectionSet?.selections ?? [],
    path: `${path}.${alias}`,
  };
  const existing = merged.get(alias);
  merged.set(alias, existing ? merge(existing, added) : added);
}

function merge(one: Selected, other: Selected): Selected {
  if (one.name !== other.name) {
    const names = `'${one.name}' and '${other.name}'`;
    refuse(one.path, `selection of both ${names} specify the same response name, '${one.alias}'`);
  }
  if (argumentsKey(one.arguments) !== argumentsKey(other.arguments)) {
    refuse(one.path, `inconsistent arguments between multiple selections of field '${one.name}'`);
  }
  const selections = [...one.selections, ...other.selections];
  return { ...one, selections };
}

/** Equal for arguments that mean the same; their order doesn't matter. */
function argumentsKey(given: readonly ArgumentNode[]): string {
  return given.length === 0 ? '' : namedValuesKey(given);
}

function namedValuesKey(given: readonly { name: { value: string }; value: ValueNode }[]): string {
  return given
    .map((each) => `${each.name.value}:${valueKey(each.value)}`)
    .sort()
    .join();
}

function valueKey(node: ValueNode): string {
  switch (node.kind) {
    case Kind.VARIABLE:
      return `$${node.name.value}`;
    case Kind.LIST:
      return `[${node.values.map(valueKey).join()}]`;
    case Kind.OBJECT:
      return `{${namedValuesKey(node.fields)}}`;
    case Kind.NULL:
      return 'null';
    default:
      return `${node.kind}${JSON.stringify(node.value)}`;
  }
}
