import type { Database } from '../database/database.js';
import type { BoundValue } from '../model/condition.js';
import type { OperationPlan, RootField } from '../plan/types.js';
import type { Bind } from '../run/connection.js';
import { runLiveQuery } from '../run/liveQuery.js';
import { compileLiveSelect, compileLiveStream, type LiveStatement } from '../sql/liveQuery.js';
import type { LiveGroup, LiveMember, LiveResult, LiveSource } from './liveSource.js';

interface CompiledGroup {
  readonly group: LiveGroup;
  /** What each subscriber binds, in the order of `LiveMember.values`. */
  readonly parameters: readonly BoundValue[];
}

/** Plans are cached, so all subscribers of one operation and role come with one plan object, made for one database. */
const groups = new WeakMap<OperationPlan, CompiledGroup>();

/**
 * A subscription's plan and values, ready to be polled.
 *
 * @throws HasuraError when a value can't be bound (a session variable is missing, a malformed scalar)
 */
export function openLiveSource(plan: OperationPlan, bind: Bind, database: Database): LiveSource {
  const { group, parameters } = groupOf(plan, database);
  const { stream } = plan;
  return {
    group,
    values: parameters.map(bind),
    stream: stream ? { cursor: stream.initialValue ? bind(stream.initialValue) : null } : null,
  };
}

function groupOf(plan: OperationPlan, database: Database): CompiledGroup {
  const known = groups.get(plan);
  if (known) return known;
  const compiled = compileGroup(plan, database);
  groups.set(plan, compiled);
  return compiled;
}

function compileGroup(plan: OperationPlan, database: Database): CompiledGroup {
  const [field] = plan.fields;
  if (!field || plan.fields.length > 1) throw new Error('A subscription selects one top level field');
  const { before, select, after } = unwrap(field);
  if (!select) return { group: { poll: async (members) => answerAll(members, before) }, parameters: [] };
  const data = (root: string) => `${before}${root}${after}`;
  const { stream } = plan;
  if (!stream) {
    const statement = compileLiveSelect(select);
    const parameters = boundValues(statement);
    return { group: { poll: (members) => run(database, statement, parameters, members, data) }, parameters };
  }
  // Only a stream that has begun has a cursor to compare with.
  const first = compileLiveStream(select, stream, false);
  const next = compileLiveStream(select, stream, true);
  const parameters = [...new Set([...boundValues(first), ...boundValues(next)])];
  const poll = async (members: readonly LiveMember[]) => {
    const begun = members.filter(({ cursor }) => cursor !== null);
    const fresh = members.filter(({ cursor }) => cursor === null);
    return new Map([
      ...(await run(database, first, parameters, fresh, data)),
      ...(await run(database, next, parameters, begun, data)),
    ]);
  };
  return { group: { poll }, parameters };
}

interface Unwrapped {
  /** JSON around the root field's value; all of it when there is nothing to select. */
  readonly before: string;
  readonly select?: Extract<RootField, { kind: 'select' }>['select'];
  readonly after: string;
}

function unwrap(field: RootField): Unwrapped {
  const key = `{${JSON.stringify(field.alias)}:`;
  switch (field.kind) {
    case 'select':
      return { before: key, select: field.select, after: '}' };
    case 'constant':
      return { before: `${key}${field.text}}`, after: '' };
    case 'group': {
      const [only] = field.fields;
      if (!only || field.fields.length > 1)
        throw new Error('A subscription selects one field of a namespace');
      const { before, select, after } = unwrap(only);
      return select
        ? { before: key + before, select, after: `${after}}` }
        : { before: `${key}${before}}`, after };
    }
    default:
      throw new Error(`A subscription can't run a field of kind ${field.kind}`);
  }
}

const answerAll = (members: readonly LiveMember[], data: string): ReadonlyMap<string, LiveResult> =>
  new Map(members.map(({ id }) => [id, { data, cursor: null }]));

const boundValues = (statement: LiveStatement): readonly BoundValue[] =>
  statement.parameters.filter((each) => each.kind === 'value');

async function run(
  database: Database,
  statement: LiveStatement,
  parameters: readonly BoundValue[],
  members: readonly LiveMember[],
  data: (root: string) => string,
): Promise<ReadonlyMap<string, LiveResult>> {
  if (members.length === 0) return new Map();
  const positions = new Map(parameters.map((each, index) => [each, index]));
  const subscribers = members.map(({ id, values, cursor }) => ({
    id,
    bind: (value: BoundValue) => values[positions.get(value) ?? -1] ?? null,
    ...(cursor !== null && { cursor }),
  }));
  const results = await runLiveQuery(database, statement, subscribers);
  return new Map([...results].map(([id, { root, cursor }]) => [id, { data: data(root), cursor }]));
}
