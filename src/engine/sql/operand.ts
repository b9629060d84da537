import type {
  BoundValue,
  CallOperand,
  ColumnMapping,
  ColumnOperand,
  FunctionCall,
  ListOperand,
  Operand,
} from '../model/condition.js';
import { identifier, join, parameter, type Sql, sql, trusted } from './fragment.js';
import { columnOf, innerScope, rowOf, type Scope, tableName } from './names.js';
import { whereSql } from './where.js';

/** A value in an expression about the rows of `scope`. */
export function operandSql(operand: Operand, scope: Scope): Sql {
  switch (operand.kind) {
    case 'column':
      return columnOperandSql(operand, operand.row === 'root' ? { ...scope, row: scope.root } : scope);
    case 'value':
      return parameter(operand);
    case 'call':
      return callSql((operand satisfies CallOperand).call, scope.row);
    case 'cast':
      return sql`(${operandSql(operand.of, scope)})::${trusted(operand.type.sql)}`;
    case 'list':
      return listSql(operand);
    case 'masked': {
      const visible = whereSql(operand.visibleWhere, { ...scope, root: scope.row });
      return sql`(case when ${visible} then ${operandSql(operand.of, scope)} end)`;
    }
  }
}

function columnOperandSql(operand: ColumnOperand, scope: Scope): Sql {
  const [step, ...rest] = operand.through;
  if (!step) return columnOf(scope.row, operand.column);
  const inner = innerScope(scope);
  const value = columnOperandSql({ ...operand, through: rest }, inner);
  const on = joinedSql(step.columns, scope.row, inner.row);
  return sql`(select ${value} from ${tableName(step.table)} as ${identifier(inner.row)} where ${on} limit 1)`;
}

function listSql(operand: ListOperand): Sql {
  return sql`array[${join(operand.of.map(parameter), sql`, `)}]::${trusted(operand.type.sql)}[]`;
}

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
