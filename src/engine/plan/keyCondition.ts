import type { Condition } from '../model/condition.js';
import type { TrackedTable } from '../model/types.js';
import type { InputField } from '../schema/types.js';
import { requiredValue } from './boundInput.js';
import { and } from './conditions.js';
import type { PlanContext } from './context.js';
import type { Input } from './input.js';
import { columnOperand } from './operands.js';

type Entry = { readonly field: InputField; readonly value: Input };

/** Equality on the columns of a key: arguments of *_by_pk, `pk_columns`. */
export function keyCondition(context: PlanContext, table: TrackedTable, entries: Iterable<Entry>): Condition {
  return and(
    [...entries].map(({ field, value }): Condition => {
      if (field.means.is !== 'column') throw new Error(`${field.name} isn't a key column`);
      const { column } = field.means;
      const right = requiredValue(context, value, column.type);
      return { kind: 'compare', left: columnOperand(context, table, column), operator: '_eq', right };
    }),
  );
}

/** The arguments with their definitions. */
export function entriesOf(
  given: ReadonlyMap<string, Input>,
  definitions: ReadonlyMap<string, InputField>,
): readonly Entry[] {
  return [...definitions.values()].flatMap((field) => {
    const value = given.get(field.name);
    return value ? [{ field, value }] : [];
  });
}
