// Written by npm run codegen. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { GraphQLClient, RequestOptions } from 'graphql-request';
import { gql } from '../lib/gql.js';
type GraphQLClientRequestHeaders = RequestOptions['requestHeaders'];
/** Boolean expression to compare columns of type "Boolean". All fields are combined with logical 'AND'. */
export type Boolean_Comparison_Exp = {
  _eq?: boolean | null | undefined;
  _gt?: boolean | null | undefined;
  _gte?: boolean | null | undefined;
  _in?: Array<boolean> | null | undefined;
  _is_null?: boolean | null | undefined;
  _lt?: boolean | null | undefined;
  _lte?: boolean | null | undefined;
  _neq?: boolean | null | undefined;
  _nin?: Array<boolean> | null | undefined;
};

/** Boolean expression to compare columns of type "Int". All fields are combined with logical 'AND'. */
export type Int_Comparison_Exp = {
  _eq?: number | null | undefined;
  _gt?: number | null | undefined;
  _gte?: number | null | undefined;
  _in?: Array<number> | null | undefined;
  _is_null?: boolean | null | undefined;
  _lt?: number | null | undefined;
  _lte?: number | null | undefined;
  _neq?: number | null | undefined;
  _nin?: Array<number> | null | undefined;
};

/** Boolean expression to compare columns of type "String". All fields are combined with logical 'AND'. */
export type String_Comparison_Exp = {
  _eq?: string | null | undefined;
  _gt?: string | null | undefined;
  _gte?: string | null | undefined;
  /** does the column match the given case-insensitive pattern */
  _ilike?: string | null | undefined;
  _in?: Array<string> | null | undefined;
  /** does the column match the given POSIX regular expression, case insensitive */
  _iregex?: string | null | undefined;
  _is_null?: boolean | null | undefined;
  /** does the column match the given pattern */
  _like?: string | null | undefined;
  _lt?: string | null | undefined;
  _lte?: string | null | undefined;
  _neq?: string | null | undefined;
  /** does the column NOT match the given case-insensitive pattern */
  _nilike?: string | null | undefined;
  _nin?: Array<string> | null | undefined;
  /** does the column NOT match the given POSIX regular expression, case insensitive */
  _niregex?: string | null | undefined;
  /** does the column NOT match the given pattern */
  _nlike?: string | null | undefined;
  /** does the column NOT match the given POSIX regular expression, case sensitive */
  _nregex?: string | null | undefined;
  /** does the column NOT match the given SQL regular expression */
  _nsimilar?: string | null | undefined;
  /** does the column match the given POSIX regular expression, case sensitive */
  _regex?: string | null | undefined;
  /** does the column match the given SQL regular expression */
  _similar?: string | null | undefined;
};

export type AuthAuditLog_Aggregate_Bool_Exp = {
  bool_and?: AuthAuditLog_Aggregate_Bool_Exp_Bool_And | null | undefined;
  bool_or?: AuthAuditLog_Aggregate_Bool_Exp_Bool_Or | null | undefined;
  count?: AuthAuditLog_Aggregate_Bool_Exp_Count | null | undefined;
};

export type AuthAuditLog_Aggregate_Bool_Exp_Bool_And = {
  arguments: AuthAuditLog_Select_Column_AuthAuditLog_Aggregate_Bool_Exp_Bool_And_Arguments_Columns;
  distinct?: boolean | null | undefined;
  filter?: AuthAuditLog_Bool_Exp | null | undefined;
  predicate: Boolean_Comparison_Exp;
};

export type AuthAuditLog_Aggregate_Bool_Exp_Bool_Or = {
  arguments: AuthAuditLog_Select_Column_AuthAuditLog_Aggregate_Bool_Exp_Bool_Or_Arguments_Columns;
  distinct?: boolean | null | undefined;
  filter?: AuthAuditLog_Bool_Exp | null | undefined;
  predicate: Boolean_Comparison_Exp;
};

