import type { Databases } from '../database/database.js';
import type { BoundValue } from '../model/condition.js';
import { type LeafField, leavesOf, responseText } from '../plan/responseText.js';
import type { OperationPlan, RootField } from '../plan/types.js';
import { runLiveQuery } from '../run/liveQuery.js';
import { compileLiveSelect, compileLiveStream, type LiveStatement } from '../sql/liveQuery.js';
import type { LiveGroup, LiveMember, LiveResult, LiveSource } from '../subscriptions/liveSource.js';

type Bind = (value: BoundValue) => string | null;
type SelectField = Extract<RootField, { kind: 'select' }>;

/** Everyone who subscribes with one plan, and the values of which each one's result is made. */
interface PlannedGroup {
  readonly group: LiveGroup;
  readonly parameters: readonly BoundValue[];
}

const groups = new WeakMap<OperationPlan, PlannedGroup>();

/** A plan's subscribers share one group, and so one statement, as long as the plan is kept. */
export function liveSource(plan: OperationPlan, databases: Databases, bind: Bind): LiveSource {
  const known = groups.get(plan) ?? buildGroup(plan, databases);
  groups.set(plan, known);
  const initial = plan.stream?.initialValue;
  return {
    group: known.group,
    values: known.parameters.map(bind),
    stream: plan.stream ? { cursor: initial ? bind(initial) : null } : null,
  };
}

function buildGroup(plan: OperationPlan, databases: Databases): PlannedGroup {
  const selects = plan.fields.flatMap(selectsOf);
  const { stream } = plan;
  const compiled = selects.map(({ select }) =>
    stream
      ? { first: compileLiveStream(select, stream, false), next: compileLiveStream(select, stream, true) }
      : { first: compileLiveSelect(select), next: undefined },
  );
  const statements = compiled.flatMap(({ first, next }) => (next ? [first, next] : [first]));
  const parameters = [...new Set(statements.flatMap((each) => each.parameters.filter(isBoundValue)))];
  const place = new Map(parameters.map((each, index) => [each, index] as const));
  const run = (source: string, statement: LiveStatement, members: readonly LiveMember[]) =>
    runLiveQuery(
      databases.get(source),
      statement,
      members.map(({ id, values, cursor }) => ({
        id,
        bind: (value: BoundValue) => values[place.get(value) ?? -1] ?? null,
        ...(cursor === null ? {} : { cursor }),
      })),
    );

  async function poll(members: readonly LiveMember[]): Promise<ReadonlyMap<string, LiveResult>> {
    const started = stream ? members.filter((each) => each.cursor !== null) : [];
    const fresh = stream ? members.filter((each) => each.cursor === null) : members;
    const answers = new Map(
      selects.map((field) => [field, new Map<string, { root: string; cursor: string | null }>()]),
    );
    for (const [index, field] of selects.entries()) {
      const statement = compiled[index];
      const rows = answers.get(field);
      if (!statement || !rows) continue;
      if (fresh.length > 0)
        for (const [id, row] of await run(field.source, statement.first, fresh)) rows.set(id, row);
      if (started.length > 0 && statement.next) {
        for (const [id, row] of await run(field.source, statement.next, started)) rows.set(id, row);
      }
    }
    const rootOf = (field: LeafField, id: string) =>
      (field.kind === 'select' && answers.get(field)?.get(id)?.root) || 'null';
    return new Map(
      members.map(({ id }) => {
        const cursor = selects.map((field) => answers.get(field)?.get(id)?.cursor ?? null)[0] ?? null;
        return [id, { data: responseText(plan.fields, (field) => rootOf(field, id)), cursor }];
      }),
    );
  }
  return { group: { poll }, parameters };
}

const isBoundValue = (parameter: LiveStatement['parameters'][number]): parameter is BoundValue =>
  parameter.kind === 'value';

const selectsOf = (field: RootField): readonly SelectField[] =>
  leavesOf(field).flatMap((leaf) => (leaf.kind === 'select' ? [leaf] : []));
