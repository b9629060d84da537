import type { PgType, QualifiedName } from '../catalog/types.js';
import type { Json } from '../json.js';

/** Where a value that is bound as a SQL parameter comes from. Never printed into SQL text. */
export type ValueSource =
  | { readonly from: 'literal'; readonly value: Json }
  /** A leaf inside the request's variables: `{"w": {"id": {"_eq": 1}}}` -> name `w`, path `['id', '_eq']`. */
  | { readonly from: 'variable'; readonly name: string; readonly path: readonly (string | number)[] }
  /** A session variable by lower-case name; when absent: not-found `missing session variable: "x-hasura-user-id"`. */
  | { readonly from: 'session'; readonly variable: string }
  /** All session variables as one JSON object (functions with a session argument). */
  | { readonly from: 'sessionObject' };

/** A parameter: its source, the Postgres type it is cast to, and where in the request to report it when it is malformed. */
export interface BoundValue {
  readonly kind: 'value';
  readonly source: ValueSource;
  readonly type: PgType;
  /** GraphQL scalar to coerce with when the value is bound (Int range, uuid text, …); absent for session values. */
  readonly scalar?: string;
  readonly path?: string;
}

/** Column equality between two tables: [own column, remote column] pairs. */
export type ColumnMapping = readonly (readonly [string, string])[];

/** A step from the current row to the rows of another table. */
export interface Join {
  readonly table: QualifiedName;
  readonly columns: ColumnMapping;
}

export interface ColumnOperand {
  readonly kind: 'column';
  /** `current` is the row the condition is about; `root` the outermost row of the permission or `where` (`["$", "col"]`). */
  readonly row: 'current' | 'root';
  /** Object relationships to walk first (`_ceq: ["author", "name"]`). */
  readonly through: readonly Join[];
  readonly column: string;
  readonly type: PgType;
  readonly nullable: boolean;
}

/** A scalar computed field (or a function over the row) used as an operand. */
export interface CallOperand {
  readonly kind: 'call';
  readonly call: FunctionCall;
  readonly type: PgType;
}

export interface FunctionCall {
  readonly function: QualifiedName;
  readonly arguments: readonly FunctionCallArgument[];
}

export type FunctionCallArgument =
  /** The current row as a composite value. */
  | { readonly kind: 'row' }
  /** Named where the function names its arguments (`name => value`), else positional. */
  | { readonly kind: 'value'; readonly name: string | null; readonly value: BoundValue };

export interface CastOperand {
  readonly kind: 'cast';
  readonly of: Operand;
  readonly type: PgType;
}

/** `ARRAY[a, b]::t[]` of separately bound elements; used where a list mixes literals and variables. */
export interface ListOperand {
  readonly kind: 'list';
  readonly of: readonly BoundValue[];
  /** The element type. */
  readonly type: PgType;
}

/** Null where `visibleWhere` doesn't hold: a column that an inherited role may see in some rows only. */
export interface MaskedOperand {
  readonly kind: 'masked';
  readonly of: Operand;
  readonly visibleWhere: Condition;
}

export type Operand = ColumnOperand | BoundValue | CallOperand | CastOperand | ListOperand | MaskedOperand;

/** Hasura's binary operators. `_in`/`_nin` take a list operand or one array-typed value. */
export type ComparisonOperator =
  | '_eq'
  | '_neq'
  | '_gt'
  | '_gte'
  | '_lt'
  | '_lte'
  | '_in'
  | '_nin'
  | '_like'
  | '_nlike'
  | '_ilike'
  | '_nilike'
  | '_similar'
  | '_nsimilar'
  | '_regex'
  | '_nregex'
  | '_iregex'
  | '_niregex'
  | '_contains'
  | '_contained_in'
  | '_has_key'
  | '_has_keys_any'
  | '_has_keys_all'
  | '_ancestor'
  | '_ancestor_any'
  | '_descendant'
  | '_descendant_any'
  | '_matches'
  | '_matches_any'
  | '_matches_fulltext';

/** Aggregates that a `where` can compare. All but `count`, `bool_and` and `bool_or` are over double precision. */
export type PredicateFunction =
  | 'avg'
  | 'bool_and'
  | 'bool_or'
  | 'corr'
  | 'count'
  | 'covar_samp'
  | 'max'
  | 'min'
  | 'stddev_samp'
  | 'sum'
  | 'var_samp';

export interface AggregateCondition {
  readonly kind: 'aggregate';
  readonly join: Join;
  /** Filter on the related rows: the caller's permission and the `filter` argument. */
  readonly where: Condition;
  readonly function: PredicateFunction;
  /** What it is applied to; `corr` and `covar_samp` take two. */
  readonly columns: readonly Operand[];
  readonly distinct: boolean;
  /** Holds on the aggregate's value; its `current` column operand is named `value`. */
  readonly predicate: readonly {
    readonly operator: ComparisonOperator | '_is_null';
    readonly value: Operand;
  }[];
}

/**
 * A truth about one row. As in Hasura an empty `and` is true, an empty `or` false.
 * Permissions are inside already: the SQL stage knows no roles.
 */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'compare';
      readonly left: Operand;
      readonly operator: ComparisonOperator;
      readonly right: Operand;
    }
  | { readonly kind: 'isNull'; readonly of: Operand; readonly negated: boolean }
  /** At least one related row satisfies `where`. */
  | { readonly kind: 'related'; readonly join: Join; readonly where: Condition }
  /** At least one row of a set-returning computed field satisfies `where`. */
  | { readonly kind: 'relatedCall'; readonly call: FunctionCall; readonly where: Condition }
  /** At least one row of an unrelated table satisfies `where` (`_exists`). */
  | { readonly kind: 'exists'; readonly table: QualifiedName; readonly where: Condition }
  /** A permission of the current row's table inside another condition: its `root` row is the current row. */
  | { readonly kind: 'rooted'; readonly of: Condition }
  | AggregateCondition;

export const always: Condition = { kind: 'and', of: [] };
export const never: Condition = { kind: 'or', of: [] };
