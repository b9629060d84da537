import type { FunctionCall, Operand } from '../model/condition.js';
import type { ComputedField, TableColumn, TrackedTable } from '../model/types.js';
import { type PlanContext, selectPermissionOf } from './context.js';

/** A column of the current row; null where an inherited role may not see it. */
export function columnOperand(context: PlanContext, table: TrackedTable, column: TableColumn): Operand {
  const plain = plainColumn(column);
  const visibleWhere = selectPermissionOf(context, table).columns.get(column.name);
  return visibleWhere ? { kind: 'masked', of: plain, visibleWhere } : plain;
}

/** A column whatever the role may see. */
export function plainColumn(column: TableColumn): Operand {
  const { name, type, nullable } = column;
  return { kind: 'column', row: 'current', through: [], column: name, type, nullable };
}

/** A scalar computed field of the current row. */
export function computedOperand(
  context: PlanContext,
  table: TrackedTable,
  field: ComputedField,
  call: FunctionCall,
): Operand {
  const plain: Operand = { kind: 'call', call, type: field.function.returns };
  const visibleWhere = selectPermissionOf(context, table).computedFields.get(field.name);
  return visibleWhere ? { kind: 'masked', of: plain, visibleWhere } : plain;
}
