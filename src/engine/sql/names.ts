import type { QualifiedName } from '../catalog/types.js';
import { identifier, type Sql, sql } from './fragment.js';

/**
 * Names inside a statement are made of a letter and the depth of nesting, so that an inner select never takes a name
 * that it needs from an outer one. Columns are always written with the alias of their row in front.
 */
export interface Scope {
  /** Alias of the row that an expression is about. */
  readonly row: string;
  /** Alias of the row that `["$", "column"]` means. */
  readonly root: string;
  readonly depth: number;
}

/** The scope of a row source of its own at `depth`: it is both the current and the root row. */
export function scopeAt(depth: number): Scope {
  const row = `t${depth}`;
  return { row, root: row, depth };
}

/** The scope of related rows inside a condition: `$` goes on meaning the outermost row. */
export function innerScope(outer: Scope): Scope {
  return { row: `t${outer.depth + 1}`, root: outer.root, depth: outer.depth + 1 };
}

export const tableName = (table: QualifiedName): Sql => identifier(table.schema, table.name);

export const columnOf = (row: string, column: string): Sql => identifier(row, column);

/** The whole row as a value. `alias.*`, since a bare `alias` would mean a column of that name where there is one. */
export const rowOf = (row: string): Sql => sql`${identifier(row)}.*`;
