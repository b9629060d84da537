import type { PgType, QualifiedName } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { ActionMetadata } from '../metadata/types.js';
import type { BoundValue, ColumnMapping, Condition, FunctionCall, Operand } from '../model/condition.js';
import type { AggregateFunction } from '../schema/types.js';

/**
 * What one request does, with every permission applied: the input of the SQL stage, which can't see a role.
 * Plain data, so that plans can be cached and printed.
 */
export interface OperationPlan {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** In response order. */
  readonly fields: readonly RootField[];
  /** Streaming subscription, where the operation is one. */
  readonly stream?: StreamPlan;
  /** Holds for every request with the same role, operation name, text and `variablesShape`. */
  readonly reusable: boolean;
}

/** `source` names the source of metadata whose database is asked. */
export type RootField =
  | {
      readonly kind: 'select';
      readonly alias: string;
      readonly source: string;
      readonly select: SelectPlan;
    }
  | {
      readonly kind: 'mutation';
      readonly alias: string;
      readonly source: string;
      readonly mutation: MutationPlan;
    }
  | { readonly kind: 'action'; readonly alias: string; readonly action: ActionPlan }
  /** Known without the database: `__typename`, `__schema`, placeholders. `text` is JSON. */
  | { readonly kind: 'constant'; readonly alias: string; readonly text: string }
  /** Source customization's namespace object. */
  | { readonly kind: 'group'; readonly alias: string; readonly fields: readonly RootField[] };

export type Source =
  | { readonly kind: 'table'; readonly table: QualifiedName }
  | { readonly kind: 'function'; readonly call: FunctionCall; readonly table: QualifiedName }
  /** Rows given by the surrounding statement (a mutation's result); columns as in `table`. */
  | { readonly kind: 'mutated'; readonly table: QualifiedName };

/** Rows of one table as JSON. */
export interface SelectPlan {
  readonly from: Source;
  /** The caller's filter and the role's, combined. */
  readonly where: Condition;
  readonly orderBy: readonly OrderBy[];
  readonly distinctOn: readonly Operand[];
  /** An upper bound from the permission and/or the request; the lesser holds. */
  readonly limit: RowCount | null;
  readonly permissionLimit: number | null;
  readonly offset: RowCount | null;
  readonly output: SelectOutput;
}

/** A count known when planned, or a variable bound at run time (already validated as non-negative). */
export type RowCount = { readonly kind: 'constant'; readonly count: number | string } | BoundValue;

export type SelectOutput =
  /** `[{…}, …]`, `[]` when there is none. */
  | { readonly kind: 'list'; readonly fields: readonly Field[] }
  /** `{…}` or null. */
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  | { readonly kind: 'aggregate'; readonly fields: readonly AggregateOutput[] };

