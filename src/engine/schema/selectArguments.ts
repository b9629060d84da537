import type { TrackedTable } from '../model/types.js';
import { boolExp } from './boolExp.js';
import type { SchemaContext } from './context.js';
import { selectColumnEnum } from './enums.js';
import { orderBy } from './orderBy.js';
import { scalar } from './scalars.js';
import { inputField, listOf, named } from './typeRef.js';
import type { InputField } from './types.js';

/** distinct_on, limit, offset, order_by and where: of every list of a table's rows. */
export function selectArguments(context: SchemaContext, table: TrackedTable): readonly InputField[] {
  const columns = selectColumnEnum(context, table);
  const int = named(scalar(context, 'Int'));
  const byName = { is: 'byName' } as const;
  return [
    ...(columns === undefined
      ? []
      : [inputField('distinct_on', listOf(columns), byName, 'distinct select on columns')]),
    inputField('limit', int, byName, 'limit the number of rows returned'),
    inputField('offset', int, byName, 'skip the first n rows. Use only with order_by'),
    inputField('order_by', listOf(orderBy(context, table)), byName, 'sort the rows by one or more columns'),
    whereArgument(context, table),
  ];
}

export const whereArgument = (context: SchemaContext, table: TrackedTable): InputField =>
  inputField('where', named(boolExp(context, table)), { is: 'byName' }, 'filter the rows returned');
