import { quoted } from '../model/naming.js';
import type { TrackedTable } from '../model/types.js';
import { define, type SchemaContext, selectPermission } from './context.js';
import { tableTypeName } from './naming.js';
import { scalar } from './scalars.js';
import { tableObject } from './tableObject.js';
import { fieldMap, outputField, required, requiredListOf } from './typeRef.js';

/** `notes_mutation_response`; `returning` only for who may read the rows. */
export function mutationResponse(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_mutation_response');
  return define(context, name, table, () => {
    const affectedRows = outputField(
      'affected_rows',
      required(scalar(context, 'Int')),
      { is: 'affectedRows' },
      { description: 'number of rows affected by the mutation' },
    );
    const readable = selectPermission(context, table) !== undefined;
    const returning = () =>
      outputField(
        'returning',
        requiredListOf(tableObject(context, table)),
        { is: 'returning' },
        { description: 'data from the rows affected by the mutation' },
      );
    return {
      kind: 'object',
      name,
      description: `response of any mutation on the table ${quoted(table)}`,
      fields: fieldMap(readable ? [affectedRows, returning()] : [affectedRows]),
    };
  });
}
