import type { BoundValue } from '../../../src/engine/model/condition.js';
import { always } from '../../../src/engine/model/condition.js';
import type {
  DeletePlan,
  Field,
  InsertPlan,
  InsertRow,
  MutationOutput,
  MutationPlan,
  NestedInsert,
  OperationPlan,
  UpdatePlan,
} from '../../../src/engine/plan/types.js';
import { publicTable } from '../sql/plans.js';

export const row = (values: Record<string, BoundValue>, ...nested: readonly NestedInsert[]): InsertRow => ({
  values: new Map(Object.entries(values)),
  nested,
});

export const returning = (...fields: readonly Field[]): MutationOutput => ({
  kind: 'response',
  fields: [
    { kind: 'affectedRows', alias: 'n' },
    { kind: 'returning', alias: 'rows', fields },
  ],
});

export const oneRow = (...fields: readonly Field[]): MutationOutput => ({ kind: 'row', fields });

export function insert(
  table: string,
  rows: readonly InsertRow[],
  output: MutationOutput,
  rest: Partial<InsertPlan> = {},
): InsertPlan {
  const path = `$.selectionSet.insert_${table}.args.objects`;
  return {
    kind: 'insert',
    table: publicTable(table),
    rows,
    onConflict: null,
    check: always,
    output,
    path,
    ...rest,
  };
}

export function update(table: string, output: MutationOutput, rest: Partial<UpdatePlan>): UpdatePlan {
  return {
    kind: 'update',
    table: publicTable(table),
    operations: [],
    where: always,
    check: null,
    output,
    path: '$',
    ...rest,
  };
}

export function remove(table: string, output: MutationOutput, rest: Partial<DeletePlan> = {}): DeletePlan {
  return { kind: 'delete', table: publicTable(table), where: always, output, path: '$', ...rest };
}

export const mutation = (plans: Readonly<Record<string, MutationPlan>>): OperationPlan => ({
  kind: 'mutation',
  reusable: true,
  fields: Object.entries(plans).map(([alias, plan]) => ({
    kind: 'mutation',
    alias,
    source: 'default',
    mutation: plan,
  })),
});