export interface OrderBy {
  readonly by: OrderTarget;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

export type OrderTarget =
  /** A column, or a scalar computed field, of the row itself. */
  | { readonly kind: 'operand'; readonly operand: Operand }
  /** Through an object relationship; `where` is the role's filter there. */
  | {
      readonly kind: 'related';
      readonly table: QualifiedName;
      readonly columns: ColumnMapping;
      readonly where: Condition;
      readonly target: OrderTarget;
    }
  | {
      readonly kind: 'aggregate';
      readonly from: Source;
      readonly columns: ColumnMapping;
      readonly where: Condition;
      readonly function: 'count' | AggregateFunction;
      readonly column: Operand | null;
    };

/** One key of an output object. Duplicate response names are merged before this stage. */
export type Field =
  | {
      readonly kind: 'column';
      readonly alias: string;
      readonly column: string;
      readonly type: PgType;
      /** `path:` of a json/jsonb column, as the keys of `#>`. */
      readonly jsonPath?: readonly string[];
      /** Inherited roles: shown only where this holds, null elsewhere. */
      readonly visibleWhere?: Condition;
      /** A JSON string even if the type is a number (HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES). */
      readonly asText?: boolean;
    }
  | { readonly kind: 'constant'; readonly alias: string; readonly value: Json }
  | {
      readonly kind: 'relation';
      readonly alias: string;
      readonly columns: ColumnMapping;
      readonly select: SelectPlan;
    }
  | {
      readonly kind: 'computed';
      readonly alias: string;
      readonly call: FunctionCall;
      readonly type: PgType;
      readonly jsonPath?: readonly string[];
      readonly visibleWhere?: Condition;
      readonly asText?: boolean;
    }
  /** Rows of a set-returning computed field: `select.from` is a function whose row argument is the current row. */
  | { readonly kind: 'computedRows'; readonly alias: string; readonly select: SelectPlan };

export type AggregateOutput =
  | { readonly kind: 'nodes'; readonly alias: string; readonly fields: readonly Field[] }
  | { readonly kind: 'aggregate'; readonly alias: string; readonly fields: readonly AggregateField[] }
  | { readonly kind: 'constant'; readonly alias: string; readonly value: Json };

export type AggregateField =
  | {
      readonly kind: 'count';
      readonly alias: string;
      readonly columns: readonly Operand[];
      readonly distinct: boolean;
    }
  | {
      readonly kind: 'function';
      readonly alias: string;
      readonly function: AggregateFunction;
      readonly fields: readonly (
        | { readonly kind: 'value'; readonly alias: string; readonly operand: Operand }
        | { readonly kind: 'constant'; readonly alias: string; readonly value: Json }
      )[];
    }
  | { readonly kind: 'constant'; readonly alias: string; readonly value: Json };

// Mutations

export type MutationPlan = InsertPlan | UpdatePlan | UpdateManyPlan | DeletePlan | FunctionMutationPlan;

/** What a mutation answers. `rows` selects over the affected rows (`from.kind` is `mutated`). */
export type MutationOutput =
  /** `{affected_rows, returning}` */
  | { readonly kind: 'response'; readonly fields: readonly MutationResponseField[] }
  /** The one row, or null: *_one and *_by_pk. */
  | { readonly kind: 'row'; readonly fields: readonly Field[] };

export type MutationResponseField =
  | { readonly kind: 'affectedRows'; readonly alias: string }
  | { readonly kind: 'returning'; readonly alias: string; readonly fields: readonly Field[] }
  | { readonly kind: 'constant'; readonly alias: string; readonly value: Json };

export interface InsertPlan {
  readonly kind: 'insert';
  readonly table: QualifiedName;
  readonly rows: readonly InsertRow[];
  readonly onConflict: OnConflict | null;
  /** Must hold for every inserted row; else permission-error and everything is rolled back. */
  readonly check: Condition;
  readonly output: MutationOutput;
  /** Errors of the database are reported here, e.g. `$.selectionSet.insert_notes.args.objects`. */
  readonly path: string;
}

export interface InsertRow {
  /** Column -> value; presets are inside. Columns not named take their default. */
  readonly values: ReadonlyMap<string, InsertValue>;
  readonly nested: readonly NestedInsert[];
}

export type InsertValue = BoundValue;

export interface NestedInsert {
  readonly relationship: string;
  readonly order: 'before' | 'after';
  readonly kind: 'object' | 'array';
  /** [parent column, child column] */
  readonly columns: ColumnMapping;
  readonly insert: Omit<InsertPlan, 'output'>;
}

export interface OnConflict {
  /** null: any, which can only do nothing. */
  readonly constraint: string | null;
  /** Empty: do nothing. */
  readonly updateColumns: readonly string[];
  /** Update presets, set besides `updateColumns`. */
  readonly presets: ReadonlyMap<string, BoundValue>;
  /** The update permission's filter and `on_conflict.where`. */
  readonly where: Condition;
  /** The update permission's check, if it has one. */
  readonly check: Condition | null;
}

export type UpdateOperation =
  | {
      readonly kind:
        | 'set'
        | 'inc'
        | 'mul'
        | 'append'
        | 'prepend'
        | 'deleteKey'
        | 'deleteElem'
        | 'deleteAtPath';
      readonly column: string;
      readonly value: Operand;
    }
  /** The column's default of the database. */
  | { readonly kind: 'default'; readonly column: string };

export interface UpdatePlan {
  readonly kind: 'update';
  readonly table: QualifiedName;
  /** Empty: nothing is done; affected_rows 0. */
  readonly operations: readonly UpdateOperation[];
  readonly where: Condition;
  readonly check: Condition | null;
  readonly output: MutationOutput;
  readonly path: string;
}

export interface UpdateManyPlan {
  readonly kind: 'updateMany';
  readonly updates: readonly UpdatePlan[];
}

export interface DeletePlan {
  readonly kind: 'delete';
  readonly table: QualifiedName;
  readonly where: Condition;
  readonly output: MutationOutput;
  readonly path: string;
}

export interface FunctionMutationPlan {
  readonly kind: 'function';
  readonly select: SelectPlan;
}

// Actions

export interface ActionPlan {
  readonly action: ActionMetadata;
  /** The arguments as JSON with variables resolved; omitted ones absent. Actions are planned per request, never cached. */
  readonly input: Readonly<Record<string, Json>>;
  readonly output: ActionOutput;
  /** Of an asynchronous Action: what has become of the call whose `id` is the input. Else the Action is called. */
  readonly asksResult?: boolean;
}

/** What to take from the webhook's answer. */
export type ActionOutput =
  | { readonly kind: 'leaf' }
  | { readonly kind: 'object'; readonly type: string; readonly fields: readonly ActionOutputField[] };

export type ActionOutputField =
  | { readonly kind: 'field'; readonly alias: string; readonly name: string; readonly output: ActionOutput }
  | { readonly kind: 'constant'; readonly alias: string; readonly value: Json }
  /** Rows of a table by the answer's fields: [answer's field, remote column]. */
  | {
      readonly kind: 'relation';
      readonly alias: string;
      readonly columns: readonly { readonly field: string; readonly column: string; readonly type: PgType }[];
      readonly source: string;
      readonly select: SelectPlan;
    };

// Streaming

export interface StreamPlan {
  /** The cursor column and where it stands; `select.where` lacks the cursor's condition, which the run stage adds. */
  readonly column: Operand;
  readonly type: PgType;
  readonly ordering: 'ASC' | 'DESC';
  readonly initialValue: BoundValue | null;
  readonly batchSize: number;
}
