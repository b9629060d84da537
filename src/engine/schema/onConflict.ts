import type { CatalogConstraint } from '../catalog/types.js';
import { isGraphqlName, quoted } from '../model/naming.js';
import type { TrackedTable } from '../model/types.js';
import { boolExp } from './boolExp.js';
import { define, type SchemaContext } from './context.js';
import { updateColumnEnum } from './enums.js';
import { tableTypeName } from './naming.js';
import { fieldMap, inputField, named, required, requiredListOf } from './typeRef.js';
import type { InputField } from './types.js';

/** The argument that makes an insert an upsert; absent for tables without a unique constraint. */
export function onConflictArgument(context: SchemaContext, table: TrackedTable): readonly InputField[] {
  const constraints = uniqueConstraints(table);
  if (constraints.length === 0) return [];
  const name = tableTypeName(context, table, '_on_conflict');
  define(context, name, table, () => ({
    kind: 'input',
    name,
    description: `on_conflict condition type for table ${quoted(table)}`,
    fields: fieldMap<InputField>([
      inputField('constraint', required(constraintEnum(context, table))),
      {
        ...inputField('update_columns', requiredListOf(updateColumnEnum(context, table))),
        default: [],
      },
      inputField('where', named(boolExp(context, table))),
    ]),
  }));
  return [inputField('on_conflict', named(name), { is: 'byName' }, 'upsert condition')];
}

function uniqueConstraints({ catalog }: TrackedTable): readonly CatalogConstraint[] {
  const all = catalog.primaryKey
    ? [catalog.primaryKey, ...catalog.uniqueConstraints]
    : catalog.uniqueConstraints;
  return all.filter(({ name }) => isGraphqlName(name));
}

function constraintEnum(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_constraint');
  return define(context, name, table, () => ({
    kind: 'enum',
    name,
    description: `unique or primary key constraints on table ${quoted(table)}`,
    values: fieldMap(
      uniqueConstraints(table).map((constraint) => ({
        name: constraint.name,
        description: `unique or primary key constraint on columns ${constraint.columns
          .map((column) => `"${column}"`)
          .join(', ')}`,
        constraint: constraint.name,
      })),
    ),
  }));
}
