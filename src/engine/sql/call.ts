import type { BoundValue, ColumnMapping, FunctionCall } from '../model/condition.js';
import { identifier, join, parameter, type Sql, sql } from './fragment.js';
import { columnOf, rowOf, tableName } from './names.js';

/** `own.a = remote.b and …` */
export function joinedSql(columns: ColumnMapping, own: string, remote: string): Sql {
  return join(
    columns.map(
      ([ownColumn, remoteColumn]) => sql`${columnOf(remote, remoteColumn)} = ${columnOf(own, ownColumn)}`,
    ),
    sql` and `,
    sql`true`,
  );
}

/** A function's call; arguments of kind `row` take the row `row`. */
export function callSql(call: FunctionCall, row: string): Sql {
  const given = call.arguments.map((argument) => {
    if (argument.kind === 'row') return rowOf(row);
    return argument.name === null ? parameter(argument.value) : namedArgument(argument.name, argument.value);
  });
  return sql`${tableName(call.function)}(${join(given, sql`, `)})`;
}

const namedArgument = (name: string, value: BoundValue): Sql =>
  sql`${identifier(name)} => ${parameter(value)}`;
