import type { FragmentDefinitionNode } from 'graphql';
import { permissionsFor } from '../model/permissions.js';
import type { SelectPermission, TablePermissions, TrackedTable } from '../model/types.js';
import type { RoleSchema } from '../schema/types.js';
import { refuse } from './refusal.js';
import type { Variable } from './variables.js';

/** What every part of planning one request can see. */
export interface PlanContext {
  readonly role: string;
  readonly schema: RoleSchema;
  readonly stringifyNumericTypes: boolean;
  readonly collapsesNulls: boolean;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly variables: ReadonlyMap<string, Variable>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /**
   * Called when the plan comes to depend on a variable's value in a way that `variablesShape` can't see: such a plan
   * holds for this request alone.
   */
  readonly dependsOnValue: () => void;
}

export function permissionsOf(context: PlanContext, table: TrackedTable): TablePermissions {
  return permissionsFor(table, context.role);
}

/** The role's select permission; the schema shows nothing of a table without one. */
export function selectPermissionOf(context: PlanContext, table: TrackedTable): SelectPermission {
  const { select } = permissionsOf(context, table);
  return (
    select ?? refuse('$', `role "${context.role}" can't select from "${table.name}"`, 'permission-denied')
  );
}
