import type { Field, MutationOutput, MutationResponseField } from '../plan/types.js';
import { empty, identifier, type Sql, sql } from './fragment.js';
import { jsonConstant, objectSql } from './json.js';
import { scopeAt } from './names.js';
import { listSql, objectSelectSql } from './select.js';

/**
 * What a mutation answers, as an expression.
 *
 * @param source The affected rows, as an item of a from clause.
 * @param affected Their number.
 */
export function mutationOutputSql(output: MutationOutput, source: Sql, affected: Sql): Sql {
  const scope = scopeAt(0);
  const from = sql` from ${source} as ${identifier(scope.row)}`;
  if (output.kind === 'row') {
    const rows = { head: empty, from, rest: sql` limit 1` };
    return sql`(${objectSelectSql(output.fields, rows, scope)})`;
  }
  const value = (field: MutationResponseField): Sql => {
    switch (field.kind) {
      case 'affectedRows':
        return affected;
      case 'returning':
        return sql`(${listSql(field.fields, { head: empty, from, rest: empty }, scope)})`;
      case 'constant':
        return jsonConstant(field.value);
    }
  };
  const entries = output.fields.map((field) => ({ key: field.alias, value: value(field) }));
  return objectSql(entries, 'o');
}

/** The fields of the affected rows that are asked for. */
export function returnedFields(output: MutationOutput): readonly Field[] {
  if (output.kind === 'row') return output.fields;
  return output.fields.flatMap((field) => (field.kind === 'returning' ? field.fields : []));
}

/** The answer of a mutation that had nothing to do: Hasura writes `{}` for a single row. */
export function nothingDone(output: MutationOutput): string {
  if (output.kind === 'row') return '{}';
  const members = output.fields.map((field) => {
    const value = field.kind === 'constant' ? field.value : field.kind === 'affectedRows' ? 0 : [];
    return `${JSON.stringify(field.alias)}:${JSON.stringify(value)}`;
  });
  return `{${members.join(',')}}`;
}
