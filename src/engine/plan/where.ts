import type { PgType } from '../catalog/types.js';
import { type AggregateCondition, always, type Condition, type Operand } from '../model/condition.js';
import { isLtreeOperator, ltreeOperators, ltreeType } from '../model/ltreeOperators.js';
import type { TrackedTable } from '../model/types.js';
import type { InputField } from '../schema/types.js';
import { listOperand, pgTypes, requiredValue } from './boundInput.js';
import { and, rooted } from './conditions.js';
import { type PlanContext, selectPermissionOf } from './context.js';
import { computedFieldCall } from './functionCall.js';
import type { Input, ObjectInput } from './input.js';
import { notNull, objectOf } from './notNull.js';
import { columnOperand, computedOperand } from './operands.js';

/** The condition of a `*_bool_exp` on the rows of `table`, with the role's filters on related tables inside. */
export function planWhere(context: PlanContext, table: TrackedTable, input: Input): Condition {
  const object = objectOf(context, input);
  return and([...object.entries.values()].map(({ field, value }) => planEntry(context, table, field, value)));
}

/** `where` of a select: absent and null mean every row. */
export function planOptionalWhere(
  context: PlanContext,
  table: TrackedTable,
  input: Input | undefined,
): Condition {
  return input === undefined || input.kind === 'null' ? always : planWhere(context, table, input);
}

function planEntry(context: PlanContext, table: TrackedTable, field: InputField, value: Input): Condition {
  const { means } = field;
  switch (means.is) {
    case 'and':
    case 'or': {
      const list = notNull(value, context.schema.types);
      const items = list.kind === 'list' ? list.items : [list];
      return { kind: means.is, of: items.map((each) => planWhere(context, table, each)) };
    }
    case 'not':
      return { kind: 'not', of: planWhere(context, table, value) };
    case 'whereColumn': {
      const left = columnOperand(context, table, means.column);
      return planComparison(context, left, means.column.type, value);
    }
    case 'whereComputedScalar': {
      const { computedField } = means;
      const call = computedFieldCall(context, computedField, new Map(), value.path);
      const left = computedOperand(context, table, computedField, call);
      return planComparison(context, left, computedField.function.returns, value);
    }
    case 'whereRelation': {
      const { relationship, table: remote } = means;
      const join = { table: nameOf(remote), columns: relationship.columns };
      return { kind: 'related', join, where: visible(context, remote, planWhere(context, remote, value)) };
    }
    case 'whereComputedTable': {
      const call = computedFieldCall(context, means.computedField, new Map(), value.path);
      const where = visible(context, means.table, planWhere(context, means.table, value));
      return { kind: 'relatedCall', call, where };
    }
    case 'whereAggregate': {
      const join = { table: nameOf(means.table), columns: means.relationship.columns };
      return planAggregates(context, means.table, join, value);
    }
    default:
      throw new Error(`A condition can't hold ${means.is} (${value.path})`);
  }
}

export const nameOf = ({ schema, name }: TrackedTable) => ({ schema, name });

/** Only rows that the role may see. */
function visible(context: PlanContext, table: TrackedTable, where: Condition): Condition {
  return and([rooted(selectPermissionOf(context, table).filter), where]);
}

function planComparison(context: PlanContext, left: Operand, type: PgType, input: Input): Condition {
  const { entries } = objectOf(context, input);
  return and(
    [...entries.values()].map(({ field, value }) => {
      if (field.means.is === 'cast') return planCast(context, left, value);
      if (field.means.is !== 'operator') throw new Error(`${field.name} isn't an operator (${value.path})`);
      const { operator } = field.means;
      if (context.collapsesNulls && value.kind === 'null') return always;
      if (operator === '_is_null') return { kind: 'isNull', of: left, negated: !isTrue(context, value) };
      if (type.isArray && (operator === '_in' || operator === '_nin')) {
        return planArrayIn(context, left, operator, type, value);
      }
      const right = rightOperand(context, operator, type, value);
      return { kind: 'compare', left, operator, right };
    }),
  );
}

/** An array of arrays is one array of more dimensions to Postgres, whose elements `any` would compare. */
function planArrayIn(
  context: PlanContext,
  left: Operand,
  operator: '_in' | '_nin',
  type: PgType,
  input: Input,
): Condition {
  const list = notNull(input, context.schema.types);
  const items = list.kind === 'list' ? list.items : [list];
  const comparisons = items.map((item): Condition => {
    const right = requiredValue(context, item, type);
    return { kind: 'compare', left, operator: operator === '_in' ? '_eq' : '_neq', right };
  });
  return operator === '_in' ? { kind: 'or', of: comparisons } : and(comparisons);
}

