import { isDeepStrictEqual } from 'node:util';
import { HasuraError } from '../errors.js';
import type { Metadata } from '../metadata/types.js';
import { always, type Condition } from './condition.js';
import { Fault } from './fault.js';
import { buildOr, inheritedRoleSubject, type PermissionType } from './inconsistencies.js';
import { nameText, quoted } from './naming.js';
import { isAlways } from './permissions.js';
import type { Inconsistency, SelectPermission, TablePermissions } from './types.js';

/** An inherited role and its direct parents. */
export interface InheritedRole {
  readonly name: string;
  readonly parents: readonly string[];
}

/**
 * Usable inherited roles, parents before children. Faulty ones are noted and left out.
 *
 * @throws HasuraError cyclic-dependency when a role is above itself: to Hasura nothing of such metadata is usable
 */
export function orderInheritedRoles(
  inherited: Metadata['inheritedRoles'],
  ordinaryRoles: ReadonlySet<string>,
  inconsistencies: Inconsistency[],
): readonly InheritedRole[] {
  const byName = new Map(inherited.map((each) => [each.roleName, each]));
  const ordered = new Map<string, InheritedRole>();
  const open = new Set<string>();

  const visit = (name: string): void => {
    const role = byName.get(name);
    if (!role || ordered.has(name)) return;
    if (open.has(name)) {
      const cycle = [...open].slice([...open].indexOf(name));
      const message = `found cycle(s) in roles: [${cycle.map(quoted).join(',')}]`;
      throw new HasuraError('cyclic-dependency', message, { path: '$.args' });
    }
    open.add(name);
    for (const parent of role.roleSet) visit(parent);
    open.delete(name);
    const missing = role.roleSet.filter((parent) => !ordinaryRoles.has(parent) && !ordered.has(parent));
    if (missing.length > 0) {
      throw new Fault(
        `the following parent role(s) are not found: ${missing.map(quoted).join(', ')} ` +
          `which are required to construct the inherited role: ${quoted(name)}`,
      );
    }
    ordered.set(name, { name, parents: [...new Set(role.roleSet)] });
  };
  for (const role of inherited) {
    buildOr(inconsistencies, inheritedRoleSubject(role), '', () => visit(role.roleName));
    open.clear();
  }
  return [...ordered.values()];
}

/** Inherited role -> all ordinary and inherited roles above it. */
export function ancestors(roles: readonly InheritedRole[]): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const { name, parents } of roles) {
    const above = parents.flatMap((parent) => [parent, ...(all.get(parent) ?? [])]);
    all.set(name, [...new Set(above)]);
  }
  return all;
}

/**
 * A table's permissions with those of inherited roles: what is defined for the role itself wins, select permissions are
 * combined, others must be the same for all parents that have one.
 */
export function inheritPermissions(
  table: { readonly schema: string; readonly name: string },
  source: string,
  defined: ReadonlyMap<string, TablePermissions>,
  roles: readonly InheritedRole[],
  inconsistencies: Inconsistency[],
): ReadonlyMap<string, TablePermissions> {
  if (roles.length === 0) return defined;
  const all = new Map(defined);
  const conflicting = new Set<string>();
  for (const { name, parents } of roles) {
    const own = defined.get(name) ?? {};
    const inheritSame = (type: 'insert' | 'update' | 'delete'): TablePermissions => {
      if (own[type]) return {};
      const given = parents.flatMap((parent) => all.get(parent)?.[type] ?? []);
      const [first] = given;
      const equal = given.every((each) => isDeepStrictEqual(each, first));
      const tainted = parents.some((parent) => conflicting.has(`${type} ${parent}`));
      if (equal && !tainted) return first ? { [type]: first } : {};
      conflicting.add(`${type} ${name}`);
      // A parent's own conflict is reported about the parent.
      if (!equal) inconsistencies.push(conflict(name, type, table, source));
      return {};
    };
    const select = own.select ?? combineSelect(parents.flatMap((parent) => all.get(parent)?.select ?? []));
    const combined = {
      ...(select && { select }),
      ...inheritSame('insert'),
      ...inheritSame('update'),
      ...inheritSame('delete'),
      ...own,
    };
    if (Object.keys(combined).length > 0) all.set(name, combined);
  }
  return all;
}

function conflict(
  role: string,
  type: PermissionType,
  table: { readonly schema: string; readonly name: string },
  source: string,
): Inconsistency {
  const name = nameText(table);
  const entity = `${type} permission, table: ${name}, source: '${source}'`;
  return {
    reason: `Could not inherit permission for the role '${role}' for the entity: '${entity}'`,
    name: role,
    type: 'inherited role permission inconsistency',
    entity: { permission_type: type, source, table: name },
  };
}

/**
 * Rows that any of the permissions shows; a column's value where a permission shows both the row and the column. The
 * limit is the largest one given, as in Hasura: a permission without a limit doesn't lift that of another.
 */
function combineSelect(permissions: readonly SelectPermission[]): SelectPermission | undefined {
  const [first] = permissions;
  if (!first || permissions.length === 1) return first;
  const limits = permissions.flatMap((each) => each.limit ?? []);
  return {
    columns: combineVisibility(permissions, (each) => each.columns),
    computedFields: combineVisibility(permissions, (each) => each.computedFields),
    filter: anyOf(permissions.map((each) => each.filter)),
    limit: limits.length > 0 ? Math.max(...limits) : null,
    allowAggregations: permissions.some((each) => each.allowAggregations),
    queryRootFields: unionOrAll(permissions.map((each) => each.queryRootFields)),
    subscriptionRootFields: unionOrAll(permissions.map((each) => each.subscriptionRootFields)),
  };
}

function combineVisibility(
  permissions: readonly SelectPermission[],
  partOf: (permission: SelectPermission) => ReadonlyMap<string, Condition | null>,
): ReadonlyMap<string, Condition | null> {
  const combined = new Map<string, Condition | null>();
  for (const name of new Set(permissions.flatMap((each) => [...partOf(each).keys()]))) {
    const granting = permissions.filter((each) => partOf(each).has(name));
    const plain = granting.every((each) => partOf(each).get(name) === null);
    if (plain && granting.length === permissions.length) {
      combined.set(name, null);
      continue;
    }
    const visible = anyOf(granting.map((each) => partOf(each).get(name) ?? each.filter));
    combined.set(name, isAlways(visible) ? null : visible);
  }
  return combined;
}

function anyOf(conditions: readonly Condition[]): Condition {
  const [first] = conditions;
  if (conditions.some(isAlways)) return always;
  return conditions.length === 1 && first ? first : { kind: 'or', of: conditions };
}

function unionOrAll(sets: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null {
  const given = sets.filter((each) => each !== null);
  return given.length < sets.length ? null : new Set(given.flatMap((each) => [...each]));
}

/** Adds the inherited roles that have one of `roles` above them. */
export function inheritMembership(
  roles: Iterable<string>,
  ancestorsOf: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const all = new Set(roles);
  for (const [name, above] of ancestorsOf) {
    if (above.some((each) => all.has(each))) all.add(name);
  }
  return all;
}
