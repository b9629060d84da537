import type { CatalogFunctionArgument } from '../catalog/types.js';
import { isGraphqlName, quoted } from '../model/naming.js';
import type { ComputedField, TrackedFunction, TrackedTable } from '../model/types.js';
import { define, type SchemaContext } from './context.js';
import { customTypeName } from './naming.js';
import { pgTypeRef } from './scalars.js';
import { fieldMap, inputField, named, required } from './typeRef.js';
import type { InputField } from './types.js';

interface InputArgument {
  /** Where it stands among all of the function's arguments. */
  readonly position: number;
  readonly argument: CatalogFunctionArgument;
}

/** The arguments that the client gives: all but the row and the session. */
function inputArguments(
  all: readonly CatalogFunctionArgument[],
  taken: readonly (number | null)[],
): readonly InputArgument[] {
  return all
    .map((argument, position) => ({ position, argument }))
    .filter(({ position }) => !taken.includes(position));
}

const computedFieldArguments = (field: ComputedField): readonly InputArgument[] =>
  inputArguments(field.function.arguments, [field.rowArgument, field.sessionArgument]);

/** Whether a computed field takes more than the row and the session. */
export const takesArguments = (field: ComputedField): boolean => computedFieldArguments(field).length > 0;

/** `args: full_name_users_args!` of a computed field, or nothing. */
export function computedFieldArgs(
  context: SchemaContext,
  table: TrackedTable,
  field: ComputedField,
): readonly InputField[] {
  return argsField(
    context,
    customTypeName(context, `${field.name}_${table.graphqlName}_args`),
    `input parameters for computed field "${field.name}" defined on table ${quoted(table)}`,
    computedFieldArguments(field),
  );
}

/** `args: search_notes_args!` of a tracked function, or nothing. */
export function functionArgs(context: SchemaContext, tracked: TrackedFunction): readonly InputField[] {
  return argsField(
    context,
    customTypeName(context, `${tracked.graphqlName}_args`),
    `input parameters for function ${quoted(tracked)}`,
    inputArguments(tracked.function.arguments, [tracked.sessionArgument]),
  );
}

/**
 * Every argument is nullable: SQL functions take null. Whether one without default may be left out is decided when the
 * request is planned, as in Hasura. Nameless arguments are called `arg_1`, `arg_2`, …
 */
function argsField(
  context: SchemaContext,
  name: string,
  description: string,
  inputs: readonly InputArgument[],
): readonly InputField[] {
  if (inputs.length === 0) return [];
  define(context, name, null, () => {
    let nameless = 0;
    const fields = inputs.map(({ position, argument }) => {
      if (!argument.name) nameless += 1;
      const argumentName = argument.name || `arg_${nameless}`;
      return inputField(argumentName, pgTypeRef(context, argument.type), {
        is: 'functionArgument',
        position,
      });
    });
    return { kind: 'input', name, fields: fieldMap(fields.filter((field) => isGraphqlName(field.name))) };
  });
  const optional = inputs.every(({ argument }) => argument.hasDefault);
  return [inputField('args', optional ? named(name) : required(name), { is: 'byName' }, description)];
}
