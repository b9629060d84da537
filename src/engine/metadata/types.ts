import type { Json, JsonObject } from '../json.js';

/**
 * Hasura metadata, version 3, after parsing: table names are always `{schema, name}`, absent lists are empty.
 * `definition`-like parts that the model interprets later (filters, checks, presets) stay JSON.
 */
export interface Metadata {
  readonly version: 3;
  readonly sources: readonly SourceMetadata[];
  readonly actions: readonly ActionMetadata[];
  readonly customTypes: CustomTypes;
  readonly inheritedRoles: readonly { readonly roleName: string; readonly roleSet: readonly string[] }[];
  readonly queryCollections: readonly Json[];
  readonly allowlist: readonly Json[];
  readonly apiLimits: JsonObject;
  readonly graphqlSchemaIntrospection: { readonly disabledForRoles: readonly string[] };
  /** Kept as given and exported again; each is refused as an inconsistency when not empty. */
  readonly unsupported: Readonly<Record<string, Json>>;
}

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface SourceMetadata {
  readonly name: string;
  readonly kind: string;
  readonly configuration: JsonObject;
  readonly customization: SourceCustomization;
  readonly tables: readonly TableMetadata[];
  readonly functions: readonly FunctionMetadata[];
  /** Keys of a source that aren't supported here (native queries, logical models, …), as given. */
  readonly unsupported: Readonly<Record<string, Json>>;
}

export interface SourceCustomization {
  readonly rootFields: { readonly namespace?: string; readonly prefix?: string; readonly suffix?: string };
  readonly typeNames: { readonly prefix?: string; readonly suffix?: string };
  readonly namingConvention?: string;
}

export interface TableMetadata {
  readonly table: TableName;
  readonly isEnum: boolean;
  readonly configuration: TableConfiguration;
  readonly objectRelationships: readonly RelationshipMetadata[];
  readonly arrayRelationships: readonly RelationshipMetadata[];
  readonly computedFields: readonly ComputedFieldMetadata[];
  readonly selectPermissions: readonly PermissionMetadata<SelectPermissionDefinition>[];
  readonly insertPermissions: readonly PermissionMetadata<InsertPermissionDefinition>[];
  readonly updatePermissions: readonly PermissionMetadata<UpdatePermissionDefinition>[];
  readonly deletePermissions: readonly PermissionMetadata<DeletePermissionDefinition>[];
  /** event_triggers, remote_relationships, apollo_federation_config, …: as given. */
  readonly unsupported: Readonly<Record<string, Json>>;
}

export interface TableConfiguration {
  readonly customName?: string;
  readonly comment?: string | null;
  /** Root field name, or name and comment. */
  readonly customRootFields: Readonly<
    Record<string, { readonly name?: string; readonly comment?: string | null }>
  >;
  /** Legacy custom_column_names are merged in. */
  readonly columnConfig: Readonly<
    Record<string, { readonly customName?: string; readonly comment?: string | null }>
  >;
}

export interface RelationshipMetadata {
  readonly name: string;
  readonly comment?: string;
  readonly using: /** Object: own column(s) of a foreign key. */
    | { readonly kind: 'foreignKey'; readonly columns: readonly string[] }
    /** A foreign key of the other table: array relationships, and one-to-one object relationships. */
    | { readonly kind: 'remoteForeignKey'; readonly table: TableName; readonly columns: readonly string[] }
    | {
        readonly kind: 'manual';
        readonly table: TableName;
        readonly columnMapping: readonly (readonly [string, string])[];
        readonly insertionOrder?: 'before_parent' | 'after_parent';
      };
}

export interface ComputedFieldMetadata {
  readonly name: string;
  readonly comment?: string;
  readonly function: TableName;
  readonly tableArgument?: string;
  readonly sessionArgument?: string;
}

export interface PermissionMetadata<Definition> {
  readonly role: string;
  readonly comment?: string;
  readonly permission: Definition;
  /** validate_input: as given, refused as an inconsistency. Absent when there is none. */
  readonly unsupported?: Readonly<Record<string, Json>>;
}

export interface SelectPermissionDefinition {
  readonly columns: readonly string[] | '*';
  readonly computedFields: readonly string[];
  readonly filter: JsonObject;
  readonly limit?: number;
  readonly allowAggregations: boolean;
  readonly queryRootFields?: readonly string[];
  readonly subscriptionRootFields?: readonly string[];
}

