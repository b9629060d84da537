/** A node of what `explain (format json)` answers. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Tables that settings and code fill; they don't grow with users. */
const smallTables = ['roles', 'providers', 'refresh_token_types', 'oauth2_client_types'];

/** All nodes of a plan that read a table or an index. */
export function scansOf(plan: PlanNode): readonly PlanNode[] {
  const own = plan['Index Name'] !== undefined || plan['Node Type'] === 'Seq Scan' ? [plan] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scansOf)];
}

/**
 * Whether a scan goes to its rows by the first column of an index: a condition on a later column reads the whole index.
 * A partial index without a condition is read whole too, but has only what waits to be done.
 */
export function isFoundByIndex(
  scan: PlanNode,
  indexes: ReadonlyMap<string, { readonly column: string; readonly isPartial: boolean }>,
): boolean {
  const { 'Relation Name': table, 'Index Name': name, 'Index Cond': condition } = scan;
  if (table !== undefined && smallTables.includes(table)) return true;
  const index = name === undefined ? undefined : indexes.get(name);
  if (!index) return false;
  if (condition === undefined) return index.isPartial;
  return new RegExp(`\\b${index.column}\\b`).test(condition);
}