function planCast(context: PlanContext, left: Operand, input: Input): Condition {
  const { entries } = objectOf(context, input);
  return and(
    [...entries.values()].map(({ field, value }) => {
      if (field.means.is !== 'castTo')
        throw new Error(`${field.name} isn't a type to cast to (${value.path})`);
      const type: PgType = { ...pgTypes.text, sql: field.means.pgType, name: field.means.pgType };
      return planComparison(context, { kind: 'cast', of: left, type }, type, value);
    }),
  );
}

type Comparison = Extract<Condition, { kind: 'compare' }>['operator'];

function rightOperand(context: PlanContext, operator: Comparison, type: PgType, value: Input): Operand {
  if (isLtreeOperator(operator)) {
    const { type: name, isList } = ltreeOperators[operator];
    const right = ltreeType(type, name);
    return isList ? listOperand(context, value, right) : requiredValue(context, value, right);
  }
  switch (operator) {
    case '_in':
    case '_nin':
      return listOperand(context, value, type);
    case '_has_key':
      return requiredValue(context, value, pgTypes.text);
    case '_has_keys_any':
    case '_has_keys_all':
      return listOperand(context, value, pgTypes.text);
    default:
      return requiredValue(context, value, type);
  }
}

/** A boolean that decides the plan's form: `variablesShape` holds booleans literally. */
export function isTrue(context: PlanContext, input: Input): boolean {
  const value = notNull(input, context.schema.types);
  return value.kind === 'scalar' && value.value === true;
}

function planAggregates(
  context: PlanContext,
  table: TrackedTable,
  join: AggregateCondition['join'],
  input: Input,
): Condition {
  const { entries } = objectOf(context, input);
  return and(
    [...entries.values()].map(({ field, value }) => {
      if (field.means.is !== 'aggregatePredicate') throw new Error(`${field.name} isn't an aggregate`);
      return planAggregate(context, table, join, field.means.function, objectOf(context, value));
    }),
  );
}

function planAggregate(
  context: PlanContext,
  table: TrackedTable,
  join: AggregateCondition['join'],
  of: AggregateCondition['function'],
  { entries }: ObjectInput,
): AggregateCondition {
  const distinct = entries.get('distinct')?.value;
  const filter = planOptionalWhere(context, table, entries.get('filter')?.value);
  const predicate = entries.get('predicate')?.value;
  return {
    kind: 'aggregate',
    join,
    where: visible(context, table, filter),
    function: of,
    columns: aggregatedColumns(context, table, entries.get('arguments')?.value),
    distinct: distinct !== undefined && distinct.kind !== 'null' && isTrue(context, distinct),
    predicate: predicate ? planPredicate(context, of, objectOf(context, predicate)) : [],
  };
}

function planPredicate(
  context: PlanContext,
  of: AggregateCondition['function'],
  { entries }: ObjectInput,
): AggregateCondition['predicate'] {
  const type = predicateType(of);
  return [...entries.values()].map(({ field, value }) => {
    if (field.means.is !== 'operator') throw new Error(`${field.name} isn't an operator (${value.path})`);
    const { operator } = field.means;
    if (operator !== '_is_null') return { operator, value: rightOperand(context, operator, type, value) };
    return { operator, value: requiredValue(context, value, pgTypes.bool) };
  });
}

/** What an aggregate in a `where` answers. */
function predicateType(of: AggregateCondition['function']): PgType {
  if (of === 'count') return pgTypes.int4;
  return of === 'bool_and' || of === 'bool_or' ? pgTypes.bool : pgTypes.float8;
}

/** The columns that an aggregate is applied to: one, a list, or those of `{X, Y}`. */
function aggregatedColumns(
  context: PlanContext,
  table: TrackedTable,
  input: Input | undefined,
): readonly Operand[] {
  if (input?.kind !== 'object') return columnsIn(context, table, input);
  const { entries } = objectOf(context, input);
  return ['X', 'Y'].flatMap((name) => columnsIn(context, table, entries.get(name)?.value));
}

/** Columns of `*_select_column` values, one or a list. */
export function columnsIn(
  context: PlanContext,
  table: TrackedTable,
  input: Input | undefined,
): readonly Operand[] {
  if (input === undefined || input.kind === 'null') return [];
  const items = input.kind === 'list' ? input.items : [input];
  return items.flatMap((each) =>
    each.kind === 'enum' && each.value.column ? [columnOperand(context, table, each.value.column)] : [],
  );
}
