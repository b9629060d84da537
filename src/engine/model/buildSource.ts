import type { Catalog } from '../catalog/types.js';
import type { SourceMetadata } from '../metadata/types.js';
import { Uses } from './dependencies.js';
import { addFields } from './fields.js';
import { buildFunction } from './functions.js';
import { buildOr, functionSubject } from './inconsistencies.js';
import { type InheritedRole, inheritMembership, inheritPermissions } from './inheritedRoles.js';
import { quoted } from './naming.js';
import { buildPermissions } from './permissions.js';
import type { RootFields } from './rootFields.js';
import type { SourceFacts } from './sourceFacts.js';
import { buildTables, type TableFields } from './tables.js';
import type {
  Dependency,
  Inconsistency,
  SourceModel,
  TablePermissions,
  TrackedFunction,
  TrackedTable,
} from './types.js';

/** A source with everything but what roles inherit, which needs the roles of all sources. */
export interface SourceDraft {
  readonly metadata: SourceMetadata;
  readonly facts: SourceFacts;
  readonly tables: ReadonlyMap<string, TableFields>;
  /** By key of the table. */
  readonly permissions: ReadonlyMap<string, ReadonlyMap<string, TablePermissions>>;
  readonly functions: readonly TrackedFunction[];
  readonly dependencies: Dependency[];
}

interface Context {
  readonly source: SourceMetadata;
  readonly catalog: Catalog;
  readonly rootFields: RootFields;
  readonly inconsistencies: Inconsistency[];
  readonly dependencies: Dependency[];
}

export function draftSource(
  source: SourceMetadata,
  facts: SourceFacts,
  rootFields: RootFields,
  inconsistencies: Inconsistency[],
): SourceDraft {
  const dependencies: Dependency[] = [];
  const { catalog, enumValues } = facts;
  const context: Context = { source, catalog, rootFields, inconsistencies, dependencies };
  const drafts = buildTables(source, catalog, enumValues, inconsistencies);
  for (const draft of drafts.values()) rootFields.takeTable(source, draft);
  const notes = { source: source.name, inconsistencies, dependencies };
  const tables = new Map<string, TableFields>();
  for (const [key, draft] of drafts) tables.set(key, addFields(draft, { ...notes, drafts, catalog }));
  const permissions = new Map(
    [...drafts].flatMap(([key, draft]) => {
      const table = tables.get(key);
      return table ? [[key, buildPermissions(draft.metadata, table, { ...notes, tables })] as const] : [];
    }),
  );
  const functions = buildFunctions(tables, context);
  return { metadata: source, facts, tables, permissions, functions, dependencies };
}

function buildFunctions(
  tables: ReadonlyMap<string, TableFields>,
  { source, catalog, rootFields, inconsistencies, dependencies }: Context,
): readonly TrackedFunction[] {
  return source.functions.flatMap((metadata) => {
    const uses = new Uses({ kind: 'function', function: metadata.function });
    const prefix = `in function ${quoted(metadata.function)}: `;
    const built = buildOr(inconsistencies, functionSubject(source.name, metadata), prefix, () => {
      const tracked = buildFunction(metadata, catalog, tables, uses);
      rootFields.takeFunction(source, tracked);
      return tracked;
    });
    if (!built) return [];
    dependencies.push(...uses.list());
    return [built];
  });
}

export function finishSource(
  draft: SourceDraft,
  inherited: readonly InheritedRole[],
  inheritedRoles: ReadonlyMap<string, readonly string[]>,
  inconsistencies: Inconsistency[],
): SourceModel {
  const { name, customization } = draft.metadata;
  const tables = new Map<string, TrackedTable>();
  for (const [key, table] of draft.tables) {
    const own = draft.permissions.get(key) ?? new Map();
    tables.set(key, {
      ...table,
      permissions: inheritPermissions(table, name, own, inherited, inconsistencies),
    });
  }
  const functions = draft.functions.map((each) => ({
    ...each,
    permissions: inheritMembership(each.permissions, inheritedRoles),
  }));
  return { name, tables, functions, dependencies: draft.dependencies, customization };
}