export type AuthAuditLog_Aggregate_Bool_Exp_Count = {
  arguments?: Array<AuthAuditLog_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: AuthAuditLog_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "auth.audit_log" */
export type AuthAuditLog_Arr_Rel_Insert_Input = {
  data: Array<AuthAuditLog_Insert_Input>;
  /** upsert condition */
  on_conflict?: AuthAuditLog_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.audit_log". All fields are combined with a logical 'AND'. */
export type AuthAuditLog_Bool_Exp = {
  _and?: Array<AuthAuditLog_Bool_Exp> | null | undefined;
  _not?: AuthAuditLog_Bool_Exp | null | undefined;
  _or?: Array<AuthAuditLog_Bool_Exp> | null | undefined;
  action?: String_Comparison_Exp | null | undefined;
  actorId?: Uuid_Comparison_Exp | null | undefined;
  actorRole?: String_Comparison_Exp | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  deliveries?: AuthHookDeliveries_Bool_Exp | null | undefined;
  deliveries_aggregate?: AuthHookDeliveries_Aggregate_Bool_Exp | null | undefined;
  details?: Jsonb_Comparison_Exp | null | undefined;
  device?: String_Comparison_Exp | null | undefined;
  event?: String_Comparison_Exp | null | undefined;
  id?: Uuid_Comparison_Exp | null | undefined;
  impersonated?: Boolean_Comparison_Exp | null | undefined;
  ip?: String_Comparison_Exp | null | undefined;
  outcome?: String_Comparison_Exp | null | undefined;
  reason?: String_Comparison_Exp | null | undefined;
  sessionId?: Uuid_Comparison_Exp | null | undefined;
  traceId?: String_Comparison_Exp | null | undefined;
  user?: Users_Bool_Exp | null | undefined;
  userAgent?: String_Comparison_Exp | null | undefined;
  userId?: Uuid_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.audit_log" */
export type AuthAuditLog_Constraint =
  /** unique or primary key constraint on columns "id" */
  | 'audit_log_pkey';

/** input type for inserting data into table "auth.audit_log" */
export type AuthAuditLog_Insert_Input = {
  action?: string | null | undefined;
  /** Who asked for it; null for who was not signed in */
  actorId?: string | null | undefined;
  actorRole?: string | null | undefined;
  createdAt?: string | null | undefined;
  deliveries?: AuthHookDeliveries_Arr_Rel_Insert_Input | null | undefined;
  details?: unknown;
  /** Where a session was opened: hash of the user agent without its version numbers */
  device?: string | null | undefined;
  event?: string | null | undefined;
  id?: string | null | undefined;
  /** Whether an administrator acted in the place of the user */
  impersonated?: boolean | null | undefined;
  ip?: string | null | undefined;
  outcome?: string | null | undefined;
  /** Error code of what was refused or failed */
  reason?: string | null | undefined;
  /** The session that was opened, ended or acted in */
  sessionId?: string | null | undefined;
  traceId?: string | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  userAgent?: string | null | undefined;
  /** Whose account it is about; null where there is none of that name */
  userId?: string | null | undefined;
};

/** input type for inserting object relation for remote table "auth.audit_log" */
export type AuthAuditLog_Obj_Rel_Insert_Input = {
  data: AuthAuditLog_Insert_Input;
  /** upsert condition */
  on_conflict?: AuthAuditLog_On_Conflict | null | undefined;
};

/** on_conflict condition type for table "auth.audit_log" */
export type AuthAuditLog_On_Conflict = {
  constraint: AuthAuditLog_Constraint;
  update_columns?: Array<AuthAuditLog_Update_Column>;
  where?: AuthAuditLog_Bool_Exp | null | undefined;
};

/** select columns of table "auth.audit_log" */
export type AuthAuditLog_Select_Column =
  /** column name */
  | 'action'
  /** column name */
  | 'actorId'
  /** column name */
  | 'actorRole'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'details'
  /** column name */
  | 'device'
  /** column name */
  | 'event'
  /** column name */
  | 'id'
  /** column name */
  | 'impersonated'
  /** column name */
  | 'ip'
  /** column name */
  | 'outcome'
  /** column name */
  | 'reason'
  /** column name */
  | 'sessionId'
  /** column name */
  | 'traceId'
  /** column name */
  | 'userAgent'
  /** column name */
  | 'userId';

/** select "authAuditLog_aggregate_bool_exp_bool_and_arguments_columns" columns of table "auth.audit_log" */
export type AuthAuditLog_Select_Column_AuthAuditLog_Aggregate_Bool_Exp_Bool_And_Arguments_Columns =
  /** column name */
  | 'impersonated';

/** select "authAuditLog_aggregate_bool_exp_bool_or_arguments_columns" columns of table "auth.audit_log" */
export type AuthAuditLog_Select_Column_AuthAuditLog_Aggregate_Bool_Exp_Bool_Or_Arguments_Columns =
  /** column name */
  | 'impersonated';

/** update columns of table "auth.audit_log" */
export type AuthAuditLog_Update_Column =
  /** column name */
  | 'action'
  /** column name */
  | 'actorId'
  /** column name */
  | 'actorRole'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'details'
  /** column name */
  | 'device'
  /** column name */
  | 'event'
  /** column name */
  | 'id'
  /** column name */
  | 'impersonated'
  /** column name */
  | 'ip'
  /** column name */
  | 'outcome'
  /** column name */
  | 'reason'
  /** column name */
  | 'sessionId'
  /** column name */
  | 'traceId'
  /** column name */
  | 'userAgent'
  /** column name */
  | 'userId';

export type AuthHookDeliveries_Aggregate_Bool_Exp = {
  count?: AuthHookDeliveries_Aggregate_Bool_Exp_Count | null | undefined;
};

export type AuthHookDeliveries_Aggregate_Bool_Exp_Count = {
  arguments?: Array<AuthHookDeliveries_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: AuthHookDeliveries_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "auth.hook_deliveries" */
export type AuthHookDeliveries_Arr_Rel_Insert_Input = {
  data: Array<AuthHookDeliveries_Insert_Input>;
  /** upsert condition */
  on_conflict?: AuthHookDeliveries_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.hook_deliveries". All fields are combined with a logical 'AND'. */
export type AuthHookDeliveries_Bool_Exp = {
  _and?: Array<AuthHookDeliveries_Bool_Exp> | null | undefined;
  _not?: AuthHookDeliveries_Bool_Exp | null | undefined;
  _or?: Array<AuthHookDeliveries_Bool_Exp> | null | undefined;
  abandonedAt?: Timestamptz_Comparison_Exp | null | undefined;
  attempts?: Int_Comparison_Exp | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  deliveredAt?: Timestamptz_Comparison_Exp | null | undefined;
  entry?: AuthAuditLog_Bool_Exp | null | undefined;
  entryId?: Uuid_Comparison_Exp | null | undefined;
  lastError?: String_Comparison_Exp | null | undefined;
  leaseId?: Uuid_Comparison_Exp | null | undefined;
  lockedUntil?: Timestamptz_Comparison_Exp | null | undefined;
  nextAttemptAt?: Timestamptz_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.hook_deliveries" */
export type AuthHookDeliveries_Constraint =
  /** unique or primary key constraint on columns "entry_id" */
  | 'hook_deliveries_pkey';

/** input type for inserting data into table "auth.hook_deliveries" */
export type AuthHookDeliveries_Insert_Input = {
  /** When it was given up after its last attempt */
  abandonedAt?: string | null | undefined;
  attempts?: number | null | undefined;
  createdAt?: string | null | undefined;
  deliveredAt?: string | null | undefined;
  entry?: AuthAuditLog_Obj_Rel_Insert_Input | null | undefined;
  entryId?: string | null | undefined;
  lastError?: string | null | undefined;
  /** Who tries to deliver it; ends at locked_until */
  leaseId?: string | null | undefined;
  lockedUntil?: string | null | undefined;
  nextAttemptAt?: string | null | undefined;
};

/** on_conflict condition type for table "auth.hook_deliveries" */
export type AuthHookDeliveries_On_Conflict = {
  constraint: AuthHookDeliveries_Constraint;
  update_columns?: Array<AuthHookDeliveries_Update_Column>;
  where?: AuthHookDeliveries_Bool_Exp | null | undefined;
};

/** select columns of table "auth.hook_deliveries" */
export type AuthHookDeliveries_Select_Column =
  /** column name */
  | 'abandonedAt'
  /** column name */
  | 'attempts'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'deliveredAt'
  /** column name */
  | 'entryId'
  /** column name */
  | 'lastError'
  /** column name */
  | 'leaseId'
  /** column name */
  | 'lockedUntil'
  /** column name */
  | 'nextAttemptAt';

/** update columns of table "auth.hook_deliveries" */
export type AuthHookDeliveries_Update_Column =
  /** column name */
  | 'abandonedAt'
  /** column name */
  | 'attempts'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'deliveredAt'
  /** column name */
  | 'entryId'
  /** column name */
  | 'lastError'
  /** column name */
  | 'leaseId'
  /** column name */
  | 'lockedUntil'
  /** column name */
  | 'nextAttemptAt';

export type AuthOutbox_Aggregate_Bool_Exp = {
  count?: AuthOutbox_Aggregate_Bool_Exp_Count | null | undefined;
};

export type AuthOutbox_Aggregate_Bool_Exp_Count = {
  arguments?: Array<AuthOutbox_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: AuthOutbox_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "auth.outbox" */
export type AuthOutbox_Arr_Rel_Insert_Input = {
  data: Array<AuthOutbox_Insert_Input>;
  /** upsert condition */
  on_conflict?: AuthOutbox_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.outbox". All fields are combined with a logical 'AND'. */
export type AuthOutbox_Bool_Exp = {
  _and?: Array<AuthOutbox_Bool_Exp> | null | undefined;
  _not?: AuthOutbox_Bool_Exp | null | undefined;
  _or?: Array<AuthOutbox_Bool_Exp> | null | undefined;
  abandonedAt?: Timestamptz_Comparison_Exp | null | undefined;
  attempts?: Int_Comparison_Exp | null | undefined;
  channel?: String_Comparison_Exp | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  deliveredAt?: Timestamptz_Comparison_Exp | null | undefined;
  id?: Uuid_Comparison_Exp | null | undefined;
  kind?: String_Comparison_Exp | null | undefined;
  lastError?: String_Comparison_Exp | null | undefined;
  leaseId?: Uuid_Comparison_Exp | null | undefined;
  lockedUntil?: Timestamptz_Comparison_Exp | null | undefined;
  nextAttemptAt?: Timestamptz_Comparison_Exp | null | undefined;
  payload?: String_Comparison_Exp | null | undefined;
  user?: Users_Bool_Exp | null | undefined;
  userId?: Uuid_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.outbox" */
export type AuthOutbox_Constraint =
  /** unique or primary key constraint on columns "id" */
  | 'outbox_pkey';

/** input type for incrementing numeric columns in table "auth.outbox" */
export type AuthOutbox_Inc_Input = {
  attempts?: number | null | undefined;
};

/** input type for inserting data into table "auth.outbox" */
export type AuthOutbox_Insert_Input = {
  /** When it was given up after its last attempt */
  abandonedAt?: string | null | undefined;
  attempts?: number | null | undefined;
  channel?: string | null | undefined;
  createdAt?: string | null | undefined;
  deliveredAt?: string | null | undefined;
  id?: string | null | undefined;
  kind?: string | null | undefined;
  lastError?: string | null | undefined;
  /** Who tries to deliver it; ends at locked_until */
  leaseId?: string | null | undefined;
  lockedUntil?: string | null | undefined;
  nextAttemptAt?: string | null | undefined;
  /** What is said to whom, encrypted; null after the delivery, and for what a trigger tells before a server has written it */
  payload?: string | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  userId?: string | null | undefined;
};

/** on_conflict condition type for table "auth.outbox" */
export type AuthOutbox_On_Conflict = {
  constraint: AuthOutbox_Constraint;
  update_columns?: Array<AuthOutbox_Update_Column>;
  where?: AuthOutbox_Bool_Exp | null | undefined;
};

/** select columns of table "auth.outbox" */
export type AuthOutbox_Select_Column =
  /** column name */
  | 'abandonedAt'
  /** column name */
  | 'attempts'
  /** column name */
  | 'channel'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'deliveredAt'
  /** column name */
  | 'id'
  /** column name */
  | 'kind'
  /** column name */
  | 'lastError'
  /** column name */
  | 'leaseId'
  /** column name */
  | 'lockedUntil'
  /** column name */
  | 'nextAttemptAt'
  /** column name */
  | 'payload'
  /** column name */
  | 'userId';

/** input type for updating data in table "auth.outbox" */
export type AuthOutbox_Set_Input = {
  /** When it was given up after its last attempt */
  abandonedAt?: string | null | undefined;
  attempts?: number | null | undefined;
  channel?: string | null | undefined;
  createdAt?: string | null | undefined;
  deliveredAt?: string | null | undefined;
  id?: string | null | undefined;
  kind?: string | null | undefined;
  lastError?: string | null | undefined;
  /** Who tries to deliver it; ends at locked_until */
  leaseId?: string | null | undefined;
  lockedUntil?: string | null | undefined;
  nextAttemptAt?: string | null | undefined;
  /** What is said to whom, encrypted; null after the delivery, and for what a trigger tells before a server has written it */
  payload?: string | null | undefined;
  userId?: string | null | undefined;
};

/** update columns of table "auth.outbox" */
export type AuthOutbox_Update_Column =
  /** column name */
  | 'abandonedAt'
  /** column name */
  | 'attempts'
  /** column name */
  | 'channel'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'deliveredAt'
  /** column name */
  | 'id'
  /** column name */
  | 'kind'
  /** column name */
  | 'lastError'
  /** column name */
  | 'leaseId'
  /** column name */
  | 'lockedUntil'
  /** column name */
  | 'nextAttemptAt'
  /** column name */
  | 'payload'
  /** column name */
  | 'userId';

export type AuthOutbox_Updates = {
  /** increments the numeric columns with given value of the filtered values */
  _inc?: AuthOutbox_Inc_Input | null | undefined;
  /** sets the columns of the filtered rows to the given values */
  _set?: AuthOutbox_Set_Input | null | undefined;
  /** filter the rows which have to be updated */
  where: AuthOutbox_Bool_Exp;
};

/** input type for inserting data into table "auth.password_history" */
export type AuthPasswordHistory_Insert_Input = {
  /** When the password was replaced by another one */
  createdAt?: string | null | undefined;
  id?: string | null | undefined;
  passwordHash?: string | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  userId?: string | null | undefined;
};

/** input type for inserting data into table "auth.provider_requests" */
export type AuthProviderRequests_Insert_Input = {
  /** SHA-256 of the cookie of the browser that may go on with it */
  browserHash?: string | null | undefined;
  createdAt?: string | null | undefined;
  expiresAt?: string | null | undefined;
  hash?: string | null | undefined;
  id?: string | null | undefined;
  options?: unknown;
  providerId?: string | null | undefined;
  /** PKCE verifier and nonce, encrypted */
  secret?: string | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  /** Whose account will be linked; null for a sign-in */
  userId?: string | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.providers". All fields are combined with a logical 'AND'. */
export type AuthProviders_Bool_Exp = {
  _and?: Array<AuthProviders_Bool_Exp> | null | undefined;
  _not?: AuthProviders_Bool_Exp | null | undefined;
  _or?: Array<AuthProviders_Bool_Exp> | null | undefined;
  id?: String_Comparison_Exp | null | undefined;
  userProviders?: AuthUserProviders_Bool_Exp | null | undefined;
  userProviders_aggregate?: AuthUserProviders_Aggregate_Bool_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.providers" */
export type AuthProviders_Constraint =
  /** unique or primary key constraint on columns "id" */
  | 'providers_pkey';

/** input type for inserting data into table "auth.providers" */
export type AuthProviders_Insert_Input = {
  id?: string | null | undefined;
  userProviders?: AuthUserProviders_Arr_Rel_Insert_Input | null | undefined;
};

/** input type for inserting object relation for remote table "auth.providers" */
export type AuthProviders_Obj_Rel_Insert_Input = {
  data: AuthProviders_Insert_Input;
  /** upsert condition */
  on_conflict?: AuthProviders_On_Conflict | null | undefined;
};

/** on_conflict condition type for table "auth.providers" */
export type AuthProviders_On_Conflict = {
  constraint: AuthProviders_Constraint;
  update_columns?: Array<AuthProviders_Update_Column>;
  where?: AuthProviders_Bool_Exp | null | undefined;
};

/** update columns of table "auth.providers" */
export type AuthProviders_Update_Column =
  /** column name */
  | 'id';

export type AuthRecoveryCodes_Aggregate_Bool_Exp = {
  count?: AuthRecoveryCodes_Aggregate_Bool_Exp_Count | null | undefined;
};

export type AuthRecoveryCodes_Aggregate_Bool_Exp_Count = {
  arguments?: Array<AuthRecoveryCodes_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: AuthRecoveryCodes_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "auth.recovery_codes" */
export type AuthRecoveryCodes_Arr_Rel_Insert_Input = {
  data: Array<AuthRecoveryCodes_Insert_Input>;
  /** upsert condition */
  on_conflict?: AuthRecoveryCodes_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.recovery_codes". All fields are combined with a logical 'AND'. */
export type AuthRecoveryCodes_Bool_Exp = {
  _and?: Array<AuthRecoveryCodes_Bool_Exp> | null | undefined;
  _not?: AuthRecoveryCodes_Bool_Exp | null | undefined;
  _or?: Array<AuthRecoveryCodes_Bool_Exp> | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  hash?: String_Comparison_Exp | null | undefined;
  id?: Uuid_Comparison_Exp | null | undefined;
  useId?: Uuid_Comparison_Exp | null | undefined;
  user?: Users_Bool_Exp | null | undefined;
  userId?: Uuid_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.recovery_codes" */
export type AuthRecoveryCodes_Constraint =
  /** unique or primary key constraint on columns "hash" */
  | 'recovery_codes_hash_key'
  /** unique or primary key constraint on columns "id" */
  | 'recovery_codes_pkey';

/** input type for inserting data into table "auth.recovery_codes" */
export type AuthRecoveryCodes_Insert_Input = {
  createdAt?: string | null | undefined;
  hash?: string | null | undefined;
  id?: string | null | undefined;
  /** Which use took it, as in auth.tickets */
  useId?: string | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  userId?: string | null | undefined;
};

/** on_conflict condition type for table "auth.recovery_codes" */
export type AuthRecoveryCodes_On_Conflict = {
  constraint: AuthRecoveryCodes_Constraint;
  update_columns?: Array<AuthRecoveryCodes_Update_Column>;
  where?: AuthRecoveryCodes_Bool_Exp | null | undefined;
};

/** select columns of table "auth.recovery_codes" */
export type AuthRecoveryCodes_Select_Column =
  /** column name */
  | 'createdAt'
  /** column name */
  | 'hash'
  /** column name */
  | 'id'
  /** column name */
  | 'useId'
  /** column name */
  | 'userId';

/** update columns of table "auth.recovery_codes" */
export type AuthRecoveryCodes_Update_Column =
  /** column name */
  | 'createdAt'
  /** column name */
  | 'hash'
  /** column name */
  | 'id'
  /** column name */
  | 'useId'
  /** column name */
  | 'userId';

export type AuthRefreshTokenTypes_Enum =
  /** Personal access token */
  | 'pat'
  /** Session of a device */
  | 'regular';

/** Boolean expression to compare columns of type "authRefreshTokenTypes_enum". All fields are combined with logical 'AND'. */
export type AuthRefreshTokenTypes_Enum_Comparison_Exp = {
  _eq?: AuthRefreshTokenTypes_Enum | null | undefined;
  _in?: Array<AuthRefreshTokenTypes_Enum> | null | undefined;
  _is_null?: boolean | null | undefined;
  _neq?: AuthRefreshTokenTypes_Enum | null | undefined;
  _nin?: Array<AuthRefreshTokenTypes_Enum> | null | undefined;
};

export type AuthRefreshTokens_Aggregate_Bool_Exp = {
  count?: AuthRefreshTokens_Aggregate_Bool_Exp_Count | null | undefined;
};

export type AuthRefreshTokens_Aggregate_Bool_Exp_Count = {
  arguments?: Array<AuthRefreshTokens_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: AuthRefreshTokens_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "auth.refresh_tokens" */
export type AuthRefreshTokens_Arr_Rel_Insert_Input = {
  data: Array<AuthRefreshTokens_Insert_Input>;
  /** upsert condition */
  on_conflict?: AuthRefreshTokens_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.refresh_tokens". All fields are combined with a logical 'AND'. */
export type AuthRefreshTokens_Bool_Exp = {
  _and?: Array<AuthRefreshTokens_Bool_Exp> | null | undefined;
  _not?: AuthRefreshTokens_Bool_Exp | null | undefined;
  _or?: Array<AuthRefreshTokens_Bool_Exp> | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  expiresAt?: Timestamptz_Comparison_Exp | null | undefined;
  hookClaims?: Jsonb_Comparison_Exp | null | undefined;
  id?: Uuid_Comparison_Exp | null | undefined;
  ip?: String_Comparison_Exp | null | undefined;
  lastUsedAt?: Timestamptz_Comparison_Exp | null | undefined;
  metadata?: Jsonb_Comparison_Exp | null | undefined;
  refreshTokenHash?: String_Comparison_Exp | null | undefined;
  rotatedAt?: Timestamptz_Comparison_Exp | null | undefined;
  sessionLimit?: Int_Comparison_Exp | null | undefined;
  type?: AuthRefreshTokenTypes_Enum_Comparison_Exp | null | undefined;
  user?: Users_Bool_Exp | null | undefined;
  userAgent?: String_Comparison_Exp | null | undefined;
  userId?: Uuid_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.refresh_tokens" */
export type AuthRefreshTokens_Constraint =
  /** unique or primary key constraint on columns "id" */
  | 'refresh_tokens_pkey';

/** input type for inserting data into table "auth.refresh_tokens" */
export type AuthRefreshTokens_Insert_Input = {
  createdAt?: string | null | undefined;
  expiresAt?: string | null | undefined;
  hookClaims?: unknown;
  id?: string | null | undefined;
  ip?: string | null | undefined;
  /** When the session was opened or last refreshed */
  lastUsedAt?: string | null | undefined;
  metadata?: unknown;
  refreshTokenHash?: string | null | undefined;
  /** When the current token replaced its predecessor; null as long as the session has its first token */
  rotatedAt?: string | null | undefined;
  /** How many sessions the user may have once this one is open; the oldest others end. Null for any number */
  sessionLimit?: number | null | undefined;
  type?: AuthRefreshTokenTypes_Enum | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  userAgent?: string | null | undefined;
  userId?: string | null | undefined;
};

/** on_conflict condition type for table "auth.refresh_tokens" */
export type AuthRefreshTokens_On_Conflict = {
  constraint: AuthRefreshTokens_Constraint;
  update_columns?: Array<AuthRefreshTokens_Update_Column>;
  where?: AuthRefreshTokens_Bool_Exp | null | undefined;
};

/** select columns of table "auth.refresh_tokens" */
export type AuthRefreshTokens_Select_Column =
  /** column name */
  | 'createdAt'
  /** column name */
  | 'expiresAt'
  /** column name */
  | 'hookClaims'
  /** column name */
  | 'id'
  /** column name */
  | 'ip'
  /** column name */
  | 'lastUsedAt'
  /** column name */
  | 'metadata'
  /** column name */
  | 'refreshTokenHash'
  /** column name */
  | 'rotatedAt'
  /** column name */
  | 'sessionLimit'
  /** column name */
  | 'type'
  /** column name */
  | 'userAgent'
  /** column name */
  | 'userId';

/** update columns of table "auth.refresh_tokens" */
export type AuthRefreshTokens_Update_Column =
  /** column name */
  | 'createdAt'
  /** column name */
  | 'expiresAt'
  /** column name */
  | 'hookClaims'
  /** column name */
  | 'id'
  /** column name */
  | 'ip'
  /** column name */
  | 'lastUsedAt'
  /** column name */
  | 'metadata'
  /** column name */
  | 'refreshTokenHash'
  /** column name */
  | 'rotatedAt'
  /** column name */
  | 'sessionLimit'
  /** column name */
  | 'type'
  /** column name */
  | 'userAgent'
  /** column name */
  | 'userId';

/** Boolean expression to filter rows from the table "auth.roles". All fields are combined with a logical 'AND'. */
export type AuthRoles_Bool_Exp = {
  _and?: Array<AuthRoles_Bool_Exp> | null | undefined;
  _not?: AuthRoles_Bool_Exp | null | undefined;
  _or?: Array<AuthRoles_Bool_Exp> | null | undefined;
  role?: String_Comparison_Exp | null | undefined;
  userRoles?: AuthUserRoles_Bool_Exp | null | undefined;
  userRoles_aggregate?: AuthUserRoles_Aggregate_Bool_Exp | null | undefined;
  usersByDefaultRole?: Users_Bool_Exp | null | undefined;
  usersByDefaultRole_aggregate?: Users_Aggregate_Bool_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.roles" */
export type AuthRoles_Constraint =
  /** unique or primary key constraint on columns "role" */
  | 'roles_pkey';

/** input type for inserting data into table "auth.roles" */
export type AuthRoles_Insert_Input = {
  role?: string | null | undefined;
  userRoles?: AuthUserRoles_Arr_Rel_Insert_Input | null | undefined;
  usersByDefaultRole?: Users_Arr_Rel_Insert_Input | null | undefined;
};

/** input type for inserting object relation for remote table "auth.roles" */
export type AuthRoles_Obj_Rel_Insert_Input = {
  data: AuthRoles_Insert_Input;
  /** upsert condition */
  on_conflict?: AuthRoles_On_Conflict | null | undefined;
};

/** on_conflict condition type for table "auth.roles" */
export type AuthRoles_On_Conflict = {
  constraint: AuthRoles_Constraint;
  update_columns?: Array<AuthRoles_Update_Column>;
  where?: AuthRoles_Bool_Exp | null | undefined;
};

/** update columns of table "auth.roles" */
export type AuthRoles_Update_Column =
  /** column name */
  | 'role';

export type AuthTickets_Aggregate_Bool_Exp = {
  count?: AuthTickets_Aggregate_Bool_Exp_Count | null | undefined;
};

export type AuthTickets_Aggregate_Bool_Exp_Count = {
  arguments?: Array<AuthTickets_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: AuthTickets_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "auth.tickets" */
export type AuthTickets_Arr_Rel_Insert_Input = {
  data: Array<AuthTickets_Insert_Input>;
  /** upsert condition */
  on_conflict?: AuthTickets_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.tickets". All fields are combined with a logical 'AND'. */
export type AuthTickets_Bool_Exp = {
  _and?: Array<AuthTickets_Bool_Exp> | null | undefined;
  _not?: AuthTickets_Bool_Exp | null | undefined;
  _or?: Array<AuthTickets_Bool_Exp> | null | undefined;
  attempts?: Int_Comparison_Exp | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  expiresAt?: Timestamptz_Comparison_Exp | null | undefined;
  hash?: String_Comparison_Exp | null | undefined;
  id?: Uuid_Comparison_Exp | null | undefined;
  kind?: String_Comparison_Exp | null | undefined;
  payload?: Jsonb_Comparison_Exp | null | undefined;
  recipient?: Citext_Comparison_Exp | null | undefined;
  useId?: Uuid_Comparison_Exp | null | undefined;
  user?: Users_Bool_Exp | null | undefined;
  userId?: Uuid_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.tickets" */
export type AuthTickets_Constraint =
  /** unique or primary key constraint on columns "hash" */
  | 'tickets_hash_key'
  /** unique or primary key constraint on columns "id" */
  | 'tickets_pkey';

/** input type for inserting data into table "auth.tickets" */
export type AuthTickets_Insert_Input = {
  /** How many codes were tried against it */
  attempts?: number | null | undefined;
  createdAt?: string | null | undefined;
  expiresAt?: string | null | undefined;
  hash?: string | null | undefined;
  id?: string | null | undefined;
  kind?: string | null | undefined;
  payload?: unknown;
  /** Address or number that the ticket was sent to */
  recipient?: string | null | undefined;
  /** Which use took it. Set by the first field of a mutation whose last field deletes the row, so it is never seen outside */
  useId?: string | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  userId?: string | null | undefined;
};

/** on_conflict condition type for table "auth.tickets" */
export type AuthTickets_On_Conflict = {
  constraint: AuthTickets_Constraint;
  update_columns?: Array<AuthTickets_Update_Column>;
  where?: AuthTickets_Bool_Exp | null | undefined;
};

/** select columns of table "auth.tickets" */
export type AuthTickets_Select_Column =
  /** column name */
  | 'attempts'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'expiresAt'
  /** column name */
  | 'hash'
  /** column name */
  | 'id'
  /** column name */
  | 'kind'
  /** column name */
  | 'payload'
  /** column name */
  | 'recipient'
  /** column name */
  | 'useId'
  /** column name */
  | 'userId';

/** update columns of table "auth.tickets" */
export type AuthTickets_Update_Column =
  /** column name */
  | 'attempts'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'expiresAt'
  /** column name */
  | 'hash'
  /** column name */
  | 'id'
  /** column name */
  | 'kind'
  /** column name */
  | 'payload'
  /** column name */
  | 'recipient'
  /** column name */
  | 'useId'
  /** column name */
  | 'userId';

export type AuthUserProviders_Aggregate_Bool_Exp = {
  count?: AuthUserProviders_Aggregate_Bool_Exp_Count | null | undefined;
};

export type AuthUserProviders_Aggregate_Bool_Exp_Count = {
  arguments?: Array<AuthUserProviders_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: AuthUserProviders_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "auth.user_providers" */
export type AuthUserProviders_Arr_Rel_Insert_Input = {
  data: Array<AuthUserProviders_Insert_Input>;
  /** upsert condition */
  on_conflict?: AuthUserProviders_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.user_providers". All fields are combined with a logical 'AND'. */
export type AuthUserProviders_Bool_Exp = {
  _and?: Array<AuthUserProviders_Bool_Exp> | null | undefined;
  _not?: AuthUserProviders_Bool_Exp | null | undefined;
  _or?: Array<AuthUserProviders_Bool_Exp> | null | undefined;
  accessToken?: String_Comparison_Exp | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  email?: String_Comparison_Exp | null | undefined;
  id?: Uuid_Comparison_Exp | null | undefined;
  issuer?: String_Comparison_Exp | null | undefined;
  lastUsedAt?: Timestamptz_Comparison_Exp | null | undefined;
  provider?: AuthProviders_Bool_Exp | null | undefined;
  providerId?: String_Comparison_Exp | null | undefined;
  providerUserId?: String_Comparison_Exp | null | undefined;
  refreshToken?: String_Comparison_Exp | null | undefined;
  updatedAt?: Timestamptz_Comparison_Exp | null | undefined;
  user?: Users_Bool_Exp | null | undefined;
  userId?: Uuid_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.user_providers" */
export type AuthUserProviders_Constraint =
  /** unique or primary key constraint on columns "id" */
  | 'user_providers_pkey'
  /** unique or primary key constraint on columns "provider_id", "provider_user_id" */
  | 'user_providers_provider_id_provider_user_id_key';

/** input type for inserting data into table "auth.user_providers" */
export type AuthUserProviders_Insert_Input = {
  /** Tokens of the provider, encrypted, until they are fetched; "unset" then */
  accessToken?: string | null | undefined;
  createdAt?: string | null | undefined;
  /** Address that the provider told at the last sign-in; proves nothing */
  email?: string | null | undefined;
  id?: string | null | undefined;
  issuer?: string | null | undefined;
  lastUsedAt?: string | null | undefined;
  provider?: AuthProviders_Obj_Rel_Insert_Input | null | undefined;
  providerId?: string | null | undefined;
  providerUserId?: string | null | undefined;
  refreshToken?: string | null | undefined;
  updatedAt?: string | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  userId?: string | null | undefined;
};

/** on_conflict condition type for table "auth.user_providers" */
export type AuthUserProviders_On_Conflict = {
  constraint: AuthUserProviders_Constraint;
  update_columns?: Array<AuthUserProviders_Update_Column>;
  where?: AuthUserProviders_Bool_Exp | null | undefined;
};

/** select columns of table "auth.user_providers" */
export type AuthUserProviders_Select_Column =
  /** column name */
  | 'accessToken'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'email'
  /** column name */
  | 'id'
  /** column name */
  | 'issuer'
  /** column name */
  | 'lastUsedAt'
  /** column name */
  | 'providerId'
  /** column name */
  | 'providerUserId'
  /** column name */
  | 'refreshToken'
  /** column name */
  | 'updatedAt'
  /** column name */
  | 'userId';

/** input type for updating data in table "auth.user_providers" */
export type AuthUserProviders_Set_Input = {
  /** Tokens of the provider, encrypted, until they are fetched; "unset" then */
  accessToken?: string | null | undefined;
  createdAt?: string | null | undefined;
  /** Address that the provider told at the last sign-in; proves nothing */
  email?: string | null | undefined;
  id?: string | null | undefined;
  issuer?: string | null | undefined;
  lastUsedAt?: string | null | undefined;
  providerId?: string | null | undefined;
  providerUserId?: string | null | undefined;
  refreshToken?: string | null | undefined;
  updatedAt?: string | null | undefined;
  userId?: string | null | undefined;
};

/** update columns of table "auth.user_providers" */
export type AuthUserProviders_Update_Column =
  /** column name */
  | 'accessToken'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'email'
  /** column name */
  | 'id'
  /** column name */
  | 'issuer'
  /** column name */
  | 'lastUsedAt'
  /** column name */
  | 'providerId'
  /** column name */
  | 'providerUserId'
  /** column name */
  | 'refreshToken'
  /** column name */
  | 'updatedAt'
  /** column name */
  | 'userId';

export type AuthUserProviders_Updates = {
  /** sets the columns of the filtered rows to the given values */
  _set?: AuthUserProviders_Set_Input | null | undefined;
  /** filter the rows which have to be updated */
  where: AuthUserProviders_Bool_Exp;
};

export type AuthUserRoles_Aggregate_Bool_Exp = {
  count?: AuthUserRoles_Aggregate_Bool_Exp_Count | null | undefined;
};

export type AuthUserRoles_Aggregate_Bool_Exp_Count = {
  arguments?: Array<AuthUserRoles_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: AuthUserRoles_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "auth.user_roles" */
export type AuthUserRoles_Arr_Rel_Insert_Input = {
  data: Array<AuthUserRoles_Insert_Input>;
  /** upsert condition */
  on_conflict?: AuthUserRoles_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.user_roles". All fields are combined with a logical 'AND'. */
export type AuthUserRoles_Bool_Exp = {
  _and?: Array<AuthUserRoles_Bool_Exp> | null | undefined;
  _not?: AuthUserRoles_Bool_Exp | null | undefined;
  _or?: Array<AuthUserRoles_Bool_Exp> | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  id?: Uuid_Comparison_Exp | null | undefined;
  role?: String_Comparison_Exp | null | undefined;
  roleByRole?: AuthRoles_Bool_Exp | null | undefined;
  user?: Users_Bool_Exp | null | undefined;
  userId?: Uuid_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.user_roles" */
export type AuthUserRoles_Constraint =
  /** unique or primary key constraint on columns "id" */
  | 'user_roles_pkey'
  /** unique or primary key constraint on columns "user_id", "role" */
  | 'user_roles_user_id_role_key';

/** input type for inserting data into table "auth.user_roles" */
export type AuthUserRoles_Insert_Input = {
  createdAt?: string | null | undefined;
  id?: string | null | undefined;
  role?: string | null | undefined;
  roleByRole?: AuthRoles_Obj_Rel_Insert_Input | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  userId?: string | null | undefined;
};

/** on_conflict condition type for table "auth.user_roles" */
export type AuthUserRoles_On_Conflict = {
  constraint: AuthUserRoles_Constraint;
  update_columns?: Array<AuthUserRoles_Update_Column>;
  where?: AuthUserRoles_Bool_Exp | null | undefined;
};

/** select columns of table "auth.user_roles" */
export type AuthUserRoles_Select_Column =
  /** column name */
  | 'createdAt'
  /** column name */
  | 'id'
  /** column name */
  | 'role'
  /** column name */
  | 'userId';

/** update columns of table "auth.user_roles" */
export type AuthUserRoles_Update_Column =
  /** column name */
  | 'createdAt'
  /** column name */
  | 'id'
  /** column name */
  | 'role'
  /** column name */
  | 'userId';

export type AuthUserSecurityKeys_Aggregate_Bool_Exp = {
  bool_and?: AuthUserSecurityKeys_Aggregate_Bool_Exp_Bool_And | null | undefined;
  bool_or?: AuthUserSecurityKeys_Aggregate_Bool_Exp_Bool_Or | null | undefined;
  count?: AuthUserSecurityKeys_Aggregate_Bool_Exp_Count | null | undefined;
};

export type AuthUserSecurityKeys_Aggregate_Bool_Exp_Bool_And = {
  arguments: AuthUserSecurityKeys_Select_Column_AuthUserSecurityKeys_Aggregate_Bool_Exp_Bool_And_Arguments_Columns;
  distinct?: boolean | null | undefined;
  filter?: AuthUserSecurityKeys_Bool_Exp | null | undefined;
  predicate: Boolean_Comparison_Exp;
};

export type AuthUserSecurityKeys_Aggregate_Bool_Exp_Bool_Or = {
  arguments: AuthUserSecurityKeys_Select_Column_AuthUserSecurityKeys_Aggregate_Bool_Exp_Bool_Or_Arguments_Columns;
  distinct?: boolean | null | undefined;
  filter?: AuthUserSecurityKeys_Bool_Exp | null | undefined;
  predicate: Boolean_Comparison_Exp;
};

export type AuthUserSecurityKeys_Aggregate_Bool_Exp_Count = {
  arguments?: Array<AuthUserSecurityKeys_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: AuthUserSecurityKeys_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "auth.user_security_keys" */
export type AuthUserSecurityKeys_Arr_Rel_Insert_Input = {
  data: Array<AuthUserSecurityKeys_Insert_Input>;
  /** upsert condition */
  on_conflict?: AuthUserSecurityKeys_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.user_security_keys". All fields are combined with a logical 'AND'. */
export type AuthUserSecurityKeys_Bool_Exp = {
  _and?: Array<AuthUserSecurityKeys_Bool_Exp> | null | undefined;
  _not?: AuthUserSecurityKeys_Bool_Exp | null | undefined;
  _or?: Array<AuthUserSecurityKeys_Bool_Exp> | null | undefined;
  backedUp?: Boolean_Comparison_Exp | null | undefined;
  counter?: Bigint_Comparison_Exp | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  credentialId?: String_Comparison_Exp | null | undefined;
  credentialPublicKey?: Bytea_Comparison_Exp | null | undefined;
  id?: Uuid_Comparison_Exp | null | undefined;
  lastUsedAt?: Timestamptz_Comparison_Exp | null | undefined;
  nickname?: String_Comparison_Exp | null | undefined;
  transports?: String_Comparison_Exp | null | undefined;
  useId?: Uuid_Comparison_Exp | null | undefined;
  user?: Users_Bool_Exp | null | undefined;
  userId?: Uuid_Comparison_Exp | null | undefined;
  userVerified?: Boolean_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.user_security_keys" */
export type AuthUserSecurityKeys_Constraint =
  /** unique or primary key constraint on columns "credential_id" */
  | 'user_security_keys_credential_id_key'
  /** unique or primary key constraint on columns "id" */
  | 'user_security_keys_pkey';

/** input type for inserting data into table "auth.user_security_keys" */
export type AuthUserSecurityKeys_Insert_Input = {
  /** Whether the key is kept in a cloud, as synced passkeys are */
  backedUp?: boolean | null | undefined;
  counter?: number | null | undefined;
  createdAt?: string | null | undefined;
  credentialId?: string | null | undefined;
  credentialPublicKey?: string | null | undefined;
  id?: string | null | undefined;
  lastUsedAt?: string | null | undefined;
  nickname?: string | null | undefined;
  transports?: string | null | undefined;
  /** Which use was the last, so that the later fields of its mutation know whether its condition held */
  useId?: string | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  userId?: string | null | undefined;
  /** Whether the authenticator has verified its user by PIN or biometrics; null when that is not known */
  userVerified?: boolean | null | undefined;
};

/** on_conflict condition type for table "auth.user_security_keys" */
export type AuthUserSecurityKeys_On_Conflict = {
  constraint: AuthUserSecurityKeys_Constraint;
  update_columns?: Array<AuthUserSecurityKeys_Update_Column>;
  where?: AuthUserSecurityKeys_Bool_Exp | null | undefined;
};

/** select columns of table "auth.user_security_keys" */
export type AuthUserSecurityKeys_Select_Column =
  /** column name */
  | 'backedUp'
  /** column name */
  | 'counter'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'credentialId'
  /** column name */
  | 'credentialPublicKey'
  /** column name */
  | 'id'
  /** column name */
  | 'lastUsedAt'
  /** column name */
  | 'nickname'
  /** column name */
  | 'transports'
  /** column name */
  | 'useId'
  /** column name */
  | 'userId'
  /** column name */
  | 'userVerified';

/** select "authUserSecurityKeys_aggregate_bool_exp_bool_and_arguments_columns" columns of table "auth.user_security_keys" */
export type AuthUserSecurityKeys_Select_Column_AuthUserSecurityKeys_Aggregate_Bool_Exp_Bool_And_Arguments_Columns =
  /** column name */
  | 'backedUp'
  /** column name */
  | 'userVerified';

/** select "authUserSecurityKeys_aggregate_bool_exp_bool_or_arguments_columns" columns of table "auth.user_security_keys" */
export type AuthUserSecurityKeys_Select_Column_AuthUserSecurityKeys_Aggregate_Bool_Exp_Bool_Or_Arguments_Columns =
  /** column name */
  | 'backedUp'
  /** column name */
  | 'userVerified';

/** input type for updating data in table "auth.user_security_keys" */
export type AuthUserSecurityKeys_Set_Input = {
  /** Whether the key is kept in a cloud, as synced passkeys are */
  backedUp?: boolean | null | undefined;
  counter?: number | null | undefined;
  createdAt?: string | null | undefined;
  credentialId?: string | null | undefined;
  credentialPublicKey?: string | null | undefined;
  id?: string | null | undefined;
  lastUsedAt?: string | null | undefined;
  nickname?: string | null | undefined;
  transports?: string | null | undefined;
  /** Which use was the last, so that the later fields of its mutation know whether its condition held */
  useId?: string | null | undefined;
  userId?: string | null | undefined;
  /** Whether the authenticator has verified its user by PIN or biometrics; null when that is not known */
  userVerified?: boolean | null | undefined;
};

/** update columns of table "auth.user_security_keys" */
export type AuthUserSecurityKeys_Update_Column =
  /** column name */
  | 'backedUp'
  /** column name */
  | 'counter'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'credentialId'
  /** column name */
  | 'credentialPublicKey'
  /** column name */
  | 'id'
  /** column name */
  | 'lastUsedAt'
  /** column name */
  | 'nickname'
  /** column name */
  | 'transports'
  /** column name */
  | 'useId'
  /** column name */
  | 'userId'
  /** column name */
  | 'userVerified';

/** Boolean expression to compare columns of type "bigint". All fields are combined with logical 'AND'. */
export type Bigint_Comparison_Exp = {
  _eq?: number | null | undefined;
  _gt?: number | null | undefined;
  _gte?: number | null | undefined;
  _in?: Array<number> | null | undefined;
  _is_null?: boolean | null | undefined;
  _lt?: number | null | undefined;
  _lte?: number | null | undefined;
  _neq?: number | null | undefined;
  _nin?: Array<number> | null | undefined;
};

/** Boolean expression to compare columns of type "bytea". All fields are combined with logical 'AND'. */
export type Bytea_Comparison_Exp = {
  _eq?: string | null | undefined;
  _gt?: string | null | undefined;
  _gte?: string | null | undefined;
  _in?: Array<string> | null | undefined;
  _is_null?: boolean | null | undefined;
  _lt?: string | null | undefined;
  _lte?: string | null | undefined;
  _neq?: string | null | undefined;
  _nin?: Array<string> | null | undefined;
};

/** Boolean expression to compare columns of type "citext". All fields are combined with logical 'AND'. */
export type Citext_Comparison_Exp = {
  _eq?: string | null | undefined;
  _gt?: string | null | undefined;
  _gte?: string | null | undefined;
  /** does the column match the given case-insensitive pattern */
  _ilike?: string | null | undefined;
  _in?: Array<string> | null | undefined;
  /** does the column match the given POSIX regular expression, case insensitive */
  _iregex?: string | null | undefined;
  _is_null?: boolean | null | undefined;
  /** does the column match the given pattern */
  _like?: string | null | undefined;
  _lt?: string | null | undefined;
  _lte?: string | null | undefined;
  _neq?: string | null | undefined;
  /** does the column NOT match the given case-insensitive pattern */
  _nilike?: string | null | undefined;
  _nin?: Array<string> | null | undefined;
  /** does the column NOT match the given POSIX regular expression, case insensitive */
  _niregex?: string | null | undefined;
  /** does the column NOT match the given pattern */
  _nlike?: string | null | undefined;
  /** does the column NOT match the given POSIX regular expression, case sensitive */
  _nregex?: string | null | undefined;
  /** does the column NOT match the given SQL regular expression */
  _nsimilar?: string | null | undefined;
  /** does the column match the given POSIX regular expression, case sensitive */
  _regex?: string | null | undefined;
  /** does the column match the given SQL regular expression */
  _similar?: string | null | undefined;
};

export type Jsonb_Cast_Exp = {
  String?: String_Comparison_Exp | null | undefined;
};

/** Boolean expression to compare columns of type "jsonb". All fields are combined with logical 'AND'. */
export type Jsonb_Comparison_Exp = {
  _cast?: Jsonb_Cast_Exp | null | undefined;
  /** is the column contained in the given json value */
  _contained_in?: unknown;
  /** does the column contain the given json value at the top level */
  _contains?: unknown;
  _eq?: unknown;
  _gt?: unknown;
  _gte?: unknown;
  /** does the string exist as a top-level key in the column */
  _has_key?: string | null | undefined;
  /** do all of these strings exist as top-level keys in the column */
  _has_keys_all?: Array<string> | null | undefined;
  /** do any of these strings exist as top-level keys in the column */
  _has_keys_any?: Array<string> | null | undefined;
  _in?: Array<unknown> | null | undefined;
  _is_null?: boolean | null | undefined;
  _lt?: unknown;
  _lte?: unknown;
  _neq?: unknown;
  _nin?: Array<unknown> | null | undefined;
};

export type Notes_Aggregate_Bool_Exp = {
  count?: Notes_Aggregate_Bool_Exp_Count | null | undefined;
};

export type Notes_Aggregate_Bool_Exp_Count = {
  arguments?: Array<Notes_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: Notes_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** input type for inserting array relation for remote table "notes" */
export type Notes_Arr_Rel_Insert_Input = {
  data: Array<Notes_Insert_Input>;
  /** upsert condition */
  on_conflict?: Notes_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "notes". All fields are combined with a logical 'AND'. */
export type Notes_Bool_Exp = {
  _and?: Array<Notes_Bool_Exp> | null | undefined;
  _not?: Notes_Bool_Exp | null | undefined;
  _or?: Array<Notes_Bool_Exp> | null | undefined;
  body?: String_Comparison_Exp | null | undefined;
  created_at?: Timestamptz_Comparison_Exp | null | undefined;
  id?: Int_Comparison_Exp | null | undefined;
  title?: String_Comparison_Exp | null | undefined;
  updated_at?: Timestamptz_Comparison_Exp | null | undefined;
  user?: Users_Bool_Exp | null | undefined;
  user_id?: Uuid_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "notes" */
export type Notes_Constraint =
  /** unique or primary key constraint on columns "id" */
  | 'notes_pkey';

/** input type for inserting data into table "notes" */
export type Notes_Insert_Input = {
  body?: string | null | undefined;
  created_at?: string | null | undefined;
  id?: number | null | undefined;
  title?: string | null | undefined;
  updated_at?: string | null | undefined;
  user?: Users_Obj_Rel_Insert_Input | null | undefined;
  user_id?: string | null | undefined;
};

/** on_conflict condition type for table "notes" */
export type Notes_On_Conflict = {
  constraint: Notes_Constraint;
  update_columns?: Array<Notes_Update_Column>;
  where?: Notes_Bool_Exp | null | undefined;
};

/** select columns of table "notes" */
export type Notes_Select_Column =
  /** column name */
  | 'body'
  /** column name */
  | 'created_at'
  /** column name */
  | 'id'
  /** column name */
  | 'title'
  /** column name */
  | 'updated_at'
  /** column name */
  | 'user_id';

/** update columns of table "notes" */
export type Notes_Update_Column =
  /** column name */
  | 'body'
  /** column name */
  | 'created_at'
  /** column name */
  | 'id'
  /** column name */
  | 'title'
  /** column name */
  | 'updated_at'
  /** column name */
  | 'user_id';

/** Boolean expression to compare columns of type "smallint". All fields are combined with logical 'AND'. */
export type Smallint_Comparison_Exp = {
  _eq?: number | null | undefined;
  _gt?: number | null | undefined;
  _gte?: number | null | undefined;
  _in?: Array<number> | null | undefined;
  _is_null?: boolean | null | undefined;
  _lt?: number | null | undefined;
  _lte?: number | null | undefined;
  _neq?: number | null | undefined;
  _nin?: Array<number> | null | undefined;
};

/** Boolean expression to compare columns of type "timestamptz". All fields are combined with logical 'AND'. */
export type Timestamptz_Comparison_Exp = {
  _eq?: string | null | undefined;
  _gt?: string | null | undefined;
  _gte?: string | null | undefined;
  _in?: Array<string> | null | undefined;
  _is_null?: boolean | null | undefined;
  _lt?: string | null | undefined;
  _lte?: string | null | undefined;
  _neq?: string | null | undefined;
  _nin?: Array<string> | null | undefined;
};

export type Users_Aggregate_Bool_Exp = {
  bool_and?: Users_Aggregate_Bool_Exp_Bool_And | null | undefined;
  bool_or?: Users_Aggregate_Bool_Exp_Bool_Or | null | undefined;
  count?: Users_Aggregate_Bool_Exp_Count | null | undefined;
};

export type Users_Aggregate_Bool_Exp_Bool_And = {
  arguments: Users_Select_Column_Users_Aggregate_Bool_Exp_Bool_And_Arguments_Columns;
  distinct?: boolean | null | undefined;
  filter?: Users_Bool_Exp | null | undefined;
  predicate: Boolean_Comparison_Exp;
};

export type Users_Aggregate_Bool_Exp_Bool_Or = {
  arguments: Users_Select_Column_Users_Aggregate_Bool_Exp_Bool_Or_Arguments_Columns;
  distinct?: boolean | null | undefined;
  filter?: Users_Bool_Exp | null | undefined;
  predicate: Boolean_Comparison_Exp;
};

export type Users_Aggregate_Bool_Exp_Count = {
  arguments?: Array<Users_Select_Column> | null | undefined;
  distinct?: boolean | null | undefined;
  filter?: Users_Bool_Exp | null | undefined;
  predicate: Int_Comparison_Exp;
};

/** append existing jsonb value of filtered columns with new jsonb value */
export type Users_Append_Input = {
  metadata?: unknown;
  pendingSmsDeanonymizeOptions?: unknown;
};

/** input type for inserting array relation for remote table "auth.users" */
export type Users_Arr_Rel_Insert_Input = {
  data: Array<Users_Insert_Input>;
  /** upsert condition */
  on_conflict?: Users_On_Conflict | null | undefined;
};

/** Boolean expression to filter rows from the table "auth.users". All fields are combined with a logical 'AND'. */
export type Users_Bool_Exp = {
  _and?: Array<Users_Bool_Exp> | null | undefined;
  _not?: Users_Bool_Exp | null | undefined;
  _or?: Array<Users_Bool_Exp> | null | undefined;
  activeMfaType?: String_Comparison_Exp | null | undefined;
  auditLog?: AuthAuditLog_Bool_Exp | null | undefined;
  auditLog_aggregate?: AuthAuditLog_Aggregate_Bool_Exp | null | undefined;
  avatarUrl?: String_Comparison_Exp | null | undefined;
  changeId?: Uuid_Comparison_Exp | null | undefined;
  createdAt?: Timestamptz_Comparison_Exp | null | undefined;
  currentChallenge?: String_Comparison_Exp | null | undefined;
  defaultRole?: String_Comparison_Exp | null | undefined;
  defaultRoleByRole?: AuthRoles_Bool_Exp | null | undefined;
  disabled?: Boolean_Comparison_Exp | null | undefined;
  displayName?: String_Comparison_Exp | null | undefined;
  email?: Citext_Comparison_Exp | null | undefined;
  emailVerified?: Boolean_Comparison_Exp | null | undefined;
  id?: Uuid_Comparison_Exp | null | undefined;
  isAnonymous?: Boolean_Comparison_Exp | null | undefined;
  lastSeen?: Timestamptz_Comparison_Exp | null | undefined;
  locale?: String_Comparison_Exp | null | undefined;
  metadata?: Jsonb_Comparison_Exp | null | undefined;
  newEmail?: Citext_Comparison_Exp | null | undefined;
  newPhoneNumber?: String_Comparison_Exp | null | undefined;
  notes?: Notes_Bool_Exp | null | undefined;
  notes_aggregate?: Notes_Aggregate_Bool_Exp | null | undefined;
  otpAttempts?: Smallint_Comparison_Exp | null | undefined;
  otpHash?: String_Comparison_Exp | null | undefined;
  otpHashExpiresAt?: Timestamptz_Comparison_Exp | null | undefined;
  otpMethodLastUsed?: String_Comparison_Exp | null | undefined;
  outbox?: AuthOutbox_Bool_Exp | null | undefined;
  outbox_aggregate?: AuthOutbox_Aggregate_Bool_Exp | null | undefined;
  passwordHash?: String_Comparison_Exp | null | undefined;
  pendingSmsDeanonymizeOptions?: Jsonb_Comparison_Exp | null | undefined;
  phoneNumber?: String_Comparison_Exp | null | undefined;
  phoneNumberVerified?: Boolean_Comparison_Exp | null | undefined;
  recoveryCodes?: AuthRecoveryCodes_Bool_Exp | null | undefined;
  recoveryCodes_aggregate?: AuthRecoveryCodes_Aggregate_Bool_Exp | null | undefined;
  refreshTokens?: AuthRefreshTokens_Bool_Exp | null | undefined;
  refreshTokens_aggregate?: AuthRefreshTokens_Aggregate_Bool_Exp | null | undefined;
  roles?: AuthUserRoles_Bool_Exp | null | undefined;
  roles_aggregate?: AuthUserRoles_Aggregate_Bool_Exp | null | undefined;
  securityKeys?: AuthUserSecurityKeys_Bool_Exp | null | undefined;
  securityKeys_aggregate?: AuthUserSecurityKeys_Aggregate_Bool_Exp | null | undefined;
  ticket?: String_Comparison_Exp | null | undefined;
  ticketExpiresAt?: Timestamptz_Comparison_Exp | null | undefined;
  tickets?: AuthTickets_Bool_Exp | null | undefined;
  tickets_aggregate?: AuthTickets_Aggregate_Bool_Exp | null | undefined;
  totpAttempts?: Smallint_Comparison_Exp | null | undefined;
  totpLockedUntil?: Timestamptz_Comparison_Exp | null | undefined;
  totpPendingSecret?: String_Comparison_Exp | null | undefined;
  totpSecret?: String_Comparison_Exp | null | undefined;
  totpStep?: Int_Comparison_Exp | null | undefined;
  updatedAt?: Timestamptz_Comparison_Exp | null | undefined;
  userProviders?: AuthUserProviders_Bool_Exp | null | undefined;
  userProviders_aggregate?: AuthUserProviders_Aggregate_Bool_Exp | null | undefined;
  username?: Citext_Comparison_Exp | null | undefined;
};

/** unique or primary key constraints on table "auth.users" */
export type Users_Constraint =
  /** unique or primary key constraint on columns "email" */
  | 'users_email_key'
  /** unique or primary key constraint on columns "phone_number" */
  | 'users_phone_number_key'
  /** unique or primary key constraint on columns "id" */
  | 'users_pkey'
  /** unique or primary key constraint on columns "username" */
  | 'users_username_key';

/** delete the field or element with specified path (for JSON arrays, negative integers count from the end) */
export type Users_Delete_At_Path_Input = {
  metadata?: Array<string> | null | undefined;
  pendingSmsDeanonymizeOptions?: Array<string> | null | undefined;
};

/** delete the array element with specified index (negative integers count from the end). throws an error if top level container is not an array */
export type Users_Delete_Elem_Input = {
  metadata?: number | null | undefined;
  pendingSmsDeanonymizeOptions?: number | null | undefined;
};

/** delete key/value pair or string element. key/value pairs are matched based on their key value */
export type Users_Delete_Key_Input = {
  metadata?: string | null | undefined;
  pendingSmsDeanonymizeOptions?: string | null | undefined;
};

/** input type for incrementing numeric columns in table "auth.users" */
export type Users_Inc_Input = {
  otpAttempts?: number | null | undefined;
  totpAttempts?: number | null | undefined;
  /** Time step (unix time / 30) of the last code that was used: it and every older one count no more */
  totpStep?: number | null | undefined;
};

/** input type for inserting data into table "auth.users" */
export type Users_Insert_Input = {
  activeMfaType?: string | null | undefined;
  auditLog?: AuthAuditLog_Arr_Rel_Insert_Input | null | undefined;
  avatarUrl?: string | null | undefined;
  /** Set by the condition of a mutation, so that its later fields know whether the condition held */
  changeId?: string | null | undefined;
  createdAt?: string | null | undefined;
  currentChallenge?: string | null | undefined;
  defaultRole?: string | null | undefined;
  defaultRoleByRole?: AuthRoles_Obj_Rel_Insert_Input | null | undefined;
  disabled?: boolean | null | undefined;
  displayName?: string | null | undefined;
  email?: string | null | undefined;
  emailVerified?: boolean | null | undefined;
  id?: string | null | undefined;
  isAnonymous?: boolean | null | undefined;
  lastSeen?: string | null | undefined;
  locale?: string | null | undefined;
  metadata?: unknown;
  newEmail?: string | null | undefined;
  newPhoneNumber?: string | null | undefined;
  notes?: Notes_Arr_Rel_Insert_Input | null | undefined;
  otpAttempts?: number | null | undefined;
  otpHash?: string | null | undefined;
  otpHashExpiresAt?: string | null | undefined;
  otpMethodLastUsed?: string | null | undefined;
  outbox?: AuthOutbox_Arr_Rel_Insert_Input | null | undefined;
  passwordHash?: string | null | undefined;
  pendingSmsDeanonymizeOptions?: unknown;
  phoneNumber?: string | null | undefined;
  phoneNumberVerified?: boolean | null | undefined;
  recoveryCodes?: AuthRecoveryCodes_Arr_Rel_Insert_Input | null | undefined;
  refreshTokens?: AuthRefreshTokens_Arr_Rel_Insert_Input | null | undefined;
  roles?: AuthUserRoles_Arr_Rel_Insert_Input | null | undefined;
  securityKeys?: AuthUserSecurityKeys_Arr_Rel_Insert_Input | null | undefined;
  ticket?: string | null | undefined;
  ticketExpiresAt?: string | null | undefined;
  tickets?: AuthTickets_Arr_Rel_Insert_Input | null | undefined;
  totpAttempts?: number | null | undefined;
  totpLockedUntil?: string | null | undefined;
  /** A secret that waits for its first code, encrypted */
  totpPendingSecret?: string | null | undefined;
  /** The secret that codes are checked against, encrypted */
  totpSecret?: string | null | undefined;
  /** Time step (unix time / 30) of the last code that was used: it and every older one count no more */
  totpStep?: number | null | undefined;
  updatedAt?: string | null | undefined;
  userProviders?: AuthUserProviders_Arr_Rel_Insert_Input | null | undefined;
  username?: string | null | undefined;
};

/** input type for inserting object relation for remote table "auth.users" */
export type Users_Obj_Rel_Insert_Input = {
  data: Users_Insert_Input;
  /** upsert condition */
  on_conflict?: Users_On_Conflict | null | undefined;
};

/** on_conflict condition type for table "auth.users" */
export type Users_On_Conflict = {
  constraint: Users_Constraint;
  update_columns?: Array<Users_Update_Column>;
  where?: Users_Bool_Exp | null | undefined;
};

/** prepend existing jsonb value of filtered columns with new jsonb value */
export type Users_Prepend_Input = {
  metadata?: unknown;
  pendingSmsDeanonymizeOptions?: unknown;
};

/** select columns of table "auth.users" */
export type Users_Select_Column =
  /** column name */
  | 'activeMfaType'
  /** column name */
  | 'avatarUrl'
  /** column name */
  | 'changeId'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'currentChallenge'
  /** column name */
  | 'defaultRole'
  /** column name */
  | 'disabled'
  /** column name */
  | 'displayName'
  /** column name */
  | 'email'
  /** column name */
  | 'emailVerified'
  /** column name */
  | 'id'
  /** column name */
  | 'isAnonymous'
  /** column name */
  | 'lastSeen'
  /** column name */
  | 'locale'
  /** column name */
  | 'metadata'
  /** column name */
  | 'newEmail'
  /** column name */
  | 'newPhoneNumber'
  /** column name */
  | 'otpAttempts'
  /** column name */
  | 'otpHash'
  /** column name */
  | 'otpHashExpiresAt'
  /** column name */
  | 'otpMethodLastUsed'
  /** column name */
  | 'passwordHash'
  /** column name */
  | 'pendingSmsDeanonymizeOptions'
  /** column name */
  | 'phoneNumber'
  /** column name */
  | 'phoneNumberVerified'
  /** column name */
  | 'ticket'
  /** column name */
  | 'ticketExpiresAt'
  /** column name */
  | 'totpAttempts'
  /** column name */
  | 'totpLockedUntil'
  /** column name */
  | 'totpPendingSecret'
  /** column name */
  | 'totpSecret'
  /** column name */
  | 'totpStep'
  /** column name */
  | 'updatedAt'
  /** column name */
  | 'username';

/** select "users_aggregate_bool_exp_bool_and_arguments_columns" columns of table "auth.users" */
export type Users_Select_Column_Users_Aggregate_Bool_Exp_Bool_And_Arguments_Columns =
  /** column name */
  | 'disabled'
  /** column name */
  | 'emailVerified'
  /** column name */
  | 'isAnonymous'
  /** column name */
  | 'phoneNumberVerified';

/** select "users_aggregate_bool_exp_bool_or_arguments_columns" columns of table "auth.users" */
export type Users_Select_Column_Users_Aggregate_Bool_Exp_Bool_Or_Arguments_Columns =
  /** column name */
  | 'disabled'
  /** column name */
  | 'emailVerified'
  /** column name */
  | 'isAnonymous'
  /** column name */
  | 'phoneNumberVerified';

/** input type for updating data in table "auth.users" */
export type Users_Set_Input = {
  activeMfaType?: string | null | undefined;
  avatarUrl?: string | null | undefined;
  /** Set by the condition of a mutation, so that its later fields know whether the condition held */
  changeId?: string | null | undefined;
  createdAt?: string | null | undefined;
  currentChallenge?: string | null | undefined;
  defaultRole?: string | null | undefined;
  disabled?: boolean | null | undefined;
  displayName?: string | null | undefined;
  email?: string | null | undefined;
  emailVerified?: boolean | null | undefined;
  id?: string | null | undefined;
  isAnonymous?: boolean | null | undefined;
  lastSeen?: string | null | undefined;
  locale?: string | null | undefined;
  metadata?: unknown;
  newEmail?: string | null | undefined;
  newPhoneNumber?: string | null | undefined;
  otpAttempts?: number | null | undefined;
  otpHash?: string | null | undefined;
  otpHashExpiresAt?: string | null | undefined;
  otpMethodLastUsed?: string | null | undefined;
  passwordHash?: string | null | undefined;
  pendingSmsDeanonymizeOptions?: unknown;
  phoneNumber?: string | null | undefined;
  phoneNumberVerified?: boolean | null | undefined;
  ticket?: string | null | undefined;
  ticketExpiresAt?: string | null | undefined;
  totpAttempts?: number | null | undefined;
  totpLockedUntil?: string | null | undefined;
  /** A secret that waits for its first code, encrypted */
  totpPendingSecret?: string | null | undefined;
  /** The secret that codes are checked against, encrypted */
  totpSecret?: string | null | undefined;
  /** Time step (unix time / 30) of the last code that was used: it and every older one count no more */
  totpStep?: number | null | undefined;
  updatedAt?: string | null | undefined;
  username?: string | null | undefined;
};

/** update columns of table "auth.users" */
export type Users_Update_Column =
  /** column name */
  | 'activeMfaType'
  /** column name */
  | 'avatarUrl'
  /** column name */
  | 'changeId'
  /** column name */
  | 'createdAt'
  /** column name */
  | 'currentChallenge'
  /** column name */
  | 'defaultRole'
  /** column name */
  | 'disabled'
  /** column name */
  | 'displayName'
  /** column name */
  | 'email'
  /** column name */
  | 'emailVerified'
  /** column name */
  | 'id'
  /** column name */
  | 'isAnonymous'
  /** column name */
  | 'lastSeen'
  /** column name */
  | 'locale'
  /** column name */
  | 'metadata'
  /** column name */
  | 'newEmail'
  /** column name */
  | 'newPhoneNumber'
  /** column name */
  | 'otpAttempts'
  /** column name */
  | 'otpHash'
  /** column name */
  | 'otpHashExpiresAt'
  /** column name */
  | 'otpMethodLastUsed'
  /** column name */
  | 'passwordHash'
  /** column name */
  | 'pendingSmsDeanonymizeOptions'
  /** column name */
  | 'phoneNumber'
  /** column name */
  | 'phoneNumberVerified'
  /** column name */
  | 'ticket'
  /** column name */
  | 'ticketExpiresAt'
  /** column name */
  | 'totpAttempts'
  /** column name */
  | 'totpLockedUntil'
  /** column name */
  | 'totpPendingSecret'
  /** column name */
  | 'totpSecret'
  /** column name */
  | 'totpStep'
  /** column name */
  | 'updatedAt'
  /** column name */
  | 'username';

export type Users_Updates = {
  /** append existing jsonb value of filtered columns with new jsonb value */
  _append?: Users_Append_Input | null | undefined;
  /** delete the field or element with specified path (for JSON arrays, negative integers count from the end) */
  _delete_at_path?: Users_Delete_At_Path_Input | null | undefined;
  /** delete the array element with specified index (negative integers count from the end). throws an error if top level container is not an array */
  _delete_elem?: Users_Delete_Elem_Input | null | undefined;
  /** delete key/value pair or string element. key/value pairs are matched based on their key value */
  _delete_key?: Users_Delete_Key_Input | null | undefined;
  /** increments the numeric columns with given value of the filtered values */
  _inc?: Users_Inc_Input | null | undefined;
  /** prepend existing jsonb value of filtered columns with new jsonb value */
  _prepend?: Users_Prepend_Input | null | undefined;
  /** sets the columns of the filtered rows to the given values */
  _set?: Users_Set_Input | null | undefined;
  /** filter the rows which have to be updated */
  where: Users_Bool_Exp;
};

/** Boolean expression to compare columns of type "uuid". All fields are combined with logical 'AND'. */
export type Uuid_Comparison_Exp = {
  _eq?: string | null | undefined;
  _gt?: string | null | undefined;
  _gte?: string | null | undefined;
  _in?: Array<string> | null | undefined;
  _is_null?: boolean | null | undefined;
  _lt?: string | null | undefined;
  _lte?: string | null | undefined;
  _neq?: string | null | undefined;
  _nin?: Array<string> | null | undefined;
};

export type DeleteUserMutationVariables = Exact<{
  id: string;
  messages: Array<AuthOutbox_Insert_Input>;
  audit?: Array<AuthAuditLog_Insert_Input>;
  auditIds?: Array<string>;
}>;


export type DeleteUserMutation = { audit: { affected_rows: number } | null, undoneAudit: { affected_rows: number } | null, deleted: { returning: Array<{ id: string, email: string | null }> } | null, messages: { affected_rows: number } | null };

export type ExportUserQueryVariables = Exact<{
  id: string;
}>;


export type ExportUserQuery = { user: { id: string, createdAt: string, updatedAt: string, lastSeen: string | null, disabled: boolean, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, newEmail: string | null, phoneNumber: string | null, phoneNumberVerified: boolean, newPhoneNumber: string | null, defaultRole: string, isAnonymous: boolean, activeMfaType: string | null, metadata: unknown, roles: Array<{ id: string, role: string, createdAt: string }>, refreshTokens: Array<{ id: string, type: AuthRefreshTokenTypes_Enum, createdAt: string, expiresAt: string, rotatedAt: string | null, lastUsedAt: string | null, ip: string | null, userAgent: string | null, metadata: unknown }>, userProviders: Array<{ id: string, providerId: string, providerUserId: string, email: string | null, createdAt: string, updatedAt: string, lastUsedAt: string | null }>, securityKeys: Array<{ id: string, credentialId: string, nickname: string | null, transports: string, counter: number, backedUp: boolean | null, userVerified: boolean | null, createdAt: string | null, lastUsedAt: string | null }>, recoveryCodes: Array<{ id: string, createdAt: string }>, tickets: Array<{ id: string, kind: string, recipient: string | null, createdAt: string, expiresAt: string }>, auditLog: Array<{ id: string, createdAt: string, event: string, outcome: string, reason: string | null, action: string | null, actorRole: string | null, impersonated: boolean, sessionId: string | null, ip: string | null, userAgent: string | null, details: unknown }>, outbox: Array<{ id: string, kind: string, channel: string, createdAt: string, deliveredAt: string | null }>, notes: Array<{ id: number, title: string, body: string, created_at: string, updated_at: string }> } | null };

export type UpdateUserMutationVariables = Exact<{
  userId: string;
  set: Users_Set_Input;
  endedTypes: Array<AuthRefreshTokenTypes_Enum>;
  droppedTickets: Array<string>;
  history?: Array<AuthPasswordHistory_Insert_Input>;
  forgottenIds?: Array<string>;
  messages?: Array<AuthOutbox_Insert_Input>;
}>;


export type UpdateUserMutation = { ended: { affected_rows: number } | null, droppedTickets: { affected_rows: number } | null, history: { affected_rows: number } | null, forgotten: { affected_rows: number } | null, messages: { affected_rows: number } | null, updated: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null };

export type UpdateUserAndRolesMutationVariables = Exact<{
  userId: string;
  set: Users_Set_Input;
  roles: Array<AuthUserRoles_Insert_Input>;
  roleNames: Array<string>;
  endedTypes: Array<AuthRefreshTokenTypes_Enum>;
  droppedTickets: Array<string>;
  history?: Array<AuthPasswordHistory_Insert_Input>;
  forgottenIds?: Array<string>;
  messages?: Array<AuthOutbox_Insert_Input>;
}>;


export type UpdateUserAndRolesMutation = { formerRoles: { affected_rows: number } | null, roles: { affected_rows: number } | null, ended: { affected_rows: number } | null, droppedTickets: { affected_rows: number } | null, history: { affected_rows: number } | null, forgotten: { affected_rows: number } | null, messages: { affected_rows: number } | null, updated: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null };

export type OpenImpersonationMutationVariables = Exact<{
  session: AuthRefreshTokens_Insert_Input;
}>;


export type OpenImpersonationMutation = { insertAuthRefreshToken: { id: string, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } } | null };

export type FindTakenUsersQueryVariables = Exact<{
  ids: Array<string>;
  emails: Array<string>;
  usernames: Array<string>;
  phoneNumbers: Array<string>;
}>;


export type FindTakenUsersQuery = { users: Array<{ id: string, email: string | null, username: string | null, phoneNumber: string | null }>, authRoles: Array<{ role: string }> };

export type ImportUsersMutationVariables = Exact<{
  users: Array<Users_Insert_Input>;
  roles: Array<AuthUserRoles_Insert_Input>;
}>;


export type ImportUsersMutation = { insertUsers: { affected_rows: number } | null, insertAuthUserRoles: { affected_rows: number } | null };

export type DeanonymizeMutationVariables = Exact<{
  userId: string;
  changeId: string;
  changed: Users_Set_Input;
  roles: Array<AuthUserRoles_Insert_Input>;
  roleIds: Array<string>;
  endedTypes: Array<AuthRefreshTokenTypes_Enum>;
  tickets: Array<AuthTickets_Insert_Input>;
  ticketIds: Array<string>;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
}>;


export type DeanonymizeMutation = { converted: { returning: Array<{ id: string }> } | null, formerRoles: { affected_rows: number } | null, roles: { affected_rows: number } | null, ended: { affected_rows: number } | null, tickets: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneRoles: { affected_rows: number } | null, undoneTickets: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null };

export type DeanonymizeByTicketMutationVariables = Exact<{
  hash: string;
  userId: string;
  now: string;
  useId: string;
  changed: Users_Set_Input;
  roles: Array<AuthUserRoles_Insert_Input>;
  roleIds: Array<string>;
  sessions: Array<AuthRefreshTokens_Insert_Input>;
  sessionIds: Array<string>;
}>;


export type DeanonymizeByTicketMutation = { taken: { returning: Array<{ id: string, payload: unknown }> } | null, formerRoles: { affected_rows: number } | null, roles: { affected_rows: number } | null, undoneRoles: { affected_rows: number } | null, seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, sessions: { affected_rows: number } | null, undoneSessions: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type RecordAuditMutationVariables = Exact<{
  entries: Array<AuthAuditLog_Insert_Input>;
  deliveries: Array<AuthHookDeliveries_Insert_Input>;
}>;


export type RecordAuditMutation = { entries: { affected_rows: number } | null, deliveries: { affected_rows: number } | null };

export type RecordAuditBatchMutationVariables = Exact<{
  entries: Array<AuthAuditLog_Insert_Input>;
  deliveries: Array<AuthHookDeliveries_Insert_Input>;
  messages: Array<AuthOutbox_Insert_Input>;
}>;


export type RecordAuditBatchMutation = { entries: { affected_rows: number } | null, deliveries: { affected_rows: number } | null, messages: { returning: Array<{ id: string }> } | null };

export type FindDevicesQueryVariables = Exact<{
  userIds: Array<string>;
}>;


export type FindDevicesQuery = { authAuditLog: Array<{ userId: string | null, device: string | null }> };

export type PurgeAuditMutationVariables = Exact<{
  before: string;
  deliveredBefore: string;
  lately: string;
}>;


export type PurgeAuditMutation = { entries: { affected_rows: number } | null, delivered: { affected_rows: number } | null, abandoned: { affected_rows: number } | null, ofDeletedUsers: { affected_rows: number } | null };

export type RequestContactChangeMutationVariables = Exact<{
  userId: string;
  kind: string;
  wished: Users_Set_Input;
  ticket: AuthTickets_Insert_Input;
  messages: Array<AuthOutbox_Insert_Input>;
}>;


export type RequestContactChangeMutation = { wished: { affected_rows: number } | null, replaced: { affected_rows: number } | null, ticket: { id: string } | null, messages: { affected_rows: number } | null };

export type ConfirmContactChangeMutationVariables = Exact<{
  hash: string;
  kind: string;
  userId: string;
  now: string;
  useId: string;
  changed: Users_Set_Input;
  keptSessionIds: Array<string>;
  sessions: Array<AuthRefreshTokens_Insert_Input>;
  sessionIds: Array<string>;
  challenges: Array<AuthTickets_Insert_Input>;
  challengeIds: Array<string>;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
  audit?: Array<AuthAuditLog_Insert_Input>;
  auditIds?: Array<string>;
}>;


export type ConfirmContactChangeMutation = { taken: { returning: Array<{ id: string, payload: unknown }> } | null, seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, ended: { affected_rows: number } | null, droppedTickets: { affected_rows: number } | null, sessions: { affected_rows: number } | null, challenges: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneSessions: { affected_rows: number } | null, undoneChallenges: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, audit: { affected_rows: number } | null, undoneAudit: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type ListDueHooksQueryVariables = Exact<{
  now: string;
  limit: number;
}>;


export type ListDueHooksQuery = { authHookDeliveries: Array<{ entryId: string }> };

export type ClaimHooksMutationVariables = Exact<{
  ids: Array<string>;
  leaseId: string;
  now: string;
  lockedUntil: string;
}>;


export type ClaimHooksMutation = { claimed: { returning: Array<{ entryId: string, createdAt: string, attempts: number, entry: { id: string, createdAt: string, event: string, outcome: string, reason: string | null, action: string | null, userId: string | null, actorId: string | null, actorRole: string | null, impersonated: boolean, sessionId: string | null, ip: string | null, userAgent: string | null, traceId: string | null, details: unknown } }> } | null };

export type CompleteHooksMutationVariables = Exact<{
  ids: Array<string>;
  leaseId: string;
  now: string;
}>;


export type CompleteHooksMutation = { completed: { affected_rows: number } | null };

export type FailHookMutationVariables = Exact<{
  id: string;
  leaseId: string;
  nextAttemptAt: string;
  abandonedAt?: string | null | undefined;
  error: string;
}>;


export type FailHookMutation = { failed: { affected_rows: number } | null };

export type SetHookClaimsMutationVariables = Exact<{
  sessionId: string;
  claims: unknown;
}>;


export type SetHookClaimsMutation = { updateAuthRefreshTokens: { affected_rows: number } | null };

export type RefuseSessionMutationVariables = Exact<{
  sessionId: string;
}>;


export type RefuseSessionMutation = { deleteAuthRefreshTokens: { affected_rows: number } | null };

export type CheckReadyQueryVariables = Exact<{
  roles: Array<string>;
}>;


export type CheckReadyQuery = { authRoles: Array<{ role: string }> };

export type MeasureOutboxQueryVariables = Exact<{
  now: string;
}>;


export type MeasureOutboxQuery = { messagesDue: { aggregate: { count: number, min: { nextAttemptAt: string | null } | null } | null }, messagesRetried: { aggregate: { count: number } | null }, messagesAbandoned: { aggregate: { count: number } | null }, hooksDue: { aggregate: { count: number, min: { nextAttemptAt: string | null } | null } | null }, hooksRetried: { aggregate: { count: number } | null }, hooksAbandoned: { aggregate: { count: number } | null } };

export type ListDueMessagesQueryVariables = Exact<{
  now: string;
  limit: number;
}>;


export type ListDueMessagesQuery = { authOutbox: Array<{ id: string }> };

export type ClaimMessagesMutationVariables = Exact<{
  ids: Array<string>;
  leaseId: string;
  now: string;
  lockedUntil: string;
}>;


export type ClaimMessagesMutation = { claimed: { returning: Array<{ id: string, createdAt: string, userId: string | null, kind: string, channel: string, payload: string | null, attempts: number, user: { email: string | null, displayName: string, locale: string } | null }> } | null };

export type CompleteMessagesMutationVariables = Exact<{
  ids: Array<string>;
  leaseId: string;
  now: string;
}>;


export type CompleteMessagesMutation = { completed: { affected_rows: number } | null };

export type FailMessageMutationVariables = Exact<{
  id: string;
  leaseId: string;
  nextAttemptAt: string;
  error: string;
}>;


export type FailMessageMutation = { failed: { affected_rows: number } | null };

export type AbandonMessageMutationVariables = Exact<{
  id: string;
  leaseId: string;
  now: string;
  error: string;
}>;


export type AbandonMessageMutation = { abandoned: { affected_rows: number } | null };

export type InsertMessagesMutationVariables = Exact<{
  messages: Array<AuthOutbox_Insert_Input>;
}>;


export type InsertMessagesMutation = { insertAuthOutbox: { affected_rows: number } | null };

export type InsertNewMessagesMutationVariables = Exact<{
  messages: Array<AuthOutbox_Insert_Input>;
}>;


export type InsertNewMessagesMutation = { insertAuthOutbox: { returning: Array<{ id: string }> } | null };

export type PurgeExpiredMutationVariables = Exact<{
  now: string;
  deliveredBefore: string;
  openedUntil: string;
}>;


export type PurgeExpiredMutation = { tickets: { affected_rows: number } | null, providerRequests: { affected_rows: number } | null, sessions: { affected_rows: number } | null, oldSessions: { affected_rows: number } | null, delivered: { affected_rows: number } | null, abandoned: { affected_rows: number } | null };

export type FindSecurityKeysByEmailQueryVariables = Exact<{
  email: string;
}>;


export type FindSecurityKeysByEmailQuery = { users: Array<{ id: string, securityKeys: Array<{ credentialId: string, transports: string }> }>, unknown: Array<{ id: string }> };

export type FindSecurityKeysQueryVariables = Exact<{
  userId: string;
}>;


export type FindSecurityKeysQuery = { authUserSecurityKeys: Array<{ credentialId: string, transports: string, userVerified: boolean | null }> };

export type FindAssertionQueryVariables = Exact<{
  hash: string;
  now: string;
  credentialIds: Array<string>;
}>;


export type FindAssertionQuery = { authTickets: Array<{ kind: string, userId: string | null, payload: unknown }>, authUserSecurityKeys: Array<{ id: string, userId: string, credentialPublicKey: string | null, counter: number, userVerified: boolean | null, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } }> };

export type UseSecurityKeyMutationVariables = Exact<{
  hash: string;
  kind: string;
  now: string;
  useId: string;
  userId: string;
  keyId: string;
  counter: Bigint_Comparison_Exp;
  use: AuthUserSecurityKeys_Set_Input;
  seen: Users_Set_Input;
  sessions: Array<AuthRefreshTokens_Insert_Input>;
  sessionIds: Array<string>;
  challenges: Array<AuthTickets_Insert_Input>;
  challengeIds: Array<string>;
}>;


export type UseSecurityKeyMutation = { taken: { returning: Array<{ id: string }> } | null, used: { returning: Array<{ id: string }> } | null, seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, sessions: { affected_rows: number } | null, challenges: { affected_rows: number } | null, undoneSessions: { affected_rows: number } | null, undoneChallenges: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type AddSecurityKeyMutationVariables = Exact<{
  hash: string;
  userId: string;
  now: string;
  useId: string;
  key: AuthUserSecurityKeys_Insert_Input;
  keyId: string;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
}>;


export type AddSecurityKeyMutation = { taken: { returning: Array<{ id: string }> } | null, key: { id: string, nickname: string | null } | null, messages: { affected_rows: number } | null, undone: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type ReplacePasswordMutationVariables = Exact<{
  userId: string;
  current: String_Comparison_Exp;
  newHash: string;
  changeId: string;
  keptSessionIds: Array<string>;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
  history?: Array<AuthPasswordHistory_Insert_Input>;
  historyIds?: Array<string>;
  forgottenIds?: Array<string>;
  audit?: Array<AuthAuditLog_Insert_Input>;
  auditIds?: Array<string>;
}>;


export type ReplacePasswordMutation = { changed: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, ended: { affected_rows: number } | null, droppedTickets: { affected_rows: number } | null, history: { affected_rows: number } | null, undoneHistory: { affected_rows: number } | null, forgotten: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, audit: { affected_rows: number } | null, undoneAudit: { affected_rows: number } | null };

export type ResetPasswordMutationVariables = Exact<{
  hash: string;
  userId: string;
  now: string;
  useId: string;
  newHash: string;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
  history?: Array<AuthPasswordHistory_Insert_Input>;
  historyIds?: Array<string>;
  forgottenIds?: Array<string>;
  audit?: Array<AuthAuditLog_Insert_Input>;
  auditIds?: Array<string>;
}>;


export type ResetPasswordMutation = { taken: { returning: Array<{ id: string }> } | null, droppedTokens: { affected_rows: number } | null, droppedKeys: { affected_rows: number } | null, droppedIdentities: { affected_rows: number } | null, droppedRecoveryCodes: { affected_rows: number } | null, droppedSecrets: { affected_rows: number } | null, changed: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, droppedTickets: { affected_rows: number } | null, history: { affected_rows: number } | null, undoneHistory: { affected_rows: number } | null, forgotten: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, audit: { affected_rows: number } | null, undoneAudit: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type FindPasswordHistoryQueryVariables = Exact<{
  userId: string;
}>;


export type FindPasswordHistoryQuery = { user: { passwordHash: string | null } | null, authPasswordHistory: Array<{ id: string, passwordHash: string }> };

export type InsertPatMutationVariables = Exact<{
  token: AuthRefreshTokens_Insert_Input;
  messages: Array<AuthOutbox_Insert_Input>;
}>;


export type InsertPatMutation = { insertAuthRefreshToken: { id: string } | null, messages: { affected_rows: number } | null };

export type UsePatMutationVariables = Exact<{
  hash: string;
  now: string;
}>;


export type UsePatMutation = { used: { returning: Array<{ id: string, metadata: unknown, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } }> } | null };

export type ListExpiringPatsQueryVariables = Exact<{
  now: string;
  soon: string;
  limit: number;
  offset: number;
}>;


export type ListExpiringPatsQuery = { authRefreshTokens: Array<{ id: string, createdAt: string, expiresAt: string, user: { id: string, email: string | null, displayName: string, locale: string } }> };

export type InsertProviderRequestMutationVariables = Exact<{
  request: AuthProviderRequests_Insert_Input;
}>;


export type InsertProviderRequestMutation = { insertAuthProviderRequest: { id: string } | null };

export type TakeProviderLinkMutationVariables = Exact<{
  hash: string;
  providerId: string;
  now: string;
}>;


export type TakeProviderLinkMutation = { taken: { returning: Array<{ options: unknown, userId: string | null }> } | null };

export type TakeProviderRequestMutationVariables = Exact<{
  hash: string;
  providerId: string;
  browserHash: string;
  now: string;
}>;


export type TakeProviderRequestMutation = { taken: { returning: Array<{ id: string, options: unknown, secret: string | null, userId: string | null }> } | null };

export type FindIdentityQueryVariables = Exact<{
  providerId: string;
  providerUserId: string;
  emails: Array<string>;
}>;


export type FindIdentityQuery = { authUserProviders: Array<{ id: string, issuer: string | null, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } }>, users: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> };

export type SignInByIdentityMutationVariables = Exact<{
  identityId: string;
  userId: string;
  identity: AuthUserProviders_Set_Input;
  proved: Users_Set_Input;
  sessions: Array<AuthRefreshTokens_Insert_Input>;
  sessionIds: Array<string>;
  challenges: Array<AuthTickets_Insert_Input>;
  challengeIds: Array<string>;
}>;


export type SignInByIdentityMutation = { identity: { affected_rows: number } | null, sessions: { affected_rows: number } | null, challenges: { affected_rows: number } | null, undoneSessions: { affected_rows: number } | null, undoneChallenges: { affected_rows: number } | null, seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null };

export type LinkAndSignInMutationVariables = Exact<{
  userId: string;
  email: string;
  identityId: string;
  identity: AuthUserProviders_Insert_Input;
  proved: Users_Set_Input;
  sessions: Array<AuthRefreshTokens_Insert_Input>;
  sessionIds: Array<string>;
  challenges: Array<AuthTickets_Insert_Input>;
  challengeIds: Array<string>;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
}>;


export type LinkAndSignInMutation = { seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, linked: { id: string } | null, sessions: { affected_rows: number } | null, challenges: { affected_rows: number } | null, undoneSessions: { affected_rows: number } | null, undoneChallenges: { affected_rows: number } | null, undone: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null };

export type LinkIdentityMutationVariables = Exact<{
  userId: string;
  identityId: string;
  identity: AuthUserProviders_Insert_Input;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
}>;


export type LinkIdentityMutation = { linked: { id: string } | null, undone: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null };

export type LinkIdentityByTicketMutationVariables = Exact<{
  hash: string;
  userId: string;
  now: string;
  useId: string;
  identityId: string;
  identity: AuthUserProviders_Insert_Input;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
}>;


export type LinkIdentityByTicketMutation = { taken: { returning: Array<{ id: string }> } | null, linked: { id: string } | null, undone: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type UnlinkIdentityMutationVariables = Exact<{
  id: string;
  userId: string;
  changeId: string;
  others: Array<Users_Bool_Exp>;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
}>;


export type UnlinkIdentityMutation = { locked: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, unlinked: { returning: Array<{ id: string }> } | null };

export type FindOwnIdentitiesQueryVariables = Exact<{
  userId: string;
}>;


export type FindOwnIdentitiesQuery = { authUserProviders: Array<{ id: string, providerId: string, providerUserId: string, accessToken: string }> };

export type TakeProviderTokensMutationVariables = Exact<{
  id: string;
  userId: string;
  accessToken: string;
}>;


export type TakeProviderTokensMutation = { taken: { affected_rows: number } | null };

export type UpsertProvidersMutationVariables = Exact<{
  providers: Array<AuthProviders_Insert_Input>;
}>;


export type UpsertProvidersMutation = { insertAuthProviders: { affected_rows: number } | null };

export type ListFormerUsersQueryVariables = Exact<{
  after: string;
  present: string;
  limit: number;
}>;


export type ListFormerUsersQuery = { users: Array<{ id: string, totpSecret: string | null, totpPendingSecret: string | null }> };

export type ListFormerProviderTokensQueryVariables = Exact<{
  after: string;
  present: string;
  limit: number;
}>;


export type ListFormerProviderTokensQuery = { authUserProviders: Array<{ id: string, providerId: string, providerUserId: string, accessToken: string }> };

export type ListFormerMessagesQueryVariables = Exact<{
  after: string;
  present: string;
  limit: number;
}>;


export type ListFormerMessagesQuery = { authOutbox: Array<{ id: string, payload: string | null }> };

export type ReplaceUserSecretsMutationVariables = Exact<{
  updates: Array<Users_Updates>;
}>;


export type ReplaceUserSecretsMutation = { update_users_many: Array<{ affected_rows: number } | null> | null };

export type ReplaceProviderTokensMutationVariables = Exact<{
  updates: Array<AuthUserProviders_Updates>;
}>;


export type ReplaceProviderTokensMutation = { update_authUserProviders_many: Array<{ affected_rows: number } | null> | null };

export type ReplacePayloadsMutationVariables = Exact<{
  updates: Array<AuthOutbox_Updates>;
}>;


export type ReplacePayloadsMutation = { update_authOutbox_many: Array<{ affected_rows: number } | null> | null };

export type SessionFieldsFragment = { id: string, hookClaims: unknown, createdAt: string, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } };

export type OpenSessionMutationVariables = Exact<{
  userId: string;
  session: AuthRefreshTokens_Insert_Input;
  now: string;
}>;


export type OpenSessionMutation = { seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, session: { id: string } | null };

export type OpenSessionAndRehashMutationVariables = Exact<{
  userId: string;
  session: AuthRefreshTokens_Insert_Input;
  now: string;
  verifiedHash: string;
  newHash: string;
}>;


export type OpenSessionAndRehashMutation = { rehashed: { affected_rows: number } | null, seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, session: { id: string } | null };

export type RefreshSessionMutationVariables = Exact<{
  presentedHash: string;
  successorHash: string;
  now: string;
  expiresAt: string;
  graceStart: string;
  openedAfter: string;
}>;


export type RefreshSessionMutation = { rotated: { returning: Array<{ id: string, hookClaims: unknown, createdAt: string, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } }> } | null, replayed: { returning: Array<{ id: string, hookClaims: unknown, createdAt: string, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } }> } | null, revoked: { returning: Array<{ id: string, userId: string }> } | null };

export type RevokeAncestorMutationVariables = Exact<{
  descendantHashes: Array<string>;
}>;


export type RevokeAncestorMutation = { deleteAuthRefreshTokens: { returning: Array<{ id: string, userId: string }> } | null };

export type CloseSessionMutationVariables = Exact<{
  hashes: Array<string>;
}>;


export type CloseSessionMutation = { deleteAuthRefreshTokens: { returning: Array<{ id: string, userId: string }> } | null };

export type CloseAllSessionsMutationVariables = Exact<{
  userId: string;
}>;


export type CloseAllSessionsMutation = { deleteAuthRefreshTokens: { affected_rows: number } | null };

export type EndUseOfCodeMutationVariables = Exact<{
  id: string;
}>;


export type EndUseOfCodeMutation = { ended: { returning: Array<{ id: string, userId: string }> } | null, dropped: { returning: Array<{ userId: string | null }> } | null };

export type RevokeSessionMutationVariables = Exact<{
  id: string;
  userId: string;
  owner: Users_Bool_Exp;
}>;


export type RevokeSessionMutation = { deleteAuthRefreshTokens: { returning: Array<{ id: string }> } | null };

export type EndSessionsMutationVariables = Exact<{
  userId: string;
  types: Array<AuthRefreshTokenTypes_Enum>;
  keptIds: Array<string>;
}>;


export type EndSessionsMutation = { deleteAuthRefreshTokens: { affected_rows: number } | null };

export type UpsertRolesMutationVariables = Exact<{
  roles: Array<AuthRoles_Insert_Input>;
}>;


export type UpsertRolesMutation = { insertAuthRoles: { affected_rows: number } | null };

export type TicketFieldsFragment = { id: string, createdAt: string, kind: string, hash: string, recipient: string | null, payload: unknown, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } | null };

export type FindTicketQueryVariables = Exact<{
  hash: string;
  now: string;
}>;


export type FindTicketQuery = { authTickets: Array<{ id: string, createdAt: string, kind: string, hash: string, recipient: string | null, payload: unknown, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } | null }> };

export type CreateTicketMutationVariables = Exact<{
  ticket: AuthTickets_Insert_Input;
  messages: Array<AuthOutbox_Insert_Input>;
}>;


export type CreateTicketMutation = { ticket: { id: string } | null, messages: { affected_rows: number } | null };

export type SpendCodeAttemptMutationVariables = Exact<{
  recipient: string;
  kinds: Array<string>;
  now: string;
}>;


export type SpendCodeAttemptMutation = { spent: { returning: Array<{ id: string, createdAt: string, kind: string, hash: string, recipient: string | null, payload: unknown, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } | null }> } | null };

export type SpendCodeAttemptOfUserMutationVariables = Exact<{
  userId: string;
  kind: string;
  now: string;
}>;


export type SpendCodeAttemptOfUserMutation = { spent: { returning: Array<{ id: string, createdAt: string, kind: string, hash: string, recipient: string | null, payload: unknown, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } | null }> } | null };

export type ConsumeTicketMutationVariables = Exact<{
  hash: string;
  kind: string;
  userId: string;
  now: string;
  useId: string;
  proved: Users_Set_Input;
  sessions: Array<AuthRefreshTokens_Insert_Input>;
  sessionIds: Array<string>;
  challenges: Array<AuthTickets_Insert_Input>;
  challengeIds: Array<string>;
}>;


export type ConsumeTicketMutation = { taken: { returning: Array<{ id: string, payload: unknown }> } | null, seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, sessions: { affected_rows: number } | null, challenges: { affected_rows: number } | null, undoneSessions: { affected_rows: number } | null, undoneChallenges: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type ConsumeTicketAsFirstProofMutationVariables = Exact<{
  hash: string;
  kind: string;
  userId: string;
  now: string;
  useId: string;
  unproved: Users_Bool_Exp;
  proved: Users_Set_Input;
  sessions: Array<AuthRefreshTokens_Insert_Input>;
  sessionIds: Array<string>;
  challenges?: Array<AuthTickets_Insert_Input>;
  challengeIds?: Array<string>;
}>;


export type ConsumeTicketAsFirstProofMutation = { taken: { returning: Array<{ id: string, payload: unknown }> } | null, droppedSessions: { affected_rows: number } | null, droppedKeys: { affected_rows: number } | null, droppedIdentities: { affected_rows: number } | null, droppedRecoveryCodes: { affected_rows: number } | null, droppedTickets: { affected_rows: number } | null, droppedSecrets: { affected_rows: number } | null, seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, sessions: { affected_rows: number } | null, challenges: { affected_rows: number } | null, undoneSessions: { affected_rows: number } | null, undoneChallenges: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type SignUpByTicketMutationVariables = Exact<{
  hash: string;
  kind: string;
  now: string;
  useId: string;
  userId: string;
  user: Users_Insert_Input;
}>;


export type SignUpByTicketMutation = { user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, refreshTokens: Array<{ id: string }>, roles: Array<{ role: string }> } | null, taken: { returning: Array<{ id: string }> } | null, undone: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type DropTicketsMutationVariables = Exact<{
  userId: string;
  kinds: Array<string>;
}>;


export type DropTicketsMutation = { deleteAuthTickets: { affected_rows: number } | null };

export type SetPendingTotpMutationVariables = Exact<{
  userId: string;
  secret: string;
}>;


export type SetPendingTotpMutation = { updateUsers: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null };

export type SpendTotpAttemptMutationVariables = Exact<{
  userId: string;
  now: string;
  lockedUntil: string;
}>;


export type SpendTotpAttemptMutation = { unlocked: { affected_rows: number } | null, spent: { returning: Array<{ totpSecret: string | null, totpPendingSecret: string | null, id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, locked: { affected_rows: number } | null };

export type SpendTotpAttemptByTicketMutationVariables = Exact<{
  ticketHash: string;
  now: string;
  lockedUntil: string;
}>;


export type SpendTotpAttemptByTicketMutation = { known: { returning: Array<{ userId: string | null }> } | null, unlocked: { affected_rows: number } | null, spent: { returning: Array<{ totpSecret: string | null, id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, locked: { affected_rows: number } | null };

export type ActivateTotpMutationVariables = Exact<{
  userId: string;
  pendingSecret: string;
  step: number;
  changeId: string;
  recoveryCodes: Array<AuthRecoveryCodes_Insert_Input>;
  recoveryCodeIds: Array<string>;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
  audit?: Array<AuthAuditLog_Insert_Input>;
  auditIds?: Array<string>;
}>;


export type ActivateTotpMutation = { activated: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, replacedCodes: { affected_rows: number } | null, recoveryCodes: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneCodes: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, audit: { affected_rows: number } | null, undoneAudit: { affected_rows: number } | null };

export type DisableTotpMutationVariables = Exact<{
  userId: string;
  secret: string;
  step: number;
  changeId: string;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
  audit?: Array<AuthAuditLog_Insert_Input>;
  auditIds?: Array<string>;
}>;


export type DisableTotpMutation = { disabled: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, droppedCodes: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, audit: { affected_rows: number } | null, undoneAudit: { affected_rows: number } | null };

export type DisableTotpByRecoveryCodeMutationVariables = Exact<{
  userId: string;
  codeHash: string;
  changeId: string;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
  audit?: Array<AuthAuditLog_Insert_Input>;
  auditIds?: Array<string>;
}>;


export type DisableTotpByRecoveryCodeMutation = { disabled: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, droppedCodes: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, audit: { affected_rows: number } | null, undoneAudit: { affected_rows: number } | null };

export type SignInByTotpMutationVariables = Exact<{
  ticketHash: string;
  userId: string;
  secret: string;
  step: number;
  now: string;
  useId: string;
  session: AuthRefreshTokens_Insert_Input;
  sessionId: string;
}>;


export type SignInByTotpMutation = { seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, taken: { returning: Array<{ id: string, payload: unknown }> } | null, session: { id: string } | null, undone: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type SignInByRecoveryCodeMutationVariables = Exact<{
  ticketHash: string;
  userId: string;
  codeHash: string;
  now: string;
  useId: string;
  session: AuthRefreshTokens_Insert_Input;
  sessionId: string;
  messages: Array<AuthOutbox_Insert_Input>;
  messageIds: Array<string>;
}>;


export type SignInByRecoveryCodeMutation = { takenCode: { returning: Array<{ id: string }> } | null, taken: { returning: Array<{ id: string, payload: unknown }> } | null, seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, recoveryCodes: Array<{ id: string }>, roles: Array<{ role: string }> }> } | null, session: { id: string } | null, undone: { affected_rows: number } | null, messages: { affected_rows: number } | null, undoneMessages: { affected_rows: number } | null, usedCode: { affected_rows: number } | null, returnedCode: { affected_rows: number } | null, consumed: { affected_rows: number } | null };

export type ElevateByTotpMutationVariables = Exact<{
  userId: string;
  secret: string;
  step: number;
  now: string;
  changeId: string;
  session: AuthRefreshTokens_Insert_Input;
  sessionId: string;
}>;


export type ElevateByTotpMutation = { seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, session: { id: string } | null, undone: { affected_rows: number } | null };

export type ReplaceRecoveryCodesMutationVariables = Exact<{
  userId: string;
  recoveryCodes: Array<AuthRecoveryCodes_Insert_Input>;
  messages: Array<AuthOutbox_Insert_Input>;
}>;


export type ReplaceRecoveryCodesMutation = { replaced: { affected_rows: number } | null, recoveryCodes: { affected_rows: number } | null, messages: { affected_rows: number } | null };

export type UserFieldsFragment = { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> };

export type FindUserByEmailQueryVariables = Exact<{
  email: string;
}>;


export type FindUserByEmailQuery = { users: Array<{ passwordHash: string | null, id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> };

export type FindUserByUsernameQueryVariables = Exact<{
  username: string;
}>;


export type FindUserByUsernameQuery = { users: Array<{ passwordHash: string | null, id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> };

export type FindUserByPhoneQueryVariables = Exact<{
  phoneNumber: string;
}>;


export type FindUserByPhoneQuery = { users: Array<{ passwordHash: string | null, id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> };

export type FindAccountQueryVariables = Exact<{
  userId: string;
  sessionIds: Array<string>;
}>;


export type FindAccountQuery = { user: { passwordHash: string | null, newEmail: string | null, newPhoneNumber: string | null, totpSecret: string | null, id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, recoveryCodes: Array<{ id: string }>, securityKeys: Array<{ id: string }>, roles: Array<{ role: string }> } | null, authRefreshTokens: Array<{ id: string, createdAt: string, expiresAt: string, metadata: unknown }> };

export type FindUserByIdQueryVariables = Exact<{
  id: string;
}>;


export type FindUserByIdQuery = { user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } | null };

export type InsertUserMutationVariables = Exact<{
  user: Users_Insert_Input;
}>;


export type InsertUserMutation = { insertUser: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, username: string | null, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, refreshTokens: Array<{ id: string }>, roles: Array<{ role: string }> } | null };

export const UserFieldsFragmentDoc = gql`
    fragment UserFields on users {
  id
  createdAt
  updatedAt
  displayName
  avatarUrl
  locale
  username
  email
  emailVerified
  phoneNumber
  phoneNumberVerified
  isAnonymous
  disabled
  defaultRole
  roles(order_by: {role: asc}) {
    role
  }
  metadata
  activeMfaType
}
    `;
export const SessionFieldsFragmentDoc = gql`
    fragment SessionFields on authRefreshTokens {
  id
  hookClaims
  createdAt
  user {
    ...UserFields
  }
}
    ${UserFieldsFragmentDoc}`;
export const TicketFieldsFragmentDoc = gql`
    fragment TicketFields on authTickets {
  id
  createdAt
  kind
  hash
  recipient
  payload
  user {
    ...UserFields
  }
}
    ${UserFieldsFragmentDoc}`;
export const DeleteUserDocument = gql`
    mutation DeleteUser($id: uuid!, $messages: [authOutbox_insert_input!]!, $audit: [authAuditLog_insert_input!]! = [], $auditIds: [uuid!]! = []) {
  audit: insertAuthAuditLog(objects: $audit) {
    affected_rows
  }
  undoneAudit: deleteAuthAuditLog(where: {id: {_in: $auditIds}, _not: {user: {}}}) {
    affected_rows
  }
  deleted: deleteUsers(where: {id: {_eq: $id}}) {
    returning {
      id
      email
    }
  }
  messages: insertAuthOutbox(
    objects: $messages
    on_conflict: {constraint: outbox_pkey, update_columns: []}
  ) {
    affected_rows
  }
}
    `;
export const ExportUserDocument = gql`
    query ExportUser($id: uuid!) {
  user(id: $id) {
    id
    createdAt
    updatedAt
    lastSeen
    disabled
    displayName
    avatarUrl
    locale
    username
    email
    emailVerified
    newEmail
    phoneNumber
    phoneNumberVerified
    newPhoneNumber
    defaultRole
    isAnonymous
    activeMfaType
    metadata
    roles(order_by: {role: asc}) {
      id
      role
      createdAt
    }
    refreshTokens(order_by: {createdAt: asc}) {
      id
      type
      createdAt
      expiresAt
      rotatedAt
      lastUsedAt
      ip
      userAgent
      metadata
    }
    userProviders(order_by: {createdAt: asc}) {
      id
      providerId
      providerUserId
      email
      createdAt
      updatedAt
      lastUsedAt
    }
    securityKeys(order_by: {createdAt: asc}) {
      id
      credentialId
      nickname
      transports
      counter
      backedUp
      userVerified
      createdAt
      lastUsedAt
    }
    recoveryCodes(order_by: {createdAt: asc}) {
      id
      createdAt
    }
    tickets(order_by: {createdAt: asc}) {
      id
      kind
      recipient
      createdAt
      expiresAt
    }
    auditLog(order_by: {createdAt: asc}) {
      id
      createdAt
      event
      outcome
      reason
      action
      actorRole
      impersonated
      sessionId
      ip
      userAgent
      details
    }
    outbox(order_by: {createdAt: asc}) {
      id
      kind
      channel
      createdAt
      deliveredAt
    }
    notes(order_by: {id: asc}) {
      id
      title
      body
      created_at
      updated_at
    }
  }
}
    `;
export const UpdateUserDocument = gql`
    mutation UpdateUser($userId: uuid!, $set: users_set_input!, $endedTypes: [authRefreshTokenTypes_enum!]!, $droppedTickets: [String!]!, $history: [authPasswordHistory_insert_input!]! = [], $forgottenIds: [uuid!]! = [], $messages: [authOutbox_insert_input!]! = []) {
  ended: deleteAuthRefreshTokens(
    where: {userId: {_eq: $userId}, type: {_in: $endedTypes}}
  ) {
    affected_rows
  }
  droppedTickets: deleteAuthTickets(
    where: {userId: {_eq: $userId}, kind: {_in: $droppedTickets}}
  ) {
    affected_rows
  }
  history: insertAuthPasswordHistory(objects: $history) {
    affected_rows
  }
  forgotten: deleteAuthPasswordHistory(
    where: {id: {_in: $forgottenIds}, userId: {_eq: $userId}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  updated: updateUsers(where: {id: {_eq: $userId}}, _set: $set) {
    returning {
      ...UserFields
    }
  }
}
    ${UserFieldsFragmentDoc}`;
export const UpdateUserAndRolesDocument = gql`
    mutation UpdateUserAndRoles($userId: uuid!, $set: users_set_input!, $roles: [authUserRoles_insert_input!]!, $roleNames: [String!]!, $endedTypes: [authRefreshTokenTypes_enum!]!, $droppedTickets: [String!]!, $history: [authPasswordHistory_insert_input!]! = [], $forgottenIds: [uuid!]! = [], $messages: [authOutbox_insert_input!]! = []) {
  formerRoles: deleteAuthUserRoles(
    where: {userId: {_eq: $userId}, role: {_nin: $roleNames}}
  ) {
    affected_rows
  }
  roles: insertAuthUserRoles(
    objects: $roles
    on_conflict: {constraint: user_roles_user_id_role_key, update_columns: []}
  ) {
    affected_rows
  }
  ended: deleteAuthRefreshTokens(
    where: {userId: {_eq: $userId}, type: {_in: $endedTypes}}
  ) {
    affected_rows
  }
  droppedTickets: deleteAuthTickets(
    where: {userId: {_eq: $userId}, kind: {_in: $droppedTickets}}
  ) {
    affected_rows
  }
  history: insertAuthPasswordHistory(objects: $history) {
    affected_rows
  }
  forgotten: deleteAuthPasswordHistory(
    where: {id: {_in: $forgottenIds}, userId: {_eq: $userId}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  updated: updateUsers(where: {id: {_eq: $userId}}, _set: $set) {
    returning {
      ...UserFields
    }
  }
}
    ${UserFieldsFragmentDoc}`;
export const OpenImpersonationDocument = gql`
    mutation OpenImpersonation($session: authRefreshTokens_insert_input!) {
  insertAuthRefreshToken(object: $session) {
    id
    user {
      ...UserFields
    }
  }
}
    ${UserFieldsFragmentDoc}`;
export const FindTakenUsersDocument = gql`
    query FindTakenUsers($ids: [uuid!]!, $emails: [citext!]!, $usernames: [citext!]!, $phoneNumbers: [String!]!) {
  users(
    where: {_or: [{id: {_in: $ids}}, {email: {_in: $emails}}, {username: {_in: $usernames}}, {phoneNumber: {_in: $phoneNumbers}}]}
  ) {
    id
    email
    username
    phoneNumber
  }
  authRoles {
    role
  }
}
    `;
export const ImportUsersDocument = gql`
    mutation ImportUsers($users: [users_insert_input!]!, $roles: [authUserRoles_insert_input!]!) {
  insertUsers(objects: $users) {
    affected_rows
  }
  insertAuthUserRoles(objects: $roles) {
    affected_rows
  }
}
    `;
export const DeanonymizeDocument = gql`
    mutation Deanonymize($userId: uuid!, $changeId: uuid!, $changed: users_set_input!, $roles: [authUserRoles_insert_input!]!, $roleIds: [uuid!]!, $endedTypes: [authRefreshTokenTypes_enum!]!, $tickets: [authTickets_insert_input!]!, $ticketIds: [uuid!]!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!) {
  converted: updateUsers(
    where: {id: {_eq: $userId}, isAnonymous: {_eq: true}, disabled: {_eq: false}}
    _set: $changed
  ) {
    returning {
      id
    }
  }
  formerRoles: deleteAuthUserRoles(
    where: {userId: {_eq: $userId}, user: {changeId: {_eq: $changeId}}}
  ) {
    affected_rows
  }
  roles: insertAuthUserRoles(
    objects: $roles
    on_conflict: {constraint: user_roles_user_id_role_key, update_columns: []}
  ) {
    affected_rows
  }
  ended: deleteAuthRefreshTokens(
    where: {userId: {_eq: $userId}, type: {_in: $endedTypes}, user: {changeId: {_eq: $changeId}}}
  ) {
    affected_rows
  }
  tickets: insertAuthTickets(objects: $tickets) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneRoles: deleteAuthUserRoles(
    where: {id: {_in: $roleIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
  undoneTickets: deleteAuthTickets(
    where: {id: {_in: $ticketIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
}
    `;
export const DeanonymizeByTicketDocument = gql`
    mutation DeanonymizeByTicket($hash: String!, $userId: uuid!, $now: timestamptz!, $useId: uuid!, $changed: users_set_input!, $roles: [authUserRoles_insert_input!]!, $roleIds: [uuid!]!, $sessions: [authRefreshTokens_insert_input!]!, $sessionIds: [uuid!]!) {
  taken: updateAuthTickets(
    where: {hash: {_eq: $hash}, kind: {_eq: "deanonymizeSms"}, userId: {_eq: $userId}, expiresAt: {_gt: $now}, useId: {_is_null: true}, user: {isAnonymous: {_eq: true}, disabled: {_eq: false}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
      payload
    }
  }
  formerRoles: deleteAuthUserRoles(
    where: {userId: {_eq: $userId}, user: {tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  roles: insertAuthUserRoles(
    objects: $roles
    on_conflict: {constraint: user_roles_user_id_role_key, update_columns: []}
  ) {
    affected_rows
  }
  undoneRoles: deleteAuthUserRoles(
    where: {id: {_in: $roleIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  seen: updateUsers(
    where: {id: {_eq: $userId}, isAnonymous: {_eq: true}, tickets: {useId: {_eq: $useId}}}
    _set: $changed
  ) {
    returning {
      ...UserFields
    }
  }
  sessions: insertAuthRefreshTokens(objects: $sessions) {
    affected_rows
  }
  undoneSessions: deleteAuthRefreshTokens(
    where: {id: {_in: $sessionIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const RecordAuditDocument = gql`
    mutation RecordAudit($entries: [authAuditLog_insert_input!]!, $deliveries: [authHookDeliveries_insert_input!]!) {
  entries: insertAuthAuditLog(
    objects: $entries
    on_conflict: {constraint: audit_log_pkey, update_columns: []}
  ) {
    affected_rows
  }
  deliveries: insertAuthHookDeliveries(
    objects: $deliveries
    on_conflict: {constraint: hook_deliveries_pkey, update_columns: []}
  ) {
    affected_rows
  }
}
    `;
export const RecordAuditBatchDocument = gql`
    mutation RecordAuditBatch($entries: [authAuditLog_insert_input!]!, $deliveries: [authHookDeliveries_insert_input!]!, $messages: [authOutbox_insert_input!]!) {
  entries: insertAuthAuditLog(
    objects: $entries
    on_conflict: {constraint: audit_log_pkey, update_columns: []}
  ) {
    affected_rows
  }
  deliveries: insertAuthHookDeliveries(
    objects: $deliveries
    on_conflict: {constraint: hook_deliveries_pkey, update_columns: []}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(
    objects: $messages
    on_conflict: {constraint: outbox_pkey, update_columns: []}
  ) {
    returning {
      id
    }
  }
}
    `;
export const FindDevicesDocument = gql`
    query FindDevices($userIds: [uuid!]!) {
  authAuditLog(
    where: {userId: {_in: $userIds}, device: {_is_null: false}}
    distinct_on: [userId, device]
    order_by: [{userId: asc}, {device: asc}]
  ) {
    userId
    device
  }
}
    `;
export const PurgeAuditDocument = gql`
    mutation PurgeAudit($before: timestamptz!, $deliveredBefore: timestamptz!, $lately: timestamptz!) {
  entries: deleteAuthAuditLog(where: {createdAt: {_lte: $before}}) {
    affected_rows
  }
  delivered: deleteAuthHookDeliveries(
    where: {deliveredAt: {_lte: $deliveredBefore}}
  ) {
    affected_rows
  }
  abandoned: deleteAuthHookDeliveries(
    where: {abandonedAt: {_lte: $deliveredBefore}}
  ) {
    affected_rows
  }
  ofDeletedUsers: updateAuthAuditLog(
    where: {createdAt: {_gt: $lately}, userId: {_is_null: false}, _or: [{ip: {_is_null: false}}, {userAgent: {_is_null: false}}], _not: {user: {}}}
    _set: {ip: null, userAgent: null, device: null}
  ) {
    affected_rows
  }
}
    `;
export const RequestContactChangeDocument = gql`
    mutation RequestContactChange($userId: uuid!, $kind: String!, $wished: users_set_input!, $ticket: authTickets_insert_input!, $messages: [authOutbox_insert_input!]!) {
  wished: updateUsers(
    where: {id: {_eq: $userId}, disabled: {_eq: false}}
    _set: $wished
  ) {
    affected_rows
  }
  replaced: deleteAuthTickets(where: {userId: {_eq: $userId}, kind: {_eq: $kind}}) {
    affected_rows
  }
  ticket: insertAuthTicket(object: $ticket) {
    id
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
}
    `;
export const ConfirmContactChangeDocument = gql`
    mutation ConfirmContactChange($hash: String!, $kind: String!, $userId: uuid!, $now: timestamptz!, $useId: uuid!, $changed: users_set_input!, $keptSessionIds: [uuid!]!, $sessions: [authRefreshTokens_insert_input!]!, $sessionIds: [uuid!]!, $challenges: [authTickets_insert_input!]!, $challengeIds: [uuid!]!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!, $audit: [authAuditLog_insert_input!]! = [], $auditIds: [uuid!]! = []) {
  taken: updateAuthTickets(
    where: {hash: {_eq: $hash}, kind: {_eq: $kind}, userId: {_eq: $userId}, expiresAt: {_gt: $now}, useId: {_is_null: true}, user: {disabled: {_eq: false}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
      payload
    }
  }
  seen: updateUsers(
    where: {id: {_eq: $userId}, tickets: {useId: {_eq: $useId}}}
    _set: $changed
  ) {
    returning {
      ...UserFields
    }
  }
  ended: deleteAuthRefreshTokens(
    where: {userId: {_eq: $userId}, type: {_eq: regular}, id: {_nin: $keptSessionIds}, user: {tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  droppedTickets: deleteAuthTickets(
    where: {userId: {_eq: $userId}, useId: {_is_null: true}, user: {tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  sessions: insertAuthRefreshTokens(objects: $sessions) {
    affected_rows
  }
  challenges: insertAuthTickets(objects: $challenges) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneSessions: deleteAuthRefreshTokens(
    where: {id: {_in: $sessionIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  undoneChallenges: deleteAuthTickets(
    where: {id: {_in: $challengeIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  audit: insertAuthAuditLog(objects: $audit) {
    affected_rows
  }
  undoneAudit: deleteAuthAuditLog(
    where: {id: {_in: $auditIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const ListDueHooksDocument = gql`
    query ListDueHooks($now: timestamptz!, $limit: Int!) {
  authHookDeliveries(
    where: {deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}, nextAttemptAt: {_lte: $now}, _or: [{lockedUntil: {_is_null: true}}, {lockedUntil: {_lte: $now}}]}
    order_by: {nextAttemptAt: asc}
    limit: $limit
  ) {
    entryId
  }
}
    `;
export const ClaimHooksDocument = gql`
    mutation ClaimHooks($ids: [uuid!]!, $leaseId: uuid!, $now: timestamptz!, $lockedUntil: timestamptz!) {
  claimed: updateAuthHookDeliveries(
    where: {entryId: {_in: $ids}, deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}, nextAttemptAt: {_lte: $now}, _or: [{lockedUntil: {_is_null: true}}, {lockedUntil: {_lte: $now}}]}
    _set: {leaseId: $leaseId, lockedUntil: $lockedUntil}
    _inc: {attempts: 1}
  ) {
    returning {
      entryId
      createdAt
      attempts
      entry {
        id
        createdAt
        event
        outcome
        reason
        action
        userId
        actorId
        actorRole
        impersonated
        sessionId
        ip
        userAgent
        traceId
        details
      }
    }
  }
}
    `;
export const CompleteHooksDocument = gql`
    mutation CompleteHooks($ids: [uuid!]!, $leaseId: uuid!, $now: timestamptz!) {
  completed: updateAuthHookDeliveries(
    where: {entryId: {_in: $ids}, leaseId: {_eq: $leaseId}, deliveredAt: {_is_null: true}}
    _set: {deliveredAt: $now, leaseId: null, lockedUntil: null, lastError: null}
  ) {
    affected_rows
  }
}
    `;
export const FailHookDocument = gql`
    mutation FailHook($id: uuid!, $leaseId: uuid!, $nextAttemptAt: timestamptz!, $abandonedAt: timestamptz, $error: String!) {
  failed: updateAuthHookDeliveries(
    where: {entryId: {_eq: $id}, leaseId: {_eq: $leaseId}, deliveredAt: {_is_null: true}}
    _set: {nextAttemptAt: $nextAttemptAt, abandonedAt: $abandonedAt, leaseId: null, lockedUntil: null, lastError: $error}
  ) {
    affected_rows
  }
}
    `;
export const SetHookClaimsDocument = gql`
    mutation SetHookClaims($sessionId: uuid!, $claims: jsonb!) {
  updateAuthRefreshTokens(
    where: {id: {_eq: $sessionId}}
    _set: {hookClaims: $claims}
  ) {
    affected_rows
  }
}
    `;
export const RefuseSessionDocument = gql`
    mutation RefuseSession($sessionId: uuid!) {
  deleteAuthRefreshTokens(where: {id: {_eq: $sessionId}}) {
    affected_rows
  }
}
    `;
export const CheckReadyDocument = gql`
    query CheckReady($roles: [String!]!) {
  authRoles(where: {role: {_in: $roles}}) {
    role
  }
}
    `;
export const MeasureOutboxDocument = gql`
    query MeasureOutbox($now: timestamptz!) {
  messagesDue: authOutboxAggregate(
    where: {deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}, nextAttemptAt: {_lte: $now}, _or: [{lockedUntil: {_is_null: true}}, {lockedUntil: {_lte: $now}}]}
  ) {
    aggregate {
      count
      min {
        nextAttemptAt
      }
    }
  }
  messagesRetried: authOutboxAggregate(
    where: {deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}, lastError: {_is_null: false}}
  ) {
    aggregate {
      count
    }
  }
  messagesAbandoned: authOutboxAggregate(where: {abandonedAt: {_is_null: false}}) {
    aggregate {
      count
    }
  }
  hooksDue: authHookDeliveriesAggregate(
    where: {deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}, nextAttemptAt: {_lte: $now}, _or: [{lockedUntil: {_is_null: true}}, {lockedUntil: {_lte: $now}}]}
  ) {
    aggregate {
      count
      min {
        nextAttemptAt
      }
    }
  }
  hooksRetried: authHookDeliveriesAggregate(
    where: {deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}, lastError: {_is_null: false}}
  ) {
    aggregate {
      count
    }
  }
  hooksAbandoned: authHookDeliveriesAggregate(
    where: {abandonedAt: {_is_null: false}}
  ) {
    aggregate {
      count
    }
  }
}
    `;
export const ListDueMessagesDocument = gql`
    query ListDueMessages($now: timestamptz!, $limit: Int!) {
  authOutbox(
    where: {deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}, nextAttemptAt: {_lte: $now}, _or: [{lockedUntil: {_is_null: true}}, {lockedUntil: {_lte: $now}}]}
    order_by: {nextAttemptAt: asc}
    limit: $limit
  ) {
    id
  }
}
    `;
export const ClaimMessagesDocument = gql`
    mutation ClaimMessages($ids: [uuid!]!, $leaseId: uuid!, $now: timestamptz!, $lockedUntil: timestamptz!) {
  claimed: updateAuthOutbox(
    where: {id: {_in: $ids}, deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}, nextAttemptAt: {_lte: $now}, _or: [{lockedUntil: {_is_null: true}}, {lockedUntil: {_lte: $now}}]}
    _set: {leaseId: $leaseId, lockedUntil: $lockedUntil}
    _inc: {attempts: 1}
  ) {
    returning {
      id
      createdAt
      userId
      kind
      channel
      payload
      attempts
      user {
        email
        displayName
        locale
      }
    }
  }
}
    `;
export const CompleteMessagesDocument = gql`
    mutation CompleteMessages($ids: [uuid!]!, $leaseId: uuid!, $now: timestamptz!) {
  completed: updateAuthOutbox(
    where: {id: {_in: $ids}, leaseId: {_eq: $leaseId}, deliveredAt: {_is_null: true}}
    _set: {deliveredAt: $now, payload: null, leaseId: null, lockedUntil: null, lastError: null}
  ) {
    affected_rows
  }
}
    `;
export const FailMessageDocument = gql`
    mutation FailMessage($id: uuid!, $leaseId: uuid!, $nextAttemptAt: timestamptz!, $error: String!) {
  failed: updateAuthOutbox(
    where: {id: {_eq: $id}, leaseId: {_eq: $leaseId}, deliveredAt: {_is_null: true}}
    _set: {nextAttemptAt: $nextAttemptAt, leaseId: null, lockedUntil: null, lastError: $error}
  ) {
    affected_rows
  }
}
    `;
export const AbandonMessageDocument = gql`
    mutation AbandonMessage($id: uuid!, $leaseId: uuid!, $now: timestamptz!, $error: String!) {
  abandoned: updateAuthOutbox(
    where: {id: {_eq: $id}, leaseId: {_eq: $leaseId}, deliveredAt: {_is_null: true}}
    _set: {abandonedAt: $now, payload: null, leaseId: null, lockedUntil: null, lastError: $error}
  ) {
    affected_rows
  }
}
    `;
export const InsertMessagesDocument = gql`
    mutation InsertMessages($messages: [authOutbox_insert_input!]!) {
  insertAuthOutbox(objects: $messages) {
    affected_rows
  }
}
    `;
export const InsertNewMessagesDocument = gql`
    mutation InsertNewMessages($messages: [authOutbox_insert_input!]!) {
  insertAuthOutbox(
    objects: $messages
    on_conflict: {constraint: outbox_pkey, update_columns: []}
  ) {
    returning {
      id
    }
  }
}
    `;
export const PurgeExpiredDocument = gql`
    mutation PurgeExpired($now: timestamptz!, $deliveredBefore: timestamptz!, $openedUntil: timestamptz!) {
  tickets: deleteAuthTickets(where: {expiresAt: {_lte: $now}}) {
    affected_rows
  }
  providerRequests: deleteAuthProviderRequests(where: {expiresAt: {_lte: $now}}) {
    affected_rows
  }
  sessions: deleteAuthRefreshTokens(where: {expiresAt: {_lte: $now}}) {
    affected_rows
  }
  oldSessions: deleteAuthRefreshTokens(
    where: {createdAt: {_lte: $openedUntil}, type: {_eq: regular}}
  ) {
    affected_rows
  }
  delivered: deleteAuthOutbox(where: {deliveredAt: {_lte: $deliveredBefore}}) {
    affected_rows
  }
  abandoned: deleteAuthOutbox(where: {abandonedAt: {_lte: $deliveredBefore}}) {
    affected_rows
  }
}
    `;
export const FindSecurityKeysByEmailDocument = gql`
    query FindSecurityKeysByEmail($email: citext!) {
  users(where: {email: {_eq: $email}}, limit: 1) {
    id
    securityKeys(order_by: {id: asc}) {
      credentialId
      transports
    }
  }
  unknown: authUserSecurityKeys(where: {userVerified: {_is_null: true}}, limit: 1) {
    id
  }
}
    `;
export const FindSecurityKeysDocument = gql`
    query FindSecurityKeys($userId: uuid!) {
  authUserSecurityKeys(where: {userId: {_eq: $userId}}, order_by: {id: asc}) {
    credentialId
    transports
    userVerified
  }
}
    `;
export const FindAssertionDocument = gql`
    query FindAssertion($hash: String!, $now: timestamptz!, $credentialIds: [String!]!) {
  authTickets(where: {hash: {_eq: $hash}, expiresAt: {_gt: $now}}, limit: 1) {
    kind
    userId
    payload
  }
  authUserSecurityKeys(where: {credentialId: {_in: $credentialIds}}, limit: 1) {
    id
    userId
    credentialPublicKey
    counter
    userVerified
    user {
      ...UserFields
    }
  }
}
    ${UserFieldsFragmentDoc}`;
export const UseSecurityKeyDocument = gql`
    mutation UseSecurityKey($hash: String!, $kind: String!, $now: timestamptz!, $useId: uuid!, $userId: uuid!, $keyId: uuid!, $counter: bigint_comparison_exp!, $use: authUserSecurityKeys_set_input!, $seen: users_set_input!, $sessions: [authRefreshTokens_insert_input!]!, $sessionIds: [uuid!]!, $challenges: [authTickets_insert_input!]!, $challengeIds: [uuid!]!) {
  taken: updateAuthTickets(
    where: {hash: {_eq: $hash}, kind: {_eq: $kind}, expiresAt: {_gt: $now}, useId: {_is_null: true}, _or: [{userId: {_is_null: true}}, {userId: {_eq: $userId}}]}
    _set: {useId: $useId, userId: $userId}
  ) {
    returning {
      id
    }
  }
  used: updateAuthUserSecurityKeys(
    where: {id: {_eq: $keyId}, userId: {_eq: $userId}, counter: $counter, user: {disabled: {_eq: false}, tickets: {useId: {_eq: $useId}}}}
    _set: $use
  ) {
    returning {
      id
    }
  }
  seen: updateUsers(
    where: {id: {_eq: $userId}, securityKeys: {useId: {_eq: $useId}}}
    _set: $seen
  ) {
    returning {
      ...UserFields
    }
  }
  sessions: insertAuthRefreshTokens(objects: $sessions) {
    affected_rows
  }
  challenges: insertAuthTickets(objects: $challenges) {
    affected_rows
  }
  undoneSessions: deleteAuthRefreshTokens(
    where: {id: {_in: $sessionIds}, _not: {user: {securityKeys: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  undoneChallenges: deleteAuthTickets(
    where: {id: {_in: $challengeIds}, _not: {user: {securityKeys: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const AddSecurityKeyDocument = gql`
    mutation AddSecurityKey($hash: String!, $userId: uuid!, $now: timestamptz!, $useId: uuid!, $key: authUserSecurityKeys_insert_input!, $keyId: uuid!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!) {
  taken: updateAuthTickets(
    where: {hash: {_eq: $hash}, kind: {_eq: "passkeyAdd"}, userId: {_eq: $userId}, expiresAt: {_gt: $now}, useId: {_is_null: true}, user: {disabled: {_eq: false}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
    }
  }
  key: insertAuthUserSecurityKey(object: $key) {
    id
    nickname
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undone: deleteAuthUserSecurityKeys(
    where: {id: {_eq: $keyId}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    `;
export const ReplacePasswordDocument = gql`
    mutation ReplacePassword($userId: uuid!, $current: String_comparison_exp!, $newHash: String!, $changeId: uuid!, $keptSessionIds: [uuid!]!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!, $history: [authPasswordHistory_insert_input!]! = [], $historyIds: [uuid!]! = [], $forgottenIds: [uuid!]! = [], $audit: [authAuditLog_insert_input!]! = [], $auditIds: [uuid!]! = []) {
  changed: updateUsers(
    where: {id: {_eq: $userId}, passwordHash: $current, disabled: {_eq: false}}
    _set: {passwordHash: $newHash, changeId: $changeId}
  ) {
    returning {
      ...UserFields
    }
  }
  ended: deleteAuthRefreshTokens(
    where: {userId: {_eq: $userId}, type: {_eq: regular}, id: {_nin: $keptSessionIds}, user: {changeId: {_eq: $changeId}}}
  ) {
    affected_rows
  }
  droppedTickets: deleteAuthTickets(
    where: {userId: {_eq: $userId}, kind: {_in: ["passwordReset", "mfaTotp"]}, user: {changeId: {_eq: $changeId}}}
  ) {
    affected_rows
  }
  history: insertAuthPasswordHistory(objects: $history) {
    affected_rows
  }
  undoneHistory: deleteAuthPasswordHistory(
    where: {id: {_in: $historyIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
  forgotten: deleteAuthPasswordHistory(
    where: {id: {_in: $forgottenIds}, userId: {_eq: $userId}, user: {changeId: {_eq: $changeId}}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
  audit: insertAuthAuditLog(objects: $audit) {
    affected_rows
  }
  undoneAudit: deleteAuthAuditLog(
    where: {id: {_in: $auditIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const ResetPasswordDocument = gql`
    mutation ResetPassword($hash: String!, $userId: uuid!, $now: timestamptz!, $useId: uuid!, $newHash: String!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!, $history: [authPasswordHistory_insert_input!]! = [], $historyIds: [uuid!]! = [], $forgottenIds: [uuid!]! = [], $audit: [authAuditLog_insert_input!]! = [], $auditIds: [uuid!]! = []) {
  taken: updateAuthTickets(
    where: {hash: {_eq: $hash}, kind: {_eq: "passwordReset"}, userId: {_eq: $userId}, expiresAt: {_gt: $now}, useId: {_is_null: true}, user: {disabled: {_eq: false}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
    }
  }
  droppedTokens: deleteAuthRefreshTokens(
    where: {userId: {_eq: $userId}, user: {tickets: {useId: {_eq: $useId}}}, _or: [{type: {_eq: regular}}, {user: {emailVerified: {_eq: false}}}]}
  ) {
    affected_rows
  }
  droppedKeys: deleteAuthUserSecurityKeys(
    where: {userId: {_eq: $userId}, user: {emailVerified: {_eq: false}, tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  droppedIdentities: deleteAuthUserProviders(
    where: {userId: {_eq: $userId}, user: {emailVerified: {_eq: false}, tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  droppedRecoveryCodes: deleteAuthRecoveryCodes(
    where: {userId: {_eq: $userId}, user: {emailVerified: {_eq: false}, tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  droppedSecrets: updateUsers(
    where: {id: {_eq: $userId}, emailVerified: {_eq: false}, tickets: {useId: {_eq: $useId}}}
    _set: {totpSecret: null, totpPendingSecret: null, activeMfaType: null, newEmail: null, newPhoneNumber: null, pendingSmsDeanonymizeOptions: null}
  ) {
    affected_rows
  }
  changed: updateUsers(
    where: {id: {_eq: $userId}, tickets: {useId: {_eq: $useId}}}
    _set: {passwordHash: $newHash, emailVerified: true}
  ) {
    returning {
      ...UserFields
    }
  }
  droppedTickets: deleteAuthTickets(
    where: {userId: {_eq: $userId}, useId: {_is_null: true}, user: {tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  history: insertAuthPasswordHistory(objects: $history) {
    affected_rows
  }
  undoneHistory: deleteAuthPasswordHistory(
    where: {id: {_in: $historyIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  forgotten: deleteAuthPasswordHistory(
    where: {id: {_in: $forgottenIds}, userId: {_eq: $userId}, user: {tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  audit: insertAuthAuditLog(objects: $audit) {
    affected_rows
  }
  undoneAudit: deleteAuthAuditLog(
    where: {id: {_in: $auditIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const FindPasswordHistoryDocument = gql`
    query FindPasswordHistory($userId: uuid!) {
  user(id: $userId) {
    passwordHash
  }
  authPasswordHistory(
    where: {userId: {_eq: $userId}}
    order_by: {createdAt: desc}
    limit: 100
  ) {
    id
    passwordHash
  }
}
    `;
export const InsertPatDocument = gql`
    mutation InsertPat($token: authRefreshTokens_insert_input!, $messages: [authOutbox_insert_input!]!) {
  insertAuthRefreshToken(object: $token) {
    id
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
}
    `;
export const UsePatDocument = gql`
    mutation UsePat($hash: String!, $now: timestamptz!) {
  used: updateAuthRefreshTokens(
    where: {refreshTokenHash: {_eq: $hash}, type: {_eq: pat}, expiresAt: {_gt: $now}}
    _set: {lastUsedAt: $now}
  ) {
    returning {
      id
      metadata
      user {
        ...UserFields
      }
    }
  }
}
    ${UserFieldsFragmentDoc}`;
export const ListExpiringPatsDocument = gql`
    query ListExpiringPats($now: timestamptz!, $soon: timestamptz!, $limit: Int!, $offset: Int!) {
  authRefreshTokens(
    where: {type: {_eq: pat}, expiresAt: {_gt: $now, _lte: $soon}, user: {disabled: {_eq: false}, email: {_is_null: false}}}
    order_by: [{expiresAt: asc}, {id: asc}]
    limit: $limit
    offset: $offset
  ) {
    id
    createdAt
    expiresAt
    user {
      id
      email
      displayName
      locale
    }
  }
}
    `;
export const InsertProviderRequestDocument = gql`
    mutation InsertProviderRequest($request: authProviderRequests_insert_input!) {
  insertAuthProviderRequest(object: $request) {
    id
  }
}
    `;
export const TakeProviderLinkDocument = gql`
    mutation TakeProviderLink($hash: String!, $providerId: String!, $now: timestamptz!) {
  taken: deleteAuthProviderRequests(
    where: {hash: {_eq: $hash}, providerId: {_eq: $providerId}, browserHash: {_is_null: true}, expiresAt: {_gt: $now}}
  ) {
    returning {
      options
      userId
    }
  }
}
    `;
export const TakeProviderRequestDocument = gql`
    mutation TakeProviderRequest($hash: String!, $providerId: String!, $browserHash: String!, $now: timestamptz!) {
  taken: deleteAuthProviderRequests(
    where: {hash: {_eq: $hash}, providerId: {_eq: $providerId}, browserHash: {_eq: $browserHash}, expiresAt: {_gt: $now}}
  ) {
    returning {
      id
      options
      secret
      userId
    }
  }
}
    `;
export const FindIdentityDocument = gql`
    query FindIdentity($providerId: String!, $providerUserId: String!, $emails: [citext!]!) {
  authUserProviders(
    where: {providerId: {_eq: $providerId}, providerUserId: {_eq: $providerUserId}}
    limit: 1
  ) {
    id
    issuer
    user {
      ...UserFields
    }
  }
  users(where: {email: {_in: $emails}}, limit: 1) {
    ...UserFields
  }
}
    ${UserFieldsFragmentDoc}`;
export const SignInByIdentityDocument = gql`
    mutation SignInByIdentity($identityId: uuid!, $userId: uuid!, $identity: authUserProviders_set_input!, $proved: users_set_input!, $sessions: [authRefreshTokens_insert_input!]!, $sessionIds: [uuid!]!, $challenges: [authTickets_insert_input!]!, $challengeIds: [uuid!]!) {
  identity: updateAuthUserProviders(
    where: {id: {_eq: $identityId}, user: {id: {_eq: $userId}, disabled: {_eq: false}}}
    _set: $identity
  ) {
    affected_rows
  }
  sessions: insertAuthRefreshTokens(objects: $sessions) {
    affected_rows
  }
  challenges: insertAuthTickets(objects: $challenges) {
    affected_rows
  }
  undoneSessions: deleteAuthRefreshTokens(
    where: {id: {_in: $sessionIds}, _not: {user: {disabled: {_eq: false}, userProviders: {id: {_eq: $identityId}}}}}
  ) {
    affected_rows
  }
  undoneChallenges: deleteAuthTickets(
    where: {id: {_in: $challengeIds}, _not: {user: {disabled: {_eq: false}, userProviders: {id: {_eq: $identityId}}}}}
  ) {
    affected_rows
  }
  seen: updateUsers(
    where: {id: {_eq: $userId}, disabled: {_eq: false}, userProviders: {id: {_eq: $identityId}}}
    _set: $proved
  ) {
    returning {
      ...UserFields
    }
  }
}
    ${UserFieldsFragmentDoc}`;
export const LinkAndSignInDocument = gql`
    mutation LinkAndSignIn($userId: uuid!, $email: citext!, $identityId: uuid!, $identity: authUserProviders_insert_input!, $proved: users_set_input!, $sessions: [authRefreshTokens_insert_input!]!, $sessionIds: [uuid!]!, $challenges: [authTickets_insert_input!]!, $challengeIds: [uuid!]!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!) {
  seen: updateUsers(
    where: {id: {_eq: $userId}, email: {_eq: $email}, emailVerified: {_eq: true}, disabled: {_eq: false}}
    _set: $proved
  ) {
    returning {
      ...UserFields
    }
  }
  linked: insertAuthUserProvider(object: $identity) {
    id
  }
  sessions: insertAuthRefreshTokens(objects: $sessions) {
    affected_rows
  }
  challenges: insertAuthTickets(objects: $challenges) {
    affected_rows
  }
  undoneSessions: deleteAuthRefreshTokens(
    where: {id: {_in: $sessionIds}, _not: {user: {email: {_eq: $email}, emailVerified: {_eq: true}, disabled: {_eq: false}}}}
  ) {
    affected_rows
  }
  undoneChallenges: deleteAuthTickets(
    where: {id: {_in: $challengeIds}, _not: {user: {email: {_eq: $email}, emailVerified: {_eq: true}, disabled: {_eq: false}}}}
  ) {
    affected_rows
  }
  undone: deleteAuthUserProviders(
    where: {id: {_eq: $identityId}, _not: {user: {email: {_eq: $email}, emailVerified: {_eq: true}, disabled: {_eq: false}}}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {userProviders: {id: {_eq: $identityId}}}}}
  ) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const LinkIdentityDocument = gql`
    mutation LinkIdentity($userId: uuid!, $identityId: uuid!, $identity: authUserProviders_insert_input!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!) {
  linked: insertAuthUserProvider(object: $identity) {
    id
  }
  undone: deleteAuthUserProviders(
    where: {id: {_eq: $identityId}, _not: {user: {id: {_eq: $userId}, disabled: {_eq: false}}}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {userProviders: {id: {_eq: $identityId}}}}}
  ) {
    affected_rows
  }
}
    `;
export const LinkIdentityByTicketDocument = gql`
    mutation LinkIdentityByTicket($hash: String!, $userId: uuid!, $now: timestamptz!, $useId: uuid!, $identityId: uuid!, $identity: authUserProviders_insert_input!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!) {
  taken: updateAuthTickets(
    where: {hash: {_eq: $hash}, kind: {_eq: "linkCode"}, userId: {_eq: $userId}, expiresAt: {_gt: $now}, useId: {_is_null: true}, user: {disabled: {_eq: false}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
    }
  }
  linked: insertAuthUserProvider(object: $identity) {
    id
  }
  undone: deleteAuthUserProviders(
    where: {id: {_eq: $identityId}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {userProviders: {id: {_eq: $identityId}}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    `;
export const UnlinkIdentityDocument = gql`
    mutation UnlinkIdentity($id: uuid!, $userId: uuid!, $changeId: uuid!, $others: [users_bool_exp!]!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!) {
  locked: updateUsers(where: {id: {_eq: $userId}}, _set: {changeId: $changeId}) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {userProviders: {id: {_eq: $id}}, _or: $others}}}
  ) {
    affected_rows
  }
  unlinked: deleteAuthUserProviders(
    where: {id: {_eq: $id}, userId: {_eq: $userId}, user: {_or: $others}}
  ) {
    returning {
      id
    }
  }
}
    `;
export const FindOwnIdentitiesDocument = gql`
    query FindOwnIdentities($userId: uuid!) {
  authUserProviders(where: {userId: {_eq: $userId}}, order_by: {updatedAt: desc}) {
    id
    providerId
    providerUserId
    accessToken
  }
}
    `;
export const TakeProviderTokensDocument = gql`
    mutation TakeProviderTokens($id: uuid!, $userId: uuid!, $accessToken: String!) {
  taken: updateAuthUserProviders(
    where: {id: {_eq: $id}, userId: {_eq: $userId}, accessToken: {_eq: $accessToken}}
    _set: {accessToken: "unset", refreshToken: null}
  ) {
    affected_rows
  }
}
    `;
export const UpsertProvidersDocument = gql`
    mutation UpsertProviders($providers: [authProviders_insert_input!]!) {
  insertAuthProviders(
    objects: $providers
    on_conflict: {constraint: providers_pkey, update_columns: []}
  ) {
    affected_rows
  }
}
    `;
export const ListFormerUsersDocument = gql`
    query ListFormerUsers($after: uuid!, $present: String!, $limit: Int!) {
  users(
    where: {id: {_gt: $after}, _or: [{totpSecret: {_like: "v_.%", _nlike: $present}}, {totpPendingSecret: {_like: "v_.%", _nlike: $present}}]}
    order_by: {id: asc}
    limit: $limit
  ) {
    id
    totpSecret
    totpPendingSecret
  }
}
    `;
export const ListFormerProviderTokensDocument = gql`
    query ListFormerProviderTokens($after: uuid!, $present: String!, $limit: Int!) {
  authUserProviders(
    where: {id: {_gt: $after}, accessToken: {_like: "v_.%", _nlike: $present}}
    order_by: {id: asc}
    limit: $limit
  ) {
    id
    providerId
    providerUserId
    accessToken
  }
}
    `;
export const ListFormerMessagesDocument = gql`
    query ListFormerMessages($after: uuid!, $present: String!, $limit: Int!) {
  authOutbox(
    where: {id: {_gt: $after}, payload: {_like: "v_.%", _nlike: $present}}
    order_by: {id: asc}
    limit: $limit
  ) {
    id
    payload
  }
}
    `;
export const ReplaceUserSecretsDocument = gql`
    mutation ReplaceUserSecrets($updates: [users_updates!]!) {
  update_users_many(updates: $updates) {
    affected_rows
  }
}
    `;
export const ReplaceProviderTokensDocument = gql`
    mutation ReplaceProviderTokens($updates: [authUserProviders_updates!]!) {
  update_authUserProviders_many(updates: $updates) {
    affected_rows
  }
}
    `;
export const ReplacePayloadsDocument = gql`
    mutation ReplacePayloads($updates: [authOutbox_updates!]!) {
  update_authOutbox_many(updates: $updates) {
    affected_rows
  }
}
    `;
export const OpenSessionDocument = gql`
    mutation OpenSession($userId: uuid!, $session: authRefreshTokens_insert_input!, $now: timestamptz!) {
  seen: updateUsers(
    where: {id: {_eq: $userId}, disabled: {_eq: false}}
    _set: {lastSeen: $now}
  ) {
    returning {
      ...UserFields
    }
  }
  session: insertAuthRefreshToken(object: $session) {
    id
  }
}
    ${UserFieldsFragmentDoc}`;
export const OpenSessionAndRehashDocument = gql`
    mutation OpenSessionAndRehash($userId: uuid!, $session: authRefreshTokens_insert_input!, $now: timestamptz!, $verifiedHash: String!, $newHash: String!) {
  rehashed: updateUsers(
    where: {id: {_eq: $userId}, passwordHash: {_eq: $verifiedHash}}
    _set: {passwordHash: $newHash}
  ) {
    affected_rows
  }
  seen: updateUsers(
    where: {id: {_eq: $userId}, disabled: {_eq: false}}
    _set: {lastSeen: $now}
  ) {
    returning {
      ...UserFields
    }
  }
  session: insertAuthRefreshToken(object: $session) {
    id
  }
}
    ${UserFieldsFragmentDoc}`;
export const RefreshSessionDocument = gql`
    mutation RefreshSession($presentedHash: String!, $successorHash: String!, $now: timestamptz!, $expiresAt: timestamptz!, $graceStart: timestamptz!, $openedAfter: timestamptz!) {
  rotated: updateAuthRefreshTokens(
    where: {refreshTokenHash: {_eq: $presentedHash}, expiresAt: {_gt: $now}, createdAt: {_gt: $openedAfter}, type: {_eq: regular}, user: {disabled: {_eq: false}}}
    _set: {refreshTokenHash: $successorHash, rotatedAt: $now, expiresAt: $expiresAt, lastUsedAt: $now}
  ) {
    returning {
      ...SessionFields
    }
  }
  replayed: updateAuthRefreshTokens(
    where: {refreshTokenHash: {_eq: $successorHash}, rotatedAt: {_gt: $graceStart}, expiresAt: {_gt: $now}, createdAt: {_gt: $openedAfter}, type: {_eq: regular}, user: {disabled: {_eq: false}}}
    _set: {lastUsedAt: $now}
  ) {
    returning {
      ...SessionFields
    }
  }
  revoked: deleteAuthRefreshTokens(
    where: {refreshTokenHash: {_eq: $successorHash}, rotatedAt: {_lte: $graceStart}, type: {_eq: regular}}
  ) {
    returning {
      id
      userId
    }
  }
}
    ${SessionFieldsFragmentDoc}`;
export const RevokeAncestorDocument = gql`
    mutation RevokeAncestor($descendantHashes: [String!]!) {
  deleteAuthRefreshTokens(
    where: {refreshTokenHash: {_in: $descendantHashes}, type: {_eq: regular}}
  ) {
    returning {
      id
      userId
    }
  }
}
    `;
export const CloseSessionDocument = gql`
    mutation CloseSession($hashes: [String!]!) {
  deleteAuthRefreshTokens(
    where: {refreshTokenHash: {_in: $hashes}, type: {_eq: regular}}
  ) {
    returning {
      id
      userId
    }
  }
}
    `;
export const CloseAllSessionsDocument = gql`
    mutation CloseAllSessions($userId: uuid!) {
  deleteAuthRefreshTokens(where: {userId: {_eq: $userId}, type: {_eq: regular}}) {
    affected_rows
  }
}
    `;
export const EndUseOfCodeDocument = gql`
    mutation EndUseOfCode($id: uuid!) {
  ended: deleteAuthRefreshTokens(where: {id: {_eq: $id}, type: {_eq: regular}}) {
    returning {
      id
      userId
    }
  }
  dropped: deleteAuthTickets(where: {id: {_eq: $id}, kind: {_eq: "mfaTotp"}}) {
    returning {
      userId
    }
  }
}
    `;
export const RevokeSessionDocument = gql`
    mutation RevokeSession($id: uuid!, $userId: uuid!, $owner: users_bool_exp!) {
  deleteAuthRefreshTokens(
    where: {id: {_eq: $id}, userId: {_eq: $userId}, type: {_eq: regular}, user: $owner}
  ) {
    returning {
      id
    }
  }
}
    `;
export const EndSessionsDocument = gql`
    mutation EndSessions($userId: uuid!, $types: [authRefreshTokenTypes_enum!]!, $keptIds: [uuid!]!) {
  deleteAuthRefreshTokens(
    where: {userId: {_eq: $userId}, type: {_in: $types}, id: {_nin: $keptIds}}
  ) {
    affected_rows
  }
}
    `;
export const UpsertRolesDocument = gql`
    mutation UpsertRoles($roles: [authRoles_insert_input!]!) {
  insertAuthRoles(
    objects: $roles
    on_conflict: {constraint: roles_pkey, update_columns: []}
  ) {
    affected_rows
  }
}
    `;
export const FindTicketDocument = gql`
    query FindTicket($hash: String!, $now: timestamptz!) {
  authTickets(where: {hash: {_eq: $hash}, expiresAt: {_gt: $now}}, limit: 1) {
    ...TicketFields
  }
}
    ${TicketFieldsFragmentDoc}`;
export const CreateTicketDocument = gql`
    mutation CreateTicket($ticket: authTickets_insert_input!, $messages: [authOutbox_insert_input!]!) {
  ticket: insertAuthTicket(object: $ticket) {
    id
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
}
    `;
export const SpendCodeAttemptDocument = gql`
    mutation SpendCodeAttempt($recipient: citext!, $kinds: [String!]!, $now: timestamptz!) {
  spent: updateAuthTickets(
    where: {recipient: {_eq: $recipient}, kind: {_in: $kinds}, expiresAt: {_gt: $now}, attempts: {_lt: 5}, useId: {_is_null: true}}
    _inc: {attempts: 1}
  ) {
    returning {
      ...TicketFields
    }
  }
}
    ${TicketFieldsFragmentDoc}`;
export const SpendCodeAttemptOfUserDocument = gql`
    mutation SpendCodeAttemptOfUser($userId: uuid!, $kind: String!, $now: timestamptz!) {
  spent: updateAuthTickets(
    where: {userId: {_eq: $userId}, kind: {_eq: $kind}, expiresAt: {_gt: $now}, attempts: {_lt: 5}, useId: {_is_null: true}}
    _inc: {attempts: 1}
  ) {
    returning {
      ...TicketFields
    }
  }
}
    ${TicketFieldsFragmentDoc}`;
export const ConsumeTicketDocument = gql`
    mutation ConsumeTicket($hash: String!, $kind: String!, $userId: uuid!, $now: timestamptz!, $useId: uuid!, $proved: users_set_input!, $sessions: [authRefreshTokens_insert_input!]!, $sessionIds: [uuid!]!, $challenges: [authTickets_insert_input!]!, $challengeIds: [uuid!]!) {
  taken: updateAuthTickets(
    where: {hash: {_eq: $hash}, kind: {_eq: $kind}, userId: {_eq: $userId}, expiresAt: {_gt: $now}, useId: {_is_null: true}, user: {disabled: {_eq: false}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
      payload
    }
  }
  seen: updateUsers(
    where: {id: {_eq: $userId}, tickets: {useId: {_eq: $useId}}}
    _set: $proved
  ) {
    returning {
      ...UserFields
    }
  }
  sessions: insertAuthRefreshTokens(objects: $sessions) {
    affected_rows
  }
  challenges: insertAuthTickets(objects: $challenges) {
    affected_rows
  }
  undoneSessions: deleteAuthRefreshTokens(
    where: {id: {_in: $sessionIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  undoneChallenges: deleteAuthTickets(
    where: {id: {_in: $challengeIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const ConsumeTicketAsFirstProofDocument = gql`
    mutation ConsumeTicketAsFirstProof($hash: String!, $kind: String!, $userId: uuid!, $now: timestamptz!, $useId: uuid!, $unproved: users_bool_exp!, $proved: users_set_input!, $sessions: [authRefreshTokens_insert_input!]!, $sessionIds: [uuid!]!, $challenges: [authTickets_insert_input!]! = [], $challengeIds: [uuid!]! = []) {
  taken: updateAuthTickets(
    where: {hash: {_eq: $hash}, kind: {_eq: $kind}, userId: {_eq: $userId}, expiresAt: {_gt: $now}, useId: {_is_null: true}, user: {disabled: {_eq: false}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
      payload
    }
  }
  droppedSessions: deleteAuthRefreshTokens(
    where: {userId: {_eq: $userId}, user: {_and: [{tickets: {useId: {_eq: $useId}}}, $unproved]}}
  ) {
    affected_rows
  }
  droppedKeys: deleteAuthUserSecurityKeys(
    where: {userId: {_eq: $userId}, user: {_and: [{tickets: {useId: {_eq: $useId}}}, $unproved]}}
  ) {
    affected_rows
  }
  droppedIdentities: deleteAuthUserProviders(
    where: {userId: {_eq: $userId}, user: {_and: [{tickets: {useId: {_eq: $useId}}}, $unproved]}}
  ) {
    affected_rows
  }
  droppedRecoveryCodes: deleteAuthRecoveryCodes(
    where: {userId: {_eq: $userId}, user: {_and: [{tickets: {useId: {_eq: $useId}}}, $unproved]}}
  ) {
    affected_rows
  }
  droppedTickets: deleteAuthTickets(
    where: {userId: {_eq: $userId}, useId: {_is_null: true}, user: {_and: [{tickets: {useId: {_eq: $useId}}}, $unproved]}}
  ) {
    affected_rows
  }
  droppedSecrets: updateUsers(
    where: {_and: [{id: {_eq: $userId}, tickets: {useId: {_eq: $useId}}}, $unproved]}
    _set: {passwordHash: null, totpSecret: null, totpPendingSecret: null, activeMfaType: null, newEmail: null, newPhoneNumber: null, pendingSmsDeanonymizeOptions: null}
  ) {
    affected_rows
  }
  seen: updateUsers(
    where: {id: {_eq: $userId}, tickets: {useId: {_eq: $useId}}}
    _set: $proved
  ) {
    returning {
      ...UserFields
    }
  }
  sessions: insertAuthRefreshTokens(objects: $sessions) {
    affected_rows
  }
  challenges: insertAuthTickets(objects: $challenges) {
    affected_rows
  }
  undoneSessions: deleteAuthRefreshTokens(
    where: {id: {_in: $sessionIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  undoneChallenges: deleteAuthTickets(
    where: {id: {_in: $challengeIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const SignUpByTicketDocument = gql`
    mutation SignUpByTicket($hash: String!, $kind: String!, $now: timestamptz!, $useId: uuid!, $userId: uuid!, $user: users_insert_input!) {
  user: insertUser(object: $user) {
    ...UserFields
    refreshTokens {
      id
    }
  }
  taken: updateAuthTickets(
    where: {hash: {_eq: $hash}, kind: {_eq: $kind}, userId: {_is_null: true}, expiresAt: {_gt: $now}, useId: {_is_null: true}}
    _set: {useId: $useId, userId: $userId}
  ) {
    returning {
      id
    }
  }
  undone: deleteUsers(
    where: {id: {_eq: $userId}, _not: {tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const DropTicketsDocument = gql`
    mutation DropTickets($userId: uuid!, $kinds: [String!]!) {
  deleteAuthTickets(where: {userId: {_eq: $userId}, kind: {_in: $kinds}}) {
    affected_rows
  }
}
    `;
export const SetPendingTotpDocument = gql`
    mutation SetPendingTotp($userId: uuid!, $secret: String!) {
  updateUsers(
    where: {id: {_eq: $userId}, disabled: {_eq: false}}
    _set: {totpPendingSecret: $secret}
  ) {
    returning {
      ...UserFields
    }
  }
}
    ${UserFieldsFragmentDoc}`;
export const SpendTotpAttemptDocument = gql`
    mutation SpendTotpAttempt($userId: uuid!, $now: timestamptz!, $lockedUntil: timestamptz!) {
  unlocked: updateUsers(
    where: {id: {_eq: $userId}, totpLockedUntil: {_lte: $now}}
    _set: {totpAttempts: 0, totpLockedUntil: null}
  ) {
    affected_rows
  }
  spent: updateUsers(
    where: {id: {_eq: $userId}, totpAttempts: {_lt: 5}, disabled: {_eq: false}}
    _inc: {totpAttempts: 1}
  ) {
    returning {
      ...UserFields
      totpSecret
      totpPendingSecret
    }
  }
  locked: updateUsers(
    where: {id: {_eq: $userId}, totpAttempts: {_gte: 5}, totpLockedUntil: {_is_null: true}}
    _set: {totpLockedUntil: $lockedUntil}
  ) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const SpendTotpAttemptByTicketDocument = gql`
    mutation SpendTotpAttemptByTicket($ticketHash: String!, $now: timestamptz!, $lockedUntil: timestamptz!) {
  known: updateAuthTickets(
    where: {hash: {_eq: $ticketHash}, kind: {_eq: "mfaTotp"}, expiresAt: {_gt: $now}}
    _inc: {attempts: 1}
  ) {
    returning {
      userId
    }
  }
  unlocked: updateUsers(
    where: {tickets: {hash: {_eq: $ticketHash}, kind: {_eq: "mfaTotp"}, expiresAt: {_gt: $now}}, totpLockedUntil: {_lte: $now}}
    _set: {totpAttempts: 0, totpLockedUntil: null}
  ) {
    affected_rows
  }
  spent: updateUsers(
    where: {tickets: {hash: {_eq: $ticketHash}, kind: {_eq: "mfaTotp"}, expiresAt: {_gt: $now}}, totpAttempts: {_lt: 5}, disabled: {_eq: false}}
    _inc: {totpAttempts: 1}
  ) {
    returning {
      ...UserFields
      totpSecret
    }
  }
  locked: updateUsers(
    where: {tickets: {hash: {_eq: $ticketHash}, kind: {_eq: "mfaTotp"}, expiresAt: {_gt: $now}}, totpAttempts: {_gte: 5}, totpLockedUntil: {_is_null: true}}
    _set: {totpLockedUntil: $lockedUntil}
  ) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const ActivateTotpDocument = gql`
    mutation ActivateTotp($userId: uuid!, $pendingSecret: String!, $step: Int!, $changeId: uuid!, $recoveryCodes: [authRecoveryCodes_insert_input!]!, $recoveryCodeIds: [uuid!]!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!, $audit: [authAuditLog_insert_input!]! = [], $auditIds: [uuid!]! = []) {
  activated: updateUsers(
    where: {id: {_eq: $userId}, totpPendingSecret: {_eq: $pendingSecret}, disabled: {_eq: false}}
    _set: {totpSecret: $pendingSecret, totpPendingSecret: null, activeMfaType: "totp", totpStep: $step, totpAttempts: 0, totpLockedUntil: null, changeId: $changeId}
  ) {
    returning {
      ...UserFields
    }
  }
  replacedCodes: deleteAuthRecoveryCodes(
    where: {userId: {_eq: $userId}, user: {changeId: {_eq: $changeId}}}
  ) {
    affected_rows
  }
  recoveryCodes: insertAuthRecoveryCodes(objects: $recoveryCodes) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneCodes: deleteAuthRecoveryCodes(
    where: {id: {_in: $recoveryCodeIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
  audit: insertAuthAuditLog(objects: $audit) {
    affected_rows
  }
  undoneAudit: deleteAuthAuditLog(
    where: {id: {_in: $auditIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const DisableTotpDocument = gql`
    mutation DisableTotp($userId: uuid!, $secret: String!, $step: Int!, $changeId: uuid!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!, $audit: [authAuditLog_insert_input!]! = [], $auditIds: [uuid!]! = []) {
  disabled: updateUsers(
    where: {id: {_eq: $userId}, totpSecret: {_eq: $secret}, totpStep: {_lt: $step}}
    _set: {totpSecret: null, totpPendingSecret: null, activeMfaType: null, totpStep: $step, totpAttempts: 0, totpLockedUntil: null, changeId: $changeId}
  ) {
    returning {
      ...UserFields
    }
  }
  droppedCodes: deleteAuthRecoveryCodes(
    where: {userId: {_eq: $userId}, user: {changeId: {_eq: $changeId}}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
  audit: insertAuthAuditLog(objects: $audit) {
    affected_rows
  }
  undoneAudit: deleteAuthAuditLog(
    where: {id: {_in: $auditIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const DisableTotpByRecoveryCodeDocument = gql`
    mutation DisableTotpByRecoveryCode($userId: uuid!, $codeHash: String!, $changeId: uuid!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!, $audit: [authAuditLog_insert_input!]! = [], $auditIds: [uuid!]! = []) {
  disabled: updateUsers(
    where: {id: {_eq: $userId}, totpSecret: {_is_null: false}, recoveryCodes: {hash: {_eq: $codeHash}, useId: {_is_null: true}}}
    _set: {totpSecret: null, totpPendingSecret: null, activeMfaType: null, totpAttempts: 0, totpLockedUntil: null, changeId: $changeId}
  ) {
    returning {
      ...UserFields
    }
  }
  droppedCodes: deleteAuthRecoveryCodes(
    where: {userId: {_eq: $userId}, user: {changeId: {_eq: $changeId}}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
  audit: insertAuthAuditLog(objects: $audit) {
    affected_rows
  }
  undoneAudit: deleteAuthAuditLog(
    where: {id: {_in: $auditIds}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const SignInByTotpDocument = gql`
    mutation SignInByTotp($ticketHash: String!, $userId: uuid!, $secret: String!, $step: Int!, $now: timestamptz!, $useId: uuid!, $session: authRefreshTokens_insert_input!, $sessionId: uuid!) {
  seen: updateUsers(
    where: {id: {_eq: $userId}, disabled: {_eq: false}, totpSecret: {_eq: $secret}, totpStep: {_lt: $step}, tickets: {hash: {_eq: $ticketHash}, kind: {_eq: "mfaTotp"}, expiresAt: {_gt: $now}}}
    _set: {totpStep: $step, totpAttempts: 0, totpLockedUntil: null, lastSeen: $now, changeId: $useId}
  ) {
    returning {
      ...UserFields
    }
  }
  taken: updateAuthTickets(
    where: {hash: {_eq: $ticketHash}, kind: {_eq: "mfaTotp"}, userId: {_eq: $userId}, expiresAt: {_gt: $now}, useId: {_is_null: true}, user: {changeId: {_eq: $useId}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
      payload
    }
  }
  session: insertAuthRefreshToken(object: $session) {
    id
  }
  undone: deleteAuthRefreshTokens(
    where: {id: {_eq: $sessionId}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const SignInByRecoveryCodeDocument = gql`
    mutation SignInByRecoveryCode($ticketHash: String!, $userId: uuid!, $codeHash: String!, $now: timestamptz!, $useId: uuid!, $session: authRefreshTokens_insert_input!, $sessionId: uuid!, $messages: [authOutbox_insert_input!]!, $messageIds: [uuid!]!) {
  takenCode: updateAuthRecoveryCodes(
    where: {hash: {_eq: $codeHash}, userId: {_eq: $userId}, useId: {_is_null: true}, user: {disabled: {_eq: false}, tickets: {hash: {_eq: $ticketHash}, kind: {_eq: "mfaTotp"}, expiresAt: {_gt: $now}}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
    }
  }
  taken: updateAuthTickets(
    where: {hash: {_eq: $ticketHash}, kind: {_eq: "mfaTotp"}, userId: {_eq: $userId}, expiresAt: {_gt: $now}, useId: {_is_null: true}, user: {recoveryCodes: {useId: {_eq: $useId}}}}
    _set: {useId: $useId}
  ) {
    returning {
      id
      payload
    }
  }
  seen: updateUsers(
    where: {id: {_eq: $userId}, tickets: {useId: {_eq: $useId}}}
    _set: {totpAttempts: 0, totpLockedUntil: null, lastSeen: $now}
  ) {
    returning {
      ...UserFields
      recoveryCodes(where: {useId: {_is_null: true}}) {
        id
      }
    }
  }
  session: insertAuthRefreshToken(object: $session) {
    id
  }
  undone: deleteAuthRefreshTokens(
    where: {id: {_eq: $sessionId}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
  undoneMessages: deleteAuthOutbox(
    where: {id: {_in: $messageIds}, _not: {user: {tickets: {useId: {_eq: $useId}}}}}
  ) {
    affected_rows
  }
  usedCode: deleteAuthRecoveryCodes(
    where: {useId: {_eq: $useId}, user: {tickets: {useId: {_eq: $useId}}}}
  ) {
    affected_rows
  }
  returnedCode: updateAuthRecoveryCodes(
    where: {useId: {_eq: $useId}}
    _set: {useId: null}
  ) {
    affected_rows
  }
  consumed: deleteAuthTickets(where: {useId: {_eq: $useId}}) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const ElevateByTotpDocument = gql`
    mutation ElevateByTotp($userId: uuid!, $secret: String!, $step: Int!, $now: timestamptz!, $changeId: uuid!, $session: authRefreshTokens_insert_input!, $sessionId: uuid!) {
  seen: updateUsers(
    where: {id: {_eq: $userId}, disabled: {_eq: false}, activeMfaType: {_eq: "totp"}, totpSecret: {_eq: $secret}, totpStep: {_lt: $step}}
    _set: {totpStep: $step, totpAttempts: 0, totpLockedUntil: null, lastSeen: $now, changeId: $changeId}
  ) {
    returning {
      ...UserFields
    }
  }
  session: insertAuthRefreshToken(object: $session) {
    id
  }
  undone: deleteAuthRefreshTokens(
    where: {id: {_eq: $sessionId}, _not: {user: {changeId: {_eq: $changeId}}}}
  ) {
    affected_rows
  }
}
    ${UserFieldsFragmentDoc}`;
export const ReplaceRecoveryCodesDocument = gql`
    mutation ReplaceRecoveryCodes($userId: uuid!, $recoveryCodes: [authRecoveryCodes_insert_input!]!, $messages: [authOutbox_insert_input!]!) {
  replaced: deleteAuthRecoveryCodes(where: {userId: {_eq: $userId}}) {
    affected_rows
  }
  recoveryCodes: insertAuthRecoveryCodes(objects: $recoveryCodes) {
    affected_rows
  }
  messages: insertAuthOutbox(objects: $messages) {
    affected_rows
  }
}
    `;
export const FindUserByEmailDocument = gql`
    query FindUserByEmail($email: citext!) {
  users(where: {email: {_eq: $email}}, limit: 1) {
    ...UserFields
    passwordHash
  }
}
    ${UserFieldsFragmentDoc}`;
export const FindUserByUsernameDocument = gql`
    query FindUserByUsername($username: citext!) {
  users(where: {username: {_eq: $username}}, limit: 1) {
    ...UserFields
    passwordHash
  }
}
    ${UserFieldsFragmentDoc}`;
export const FindUserByPhoneDocument = gql`
    query FindUserByPhone($phoneNumber: String!) {
  users(where: {phoneNumber: {_eq: $phoneNumber}}, limit: 1) {
    ...UserFields
    passwordHash
  }
}
    ${UserFieldsFragmentDoc}`;
export const FindAccountDocument = gql`
    query FindAccount($userId: uuid!, $sessionIds: [uuid!]!) {
  user(id: $userId) {
    ...UserFields
    passwordHash
    newEmail
    newPhoneNumber
    totpSecret
    recoveryCodes {
      id
    }
    securityKeys {
      id
    }
  }
  authRefreshTokens(
    where: {id: {_in: $sessionIds}, userId: {_eq: $userId}, type: {_eq: regular}}
  ) {
    id
    createdAt
    expiresAt
    metadata
  }
}
    ${UserFieldsFragmentDoc}`;
export const FindUserByIdDocument = gql`
    query FindUserById($id: uuid!) {
  user(id: $id) {
    ...UserFields
  }
}
    ${UserFieldsFragmentDoc}`;
export const InsertUserDocument = gql`
    mutation InsertUser($user: users_insert_input!) {
  insertUser(object: $user) {
    ...UserFields
    refreshTokens {
      id
    }
  }
}
    ${UserFieldsFragmentDoc}`;

export type SdkFunctionWrapper = <T>(action: (requestHeaders?:Record<string, string>) => Promise<T>, operationName: string, operationType?: string, variables?: any) => Promise<T>;


const defaultWrapper: SdkFunctionWrapper = (action, _operationName, _operationType, _variables) => action();

export function getSdk(client: GraphQLClient, withWrapper: SdkFunctionWrapper = defaultWrapper) {
  return {
    DeleteUser(variables: DeleteUserMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<DeleteUserMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<DeleteUserMutation>({ document: DeleteUserDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'DeleteUser', 'mutation', variables);
    },
    ExportUser(variables: ExportUserQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ExportUserQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ExportUserQuery>({ document: ExportUserDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ExportUser', 'query', variables);
    },
    UpdateUser(variables: UpdateUserMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpdateUserMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpdateUserMutation>({ document: UpdateUserDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpdateUser', 'mutation', variables);
    },
    UpdateUserAndRoles(variables: UpdateUserAndRolesMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpdateUserAndRolesMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpdateUserAndRolesMutation>({ document: UpdateUserAndRolesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpdateUserAndRoles', 'mutation', variables);
    },
    OpenImpersonation(variables: OpenImpersonationMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<OpenImpersonationMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<OpenImpersonationMutation>({ document: OpenImpersonationDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'OpenImpersonation', 'mutation', variables);
    },
    FindTakenUsers(variables: FindTakenUsersQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindTakenUsersQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindTakenUsersQuery>({ document: FindTakenUsersDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindTakenUsers', 'query', variables);
    },
    ImportUsers(variables: ImportUsersMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ImportUsersMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ImportUsersMutation>({ document: ImportUsersDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ImportUsers', 'mutation', variables);
    },
    Deanonymize(variables: DeanonymizeMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<DeanonymizeMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<DeanonymizeMutation>({ document: DeanonymizeDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Deanonymize', 'mutation', variables);
    },
    DeanonymizeByTicket(variables: DeanonymizeByTicketMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<DeanonymizeByTicketMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<DeanonymizeByTicketMutation>({ document: DeanonymizeByTicketDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'DeanonymizeByTicket', 'mutation', variables);
    },
    RecordAudit(variables: RecordAuditMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RecordAuditMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RecordAuditMutation>({ document: RecordAuditDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RecordAudit', 'mutation', variables);
    },
    RecordAuditBatch(variables: RecordAuditBatchMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RecordAuditBatchMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RecordAuditBatchMutation>({ document: RecordAuditBatchDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RecordAuditBatch', 'mutation', variables);
    },
    FindDevices(variables: FindDevicesQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindDevicesQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindDevicesQuery>({ document: FindDevicesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindDevices', 'query', variables);
    },
    PurgeAudit(variables: PurgeAuditMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<PurgeAuditMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<PurgeAuditMutation>({ document: PurgeAuditDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'PurgeAudit', 'mutation', variables);
    },
    RequestContactChange(variables: RequestContactChangeMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RequestContactChangeMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RequestContactChangeMutation>({ document: RequestContactChangeDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RequestContactChange', 'mutation', variables);
    },
    ConfirmContactChange(variables: ConfirmContactChangeMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ConfirmContactChangeMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ConfirmContactChangeMutation>({ document: ConfirmContactChangeDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ConfirmContactChange', 'mutation', variables);
    },
    ListDueHooks(variables: ListDueHooksQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ListDueHooksQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ListDueHooksQuery>({ document: ListDueHooksDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ListDueHooks', 'query', variables);
    },
    ClaimHooks(variables: ClaimHooksMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ClaimHooksMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ClaimHooksMutation>({ document: ClaimHooksDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ClaimHooks', 'mutation', variables);
    },
    CompleteHooks(variables: CompleteHooksMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CompleteHooksMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CompleteHooksMutation>({ document: CompleteHooksDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CompleteHooks', 'mutation', variables);
    },
    FailHook(variables: FailHookMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FailHookMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<FailHookMutation>({ document: FailHookDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FailHook', 'mutation', variables);
    },
    SetHookClaims(variables: SetHookClaimsMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SetHookClaimsMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SetHookClaimsMutation>({ document: SetHookClaimsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SetHookClaims', 'mutation', variables);
    },
    RefuseSession(variables: RefuseSessionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RefuseSessionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RefuseSessionMutation>({ document: RefuseSessionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RefuseSession', 'mutation', variables);
    },
    CheckReady(variables: CheckReadyQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CheckReadyQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<CheckReadyQuery>({ document: CheckReadyDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CheckReady', 'query', variables);
    },
    MeasureOutbox(variables: MeasureOutboxQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<MeasureOutboxQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<MeasureOutboxQuery>({ document: MeasureOutboxDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'MeasureOutbox', 'query', variables);
    },
    ListDueMessages(variables: ListDueMessagesQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ListDueMessagesQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ListDueMessagesQuery>({ document: ListDueMessagesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ListDueMessages', 'query', variables);
    },
    ClaimMessages(variables: ClaimMessagesMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ClaimMessagesMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ClaimMessagesMutation>({ document: ClaimMessagesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ClaimMessages', 'mutation', variables);
    },
    CompleteMessages(variables: CompleteMessagesMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CompleteMessagesMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CompleteMessagesMutation>({ document: CompleteMessagesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CompleteMessages', 'mutation', variables);
    },
    FailMessage(variables: FailMessageMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FailMessageMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<FailMessageMutation>({ document: FailMessageDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FailMessage', 'mutation', variables);
    },
    AbandonMessage(variables: AbandonMessageMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<AbandonMessageMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<AbandonMessageMutation>({ document: AbandonMessageDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'AbandonMessage', 'mutation', variables);
    },
    InsertMessages(variables: InsertMessagesMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<InsertMessagesMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<InsertMessagesMutation>({ document: InsertMessagesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'InsertMessages', 'mutation', variables);
    },
    InsertNewMessages(variables: InsertNewMessagesMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<InsertNewMessagesMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<InsertNewMessagesMutation>({ document: InsertNewMessagesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'InsertNewMessages', 'mutation', variables);
    },
    PurgeExpired(variables: PurgeExpiredMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<PurgeExpiredMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<PurgeExpiredMutation>({ document: PurgeExpiredDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'PurgeExpired', 'mutation', variables);
    },
    FindSecurityKeysByEmail(variables: FindSecurityKeysByEmailQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindSecurityKeysByEmailQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindSecurityKeysByEmailQuery>({ document: FindSecurityKeysByEmailDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindSecurityKeysByEmail', 'query', variables);
    },
    FindSecurityKeys(variables: FindSecurityKeysQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindSecurityKeysQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindSecurityKeysQuery>({ document: FindSecurityKeysDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindSecurityKeys', 'query', variables);
    },
    FindAssertion(variables: FindAssertionQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindAssertionQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindAssertionQuery>({ document: FindAssertionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindAssertion', 'query', variables);
    },
    UseSecurityKey(variables: UseSecurityKeyMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UseSecurityKeyMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UseSecurityKeyMutation>({ document: UseSecurityKeyDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UseSecurityKey', 'mutation', variables);
    },
    AddSecurityKey(variables: AddSecurityKeyMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<AddSecurityKeyMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<AddSecurityKeyMutation>({ document: AddSecurityKeyDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'AddSecurityKey', 'mutation', variables);
    },
    ReplacePassword(variables: ReplacePasswordMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ReplacePasswordMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ReplacePasswordMutation>({ document: ReplacePasswordDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ReplacePassword', 'mutation', variables);
    },
    ResetPassword(variables: ResetPasswordMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ResetPasswordMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ResetPasswordMutation>({ document: ResetPasswordDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ResetPassword', 'mutation', variables);
    },
    FindPasswordHistory(variables: FindPasswordHistoryQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindPasswordHistoryQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindPasswordHistoryQuery>({ document: FindPasswordHistoryDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindPasswordHistory', 'query', variables);
    },
    InsertPat(variables: InsertPatMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<InsertPatMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<InsertPatMutation>({ document: InsertPatDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'InsertPat', 'mutation', variables);
    },
    UsePat(variables: UsePatMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UsePatMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UsePatMutation>({ document: UsePatDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UsePat', 'mutation', variables);
    },
    ListExpiringPats(variables: ListExpiringPatsQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ListExpiringPatsQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ListExpiringPatsQuery>({ document: ListExpiringPatsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ListExpiringPats', 'query', variables);
    },
    InsertProviderRequest(variables: InsertProviderRequestMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<InsertProviderRequestMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<InsertProviderRequestMutation>({ document: InsertProviderRequestDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'InsertProviderRequest', 'mutation', variables);
    },
    TakeProviderLink(variables: TakeProviderLinkMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TakeProviderLinkMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<TakeProviderLinkMutation>({ document: TakeProviderLinkDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'TakeProviderLink', 'mutation', variables);
    },
    TakeProviderRequest(variables: TakeProviderRequestMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TakeProviderRequestMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<TakeProviderRequestMutation>({ document: TakeProviderRequestDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'TakeProviderRequest', 'mutation', variables);
    },
    FindIdentity(variables: FindIdentityQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindIdentityQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindIdentityQuery>({ document: FindIdentityDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindIdentity', 'query', variables);
    },
    SignInByIdentity(variables: SignInByIdentityMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignInByIdentityMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignInByIdentityMutation>({ document: SignInByIdentityDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SignInByIdentity', 'mutation', variables);
    },
    LinkAndSignIn(variables: LinkAndSignInMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<LinkAndSignInMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<LinkAndSignInMutation>({ document: LinkAndSignInDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'LinkAndSignIn', 'mutation', variables);
    },
    LinkIdentity(variables: LinkIdentityMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<LinkIdentityMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<LinkIdentityMutation>({ document: LinkIdentityDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'LinkIdentity', 'mutation', variables);
    },
    LinkIdentityByTicket(variables: LinkIdentityByTicketMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<LinkIdentityByTicketMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<LinkIdentityByTicketMutation>({ document: LinkIdentityByTicketDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'LinkIdentityByTicket', 'mutation', variables);
    },
    UnlinkIdentity(variables: UnlinkIdentityMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UnlinkIdentityMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UnlinkIdentityMutation>({ document: UnlinkIdentityDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UnlinkIdentity', 'mutation', variables);
    },
    FindOwnIdentities(variables: FindOwnIdentitiesQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindOwnIdentitiesQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindOwnIdentitiesQuery>({ document: FindOwnIdentitiesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindOwnIdentities', 'query', variables);
    },
    TakeProviderTokens(variables: TakeProviderTokensMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TakeProviderTokensMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<TakeProviderTokensMutation>({ document: TakeProviderTokensDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'TakeProviderTokens', 'mutation', variables);
    },
    UpsertProviders(variables: UpsertProvidersMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpsertProvidersMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpsertProvidersMutation>({ document: UpsertProvidersDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpsertProviders', 'mutation', variables);
    },
    ListFormerUsers(variables: ListFormerUsersQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ListFormerUsersQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ListFormerUsersQuery>({ document: ListFormerUsersDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ListFormerUsers', 'query', variables);
    },
    ListFormerProviderTokens(variables: ListFormerProviderTokensQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ListFormerProviderTokensQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ListFormerProviderTokensQuery>({ document: ListFormerProviderTokensDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ListFormerProviderTokens', 'query', variables);
    },
    ListFormerMessages(variables: ListFormerMessagesQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ListFormerMessagesQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ListFormerMessagesQuery>({ document: ListFormerMessagesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ListFormerMessages', 'query', variables);
    },
    ReplaceUserSecrets(variables: ReplaceUserSecretsMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ReplaceUserSecretsMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ReplaceUserSecretsMutation>({ document: ReplaceUserSecretsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ReplaceUserSecrets', 'mutation', variables);
    },
    ReplaceProviderTokens(variables: ReplaceProviderTokensMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ReplaceProviderTokensMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ReplaceProviderTokensMutation>({ document: ReplaceProviderTokensDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ReplaceProviderTokens', 'mutation', variables);
    },
    ReplacePayloads(variables: ReplacePayloadsMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ReplacePayloadsMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ReplacePayloadsMutation>({ document: ReplacePayloadsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ReplacePayloads', 'mutation', variables);
    },
    OpenSession(variables: OpenSessionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<OpenSessionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<OpenSessionMutation>({ document: OpenSessionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'OpenSession', 'mutation', variables);
    },
    OpenSessionAndRehash(variables: OpenSessionAndRehashMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<OpenSessionAndRehashMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<OpenSessionAndRehashMutation>({ document: OpenSessionAndRehashDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'OpenSessionAndRehash', 'mutation', variables);
    },
    RefreshSession(variables: RefreshSessionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RefreshSessionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RefreshSessionMutation>({ document: RefreshSessionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RefreshSession', 'mutation', variables);
    },
    RevokeAncestor(variables: RevokeAncestorMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RevokeAncestorMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RevokeAncestorMutation>({ document: RevokeAncestorDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RevokeAncestor', 'mutation', variables);
    },
    CloseSession(variables: CloseSessionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CloseSessionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CloseSessionMutation>({ document: CloseSessionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CloseSession', 'mutation', variables);
    },
    CloseAllSessions(variables: CloseAllSessionsMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CloseAllSessionsMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CloseAllSessionsMutation>({ document: CloseAllSessionsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CloseAllSessions', 'mutation', variables);
    },
    EndUseOfCode(variables: EndUseOfCodeMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<EndUseOfCodeMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<EndUseOfCodeMutation>({ document: EndUseOfCodeDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'EndUseOfCode', 'mutation', variables);
    },
    RevokeSession(variables: RevokeSessionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RevokeSessionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RevokeSessionMutation>({ document: RevokeSessionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RevokeSession', 'mutation', variables);
    },
    EndSessions(variables: EndSessionsMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<EndSessionsMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<EndSessionsMutation>({ document: EndSessionsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'EndSessions', 'mutation', variables);
    },
    UpsertRoles(variables: UpsertRolesMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpsertRolesMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpsertRolesMutation>({ document: UpsertRolesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpsertRoles', 'mutation', variables);
    },
    FindTicket(variables: FindTicketQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindTicketQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindTicketQuery>({ document: FindTicketDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindTicket', 'query', variables);
    },
    CreateTicket(variables: CreateTicketMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CreateTicketMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CreateTicketMutation>({ document: CreateTicketDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CreateTicket', 'mutation', variables);
    },
    SpendCodeAttempt(variables: SpendCodeAttemptMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SpendCodeAttemptMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SpendCodeAttemptMutation>({ document: SpendCodeAttemptDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SpendCodeAttempt', 'mutation', variables);
    },
    SpendCodeAttemptOfUser(variables: SpendCodeAttemptOfUserMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SpendCodeAttemptOfUserMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SpendCodeAttemptOfUserMutation>({ document: SpendCodeAttemptOfUserDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SpendCodeAttemptOfUser', 'mutation', variables);
    },
    ConsumeTicket(variables: ConsumeTicketMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ConsumeTicketMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ConsumeTicketMutation>({ document: ConsumeTicketDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ConsumeTicket', 'mutation', variables);
    },
    ConsumeTicketAsFirstProof(variables: ConsumeTicketAsFirstProofMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ConsumeTicketAsFirstProofMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ConsumeTicketAsFirstProofMutation>({ document: ConsumeTicketAsFirstProofDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ConsumeTicketAsFirstProof', 'mutation', variables);
    },
    SignUpByTicket(variables: SignUpByTicketMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignUpByTicketMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignUpByTicketMutation>({ document: SignUpByTicketDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SignUpByTicket', 'mutation', variables);
    },
    DropTickets(variables: DropTicketsMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<DropTicketsMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<DropTicketsMutation>({ document: DropTicketsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'DropTickets', 'mutation', variables);
    },
    SetPendingTotp(variables: SetPendingTotpMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SetPendingTotpMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SetPendingTotpMutation>({ document: SetPendingTotpDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SetPendingTotp', 'mutation', variables);
    },
    SpendTotpAttempt(variables: SpendTotpAttemptMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SpendTotpAttemptMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SpendTotpAttemptMutation>({ document: SpendTotpAttemptDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SpendTotpAttempt', 'mutation', variables);
    },
    SpendTotpAttemptByTicket(variables: SpendTotpAttemptByTicketMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SpendTotpAttemptByTicketMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SpendTotpAttemptByTicketMutation>({ document: SpendTotpAttemptByTicketDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SpendTotpAttemptByTicket', 'mutation', variables);
    },
    ActivateTotp(variables: ActivateTotpMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ActivateTotpMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ActivateTotpMutation>({ document: ActivateTotpDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ActivateTotp', 'mutation', variables);
    },
    DisableTotp(variables: DisableTotpMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<DisableTotpMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<DisableTotpMutation>({ document: DisableTotpDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'DisableTotp', 'mutation', variables);
    },
    DisableTotpByRecoveryCode(variables: DisableTotpByRecoveryCodeMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<DisableTotpByRecoveryCodeMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<DisableTotpByRecoveryCodeMutation>({ document: DisableTotpByRecoveryCodeDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'DisableTotpByRecoveryCode', 'mutation', variables);
    },
    SignInByTotp(variables: SignInByTotpMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignInByTotpMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignInByTotpMutation>({ document: SignInByTotpDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SignInByTotp', 'mutation', variables);
    },
    SignInByRecoveryCode(variables: SignInByRecoveryCodeMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignInByRecoveryCodeMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignInByRecoveryCodeMutation>({ document: SignInByRecoveryCodeDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SignInByRecoveryCode', 'mutation', variables);
    },
    ElevateByTotp(variables: ElevateByTotpMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ElevateByTotpMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ElevateByTotpMutation>({ document: ElevateByTotpDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ElevateByTotp', 'mutation', variables);
    },
    ReplaceRecoveryCodes(variables: ReplaceRecoveryCodesMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ReplaceRecoveryCodesMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ReplaceRecoveryCodesMutation>({ document: ReplaceRecoveryCodesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ReplaceRecoveryCodes', 'mutation', variables);
    },
    FindUserByEmail(variables: FindUserByEmailQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindUserByEmailQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindUserByEmailQuery>({ document: FindUserByEmailDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindUserByEmail', 'query', variables);
    },
    FindUserByUsername(variables: FindUserByUsernameQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindUserByUsernameQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindUserByUsernameQuery>({ document: FindUserByUsernameDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindUserByUsername', 'query', variables);
    },
    FindUserByPhone(variables: FindUserByPhoneQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindUserByPhoneQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindUserByPhoneQuery>({ document: FindUserByPhoneDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindUserByPhone', 'query', variables);
    },
    FindAccount(variables: FindAccountQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindAccountQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindAccountQuery>({ document: FindAccountDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindAccount', 'query', variables);
    },
    FindUserById(variables: FindUserByIdQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindUserByIdQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindUserByIdQuery>({ document: FindUserByIdDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindUserById', 'query', variables);
    },
    InsertUser(variables: InsertUserMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<InsertUserMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<InsertUserMutation>({ document: InsertUserDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'InsertUser', 'mutation', variables);
    }
  };
}
export type Sdk = ReturnType<typeof getSdk>;