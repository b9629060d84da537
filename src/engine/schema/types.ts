import type { QualifiedName } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { ActionMetadata } from '../metadata/types.js';
import type { ComparisonOperator, PredicateFunction } from '../model/condition.js';
import type {
  ComputedField,
  Relationship,
  TableColumn,
  TrackedFunction,
  TrackedTable,
} from '../model/types.js';

/**
 * The GraphQL schema of one role, as data. Every field says what it *means*, so that the plan stage needs no names
 * to guess from. Built when a role first asks, kept until metadata or catalog change.
 */
export interface RoleSchema {
  readonly role: string;
  /**
   * Built on first access: `get` by a name that a field refers to is cheap; iterating builds every type the role can
   * reach. Introspection's own types (`__Type`, …) aren't here.
   */
  readonly types: ReadonlyMap<string, NamedType>;
  readonly query: ObjectType;
  readonly mutation: ObjectType | null;
  readonly subscription: ObjectType | null;
  /** False: `__schema` and `__type` aren't fields of this role's query_root. */
  readonly introspectionEnabled: boolean;
}

export type TypeRef =
  | { readonly kind: 'named'; readonly name: string; readonly nonNull: boolean }
  | { readonly kind: 'list'; readonly of: TypeRef; readonly nonNull: boolean };

export type NamedType = ScalarType | EnumType | ObjectType | InputObjectType;

export interface ScalarType {
  readonly kind: 'scalar';
  readonly name: string;
  readonly description?: string;
}

export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly description?: string;
  readonly values: ReadonlyMap<string, EnumTypeValue>;
}

export interface EnumTypeValue {
  readonly name: string;
  readonly description?: string;
  readonly deprecated?: string;
  /**
   * For `*_select_column`, `*_update_column`: the database column (absent for `_PLACEHOLDER`); for `*_constraint`: the
   * constraint's name.
   */
  readonly column?: TableColumn;
  readonly constraint?: string;
}

export interface ObjectType {
  readonly kind: 'object';
  readonly name: string;
  readonly description?: string;
  readonly fields: ReadonlyMap<string, OutputField>;
}

export interface OutputField {
  readonly name: string;
  readonly description?: string;
  readonly deprecated?: string;
  readonly arguments: ReadonlyMap<string, InputField>;
  readonly type: TypeRef;
  readonly means: OutputMeaning;
}

export interface InputObjectType {
  readonly kind: 'input';
  readonly name: string;
  readonly description?: string;
  readonly fields: ReadonlyMap<string, InputField>;
}

export interface InputField {
  readonly name: string;
  readonly description?: string;
  readonly type: TypeRef;
  /** A GraphQL default as JSON (enum values as their names). */
  readonly default?: Json;
  readonly means: InputMeaning;
}

export type AggregateFunction =
  | 'sum'
  | 'avg'
  | 'max'
  | 'min'
  | 'stddev'
  | 'stddev_pop'
  | 'stddev_samp'
  | 'var_pop'
  | 'var_samp'
  | 'variance';

export type OutputMeaning =
  // root fields
  | { readonly is: 'select'; readonly table: TrackedTable; readonly function?: TrackedFunction }
  | { readonly is: 'selectByPk'; readonly table: TrackedTable }
  | { readonly is: 'selectAggregate'; readonly table: TrackedTable; readonly function?: TrackedFunction }
  | { readonly is: 'selectStream'; readonly table: TrackedTable }
  /** A volatile function exposed as a mutation. */
  | { readonly is: 'callFunction'; readonly table: TrackedTable; readonly function: TrackedFunction }
  | { readonly is: 'insert'; readonly table: TrackedTable; readonly one: boolean }
  | { readonly is: 'update'; readonly table: TrackedTable; readonly by: 'where' | 'pk' | 'many' }
  | { readonly is: 'delete'; readonly table: TrackedTable; readonly by: 'where' | 'pk' }
  /** `asksResult`: the query that belongs to an asynchronous Action. */
  | { readonly is: 'action'; readonly action: ActionMetadata; readonly asksResult?: boolean }
  /** Source customization: root fields grouped under one object. */
  | { readonly is: 'namespace' }
  /** `no_queries_available` and its kin: answers its own description text. */
  | { readonly is: 'placeholder' }
  // fields of a table's object
  | { readonly is: 'column'; readonly column: TableColumn }
  | { readonly is: 'relation'; readonly relationship: Relationship; readonly table: TrackedTable }
  | { readonly is: 'relationAggregate'; readonly relationship: Relationship; readonly table: TrackedTable }
  | { readonly is: 'computedScalar'; readonly computedField: ComputedField }
  | { readonly is: 'computedTable'; readonly computedField: ComputedField; readonly table: TrackedTable }
  | { readonly is: 'computedAggregate'; readonly computedField: ComputedField; readonly table: TrackedTable }
  // *_aggregate and *_aggregate_fields
  | { readonly is: 'aggregate' }
  | { readonly is: 'nodes' }
  | { readonly is: 'count' }
  | { readonly is: 'aggregateFunction'; readonly function: AggregateFunction }
  // *_mutation_response
  | { readonly is: 'affectedRows' }
  | { readonly is: 'returning' }
  // an Action's output object
  | { readonly is: 'actionField' };

export type InputMeaning =
  // *_bool_exp
  | { readonly is: 'and' | 'or' | 'not' }
  | { readonly is: 'whereColumn'; readonly column: TableColumn }
  | { readonly is: 'whereRelation'; readonly relationship: Relationship; readonly table: TrackedTable }
  | { readonly is: 'whereAggregate'; readonly relationship: Relationship; readonly table: TrackedTable }
  | { readonly is: 'whereComputedScalar'; readonly computedField: ComputedField }
  | { readonly is: 'whereComputedTable'; readonly computedField: ComputedField; readonly table: TrackedTable }
  // *_aggregate_bool_exp: which aggregate; its object has `arguments`, `distinct`, `filter`, `predicate`.
  // `arguments` is a list of columns (count), a column, or `{X, Y}` (corr, covar_samp)
  | { readonly is: 'aggregatePredicate'; readonly function: PredicateFunction }
  // *_comparison_exp
  | { readonly is: 'operator'; readonly operator: ComparisonOperator | '_is_null' }
  /** `_cast: {String: {…}}`: compare as the named Postgres type. */
  | { readonly is: 'cast' }
  | { readonly is: 'castTo'; readonly pgType: string }
  // *_order_by
  | { readonly is: 'orderColumn'; readonly column: TableColumn }
  | { readonly is: 'orderRelation'; readonly relationship: Relationship; readonly table: TrackedTable }
  | { readonly is: 'orderAggregate'; readonly relationship: Relationship; readonly table: TrackedTable }
  | { readonly is: 'orderCount' }
  | { readonly is: 'orderFunction'; readonly function: AggregateFunction }
  | { readonly is: 'orderComputedScalar'; readonly computedField: ComputedField }
  | {
      readonly is: 'orderComputedAggregate';
      readonly computedField: ComputedField;
      readonly table: TrackedTable;
    }
  // *_insert_input, *_set_input, *_inc_input, *_pk_columns_input, by_pk arguments, stream cursor values
  | { readonly is: 'column'; readonly column: TableColumn }
  | { readonly is: 'nestedInsert'; readonly relationship: Relationship; readonly table: TrackedTable }
  // arguments of a function or computed field
  | { readonly is: 'functionArgument'; readonly position: number }
  /** Known by its name where it stands: where, limit, offset, order_by, distinct_on, objects, _set, data, path, … */
  | { readonly is: 'byName' };

export type { QualifiedName };
