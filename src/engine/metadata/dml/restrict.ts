import { catalogKey, type QualifiedName } from '../../catalog/types.js';
import { HasuraError } from '../../errors.js';
import type { Condition, Operand } from '../../model/condition.js';
import { permissionsFor } from '../../model/permissions.js';
import type { SelectPermission, TrackedTable } from '../../model/types.js';
import { printName } from '../parse/names.js';
import { type Access, denied } from './access.js';

/**
 * A condition in the grammar of permissions, which knows no roles, held to what the role may see: its columns only,
 * and of related tables its rows only.
 *
 * @throws HasuraError permission-denied
 */
export function restrict(condition: Condition, access: Access, path: string): Condition {
  if (access.role === 'admin') return condition;
  return restrictOn(condition, { ...access, root: access.table, path });
}

interface Scope extends Access {
  readonly root: TrackedTable;
  readonly path: string;
}

function restrictOn(condition: Condition, scope: Scope): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map((each) => restrictOn(each, scope)) };
    case 'not':
      return { ...condition, of: restrictOn(condition.of, scope) };
    case 'compare':
      checkOperand(condition.left, scope);
      checkOperand(condition.right, scope);
      return condition;
    case 'isNull':
      checkOperand(condition.of, scope);
      return condition;
    case 'related':
      return { ...condition, where: onTable(condition.join.table, condition.where, scope) };
    case 'exists':
      return { ...condition, where: onTable(condition.table, condition.where, scope) };
    case 'relatedCall':
    case 'rooted':
    case 'aggregate':
      throw new HasuraError('not-supported', 'this condition can be used by admin only', {
        path: scope.path,
      });
  }
}

/** The rows of another table: those that the role may see. */
function onTable(name: QualifiedName, where: Condition, scope: Scope): Condition {
  const table = scope.source.tables.get(catalogKey(name));
  if (!table) throw new Error(`The model has a condition on ${printName(name)} but not the table`);
  const { filter } = selectPermission(table, scope);
  return { kind: 'and', of: [{ kind: 'rooted', of: filter }, restrictOn(where, { ...scope, table })] };
}

function selectPermission(table: TrackedTable, { role }: Scope): SelectPermission {
  const { select } = permissionsFor(table, role);
  if (select) return select;
  throw denied(`select on "${printName(table)}" for role "${role}" is not allowed. `);
}

function checkOperand(operand: Operand, scope: Scope): void {
  switch (operand.kind) {
    case 'value':
    case 'list':
      return;
    case 'cast':
    case 'masked':
      checkOperand(operand.of, scope);
      return;
    case 'column': {
      // A column of another table, by way of relationships, would have to be looked for there.
      const table = operand.row === 'root' ? scope.root : scope.table;
      const isHidden = selectPermission(table, scope).columns.get(operand.column) !== null;
      if (operand.through.length === 0 && !isHidden) return;
      throw new HasuraError(
        'permission-denied',
        `role "${scope.role}" does not have permission to select column "${operand.column}"`,
        { path: scope.path },
      );
    }
    case 'call':
      throw new HasuraError('not-supported', 'computed fields can be compared by admin only', {
        path: scope.path,
      });
  }
}