export interface InsertPermissionDefinition {
  readonly check: JsonObject;
  readonly set: JsonObject;
  /** Absent means all. */
  readonly columns?: readonly string[] | '*';
  readonly backendOnly: boolean;
}

export interface UpdatePermissionDefinition {
  readonly columns: readonly string[] | '*';
  readonly filter: JsonObject;
  readonly check?: JsonObject | null;
  readonly set: JsonObject;
  readonly backendOnly: boolean;
}

export interface DeletePermissionDefinition {
  readonly filter: JsonObject;
  readonly backendOnly: boolean;
}

export interface FunctionMetadata {
  readonly function: TableName;
  readonly configuration: {
    readonly customName?: string;
    readonly customRootFields: { readonly function?: string; readonly function_aggregate?: string };
    readonly exposedAs?: 'query' | 'mutation';
    readonly sessionArgument?: string;
  };
  readonly permissions: readonly { readonly role: string }[];
  readonly comment?: string;
}

export interface ActionMetadata {
  readonly name: string;
  readonly comment?: string;
  readonly type: 'query' | 'mutation';
  /** `''` (query Actions as the CLI posts them) reads as synchronous, and so does every kind of a query. */
  readonly kind: 'synchronous' | 'asynchronous';
  readonly handler: string;
  readonly arguments: readonly {
    readonly name: string;
    /** GraphQL type text, e.g. `[UserInput!]!`. */
    readonly type: string;
    readonly description?: string | null;
  }[];
  readonly outputType: string;
  readonly headers: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFromEnv?: string;
  }[];
  readonly forwardClientHeaders: boolean;
  /** Absent: Hasura's default list. */
  readonly ignoredClientHeaders?: readonly string[];
  readonly timeoutSeconds: number;
  readonly permissions: readonly string[];
  /** Comments of the permissions by role; absent when there is none. */
  readonly permissionComments?: Readonly<Record<string, string>>;
  readonly requestTransform?: RequestTransformJson;
  readonly responseTransform?: ResponseTransformJson;
}

/** In Hasura's own JSON form. Every text but `method` and `content_type` is a template in Kriti. */
export type RequestTransformJson = {
  readonly version: 1 | 2;
  readonly template_engine: 'Kriti';
  readonly method?: string;
  readonly url?: string;
  readonly body?: BodyTransformJson;
  readonly content_type?: string;
  /** Value by name (null: the name stands alone), or the whole query string. */
  readonly query_params?: string | { readonly [name: string]: string | null };
  readonly request_headers?: {
    readonly add_headers: { readonly [name: string]: string };
    readonly remove_headers: readonly string[];
  };
};

export type ResponseTransformJson = {
  readonly version: 1 | 2;
  readonly template_engine: 'Kriti';
  readonly body?: BodyTransformJson;
};

/** Version 1: the template of a JSON value. */
export type BodyTransformJson =
  | string
  | { readonly action: 'transform'; readonly template: string }
  | { readonly action: 'remove' }
  | {
      readonly action: 'x_www_form_urlencoded';
      readonly form_template: { readonly [name: string]: string };
    };

export interface CustomTypes {
  readonly inputObjects: readonly {
    readonly name: string;
    readonly description?: string | null;
    readonly fields: readonly CustomTypeField[];
  }[];
  readonly objects: readonly CustomObjectType[];
  readonly scalars: readonly { readonly name: string; readonly description?: string | null }[];
  readonly enums: readonly {
    readonly name: string;
    readonly description?: string | null;
    readonly values: readonly {
      readonly value: string;
      readonly description?: string | null;
      readonly isDeprecated?: boolean | null;
    }[];
  }[];
}

export interface CustomTypeField {
  readonly name: string;
  readonly type: string;
  readonly description?: string | null;
}

export interface CustomObjectType {
  readonly name: string;
  readonly description?: string | null;
  readonly fields: readonly CustomTypeField[];
  readonly relationships: readonly {
    readonly name: string;
    readonly type: 'object' | 'array';
    readonly source?: string;
    readonly remoteTable: TableName;
    /** Field of this type -> column of the table. */
    readonly fieldMapping: Readonly<Record<string, string>>;
  }[];
}
