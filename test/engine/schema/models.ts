import {
  type CatalogFunction,
  catalogKey,
  type PgType,
  type QualifiedName,
} from '../../../src/engine/catalog/types.js';
import type { CustomTypes } from '../../../src/engine/metadata/types.js';
import { always } from '../../../src/engine/model/condition.js';
import type {
  ComputedField,
  Model,
  Relationship,
  SelectPermission,
  SourceModel,
  TableColumn,
  TrackedFunction,
  TrackedTable,
} from '../../../src/engine/model/types.js';

/** Models built by hand: small, and each with just what its test is about. */

export const noCustomTypes: CustomTypes = { inputObjects: [], objects: [], scalars: [], enums: [] };

type Parts = Partial<Omit<Model, 'sources'>> &
  Partial<Pick<SourceModel, 'functions' | 'customization'>> & { readonly tables?: readonly TrackedTable[] };

/** A model of the one source `default`. */
export function model({ tables = [], functions = [], customization, ...parts }: Parts): Model {
  const source: SourceModel = {
    name: 'default',
    tables: new Map(tables.map((each) => [catalogKey(each), each])),
    functions,
    dependencies: [],
    customization: customization ?? { rootFields: {}, typeNames: {} },
  };
  return {
    sources: new Map([['default', source]]),
    actions: [],
    customTypes: noCustomTypes,
    roles: new Set(),
    inheritedRoles: new Map(),
    inconsistencies: [],
    introspectionDisabledFor: new Set(),
    ...parts,
  };
}

/** `int4`, `text[]`; of pg_catalog. */
export function pgType(sql: string): PgType {
  const isArray = sql.endsWith('[]');
  const name = isArray ? sql.slice(0, -2) : sql;
  return { sql, name, schema: 'pg_catalog', isArray, kind: 'base' };
}

/** `int4!` is not null. */
export function column(name: string, type: string, more: Partial<TableColumn> = {}): TableColumn {
  const required = type.endsWith('!');
  return {
    name,
    graphqlName: name,
    type: pgType(required ? type.slice(0, -1) : type),
    nullable: !required,
    hasDefault: false,
    insertable: true,
    updatable: true,
    comment: null,
    enumTable: null,
    ...more,
  };
}

export function table(
  name: string,
  columns: readonly TableColumn[],
  more: Partial<TrackedTable> & { readonly unique?: Readonly<Record<string, readonly string[]>> } = {},
): TrackedTable {
  const { unique = {}, ...rest } = more;
  const schema = more.schema ?? 'public';
  const graphqlName = more.graphqlName ?? (schema === 'public' ? name : `${schema}_${name}`);
  const primaryKey = more.primaryKey === undefined ? ['id'] : more.primaryKey;
  return {
    source: 'default',
    schema,
    name,
    catalog: {
      oid: '0',
      schema,
      name,
      kind: 'table',
      comment: null,
      columns: [],
      primaryKey: primaryKey && { name: `${name}_pkey`, columns: primaryKey },
      uniqueConstraints: Object.entries(unique).map(([constraint, of]) => ({
        name: constraint,
        columns: of,
      })),
      foreignKeys: [],
      insertable: true,
      updatable: true,
      deletable: true,
    },
    graphqlName,
    graphqlRootBase: graphqlName,
    rootFields: {},
    comment: null,
    columns,
    primaryKey,
    relationships: [],
    computedFields: [],
    enumValues: null,
    isEnum: false,
    permissions: new Map(),
    ...rest,
  };
}

export function relationship(
  kind: Relationship['kind'],
  name: string,
  target: string,
  more: Partial<Relationship> = {},
): Relationship {
  return {
    name,
    kind,
    target: publicName(target),
    columns: [],
    nullable: true,
    insertOrder: kind === 'object' ? 'before' : 'after',
    comment: null,
    ...more,
  };
}

export const publicName = (name: string): QualifiedName => ({ schema: 'public', name });

function catalogFunction(name: string, more: Partial<CatalogFunction>): CatalogFunction {
  return {
    oid: '0',
    schema: 'public',
    name,
    comment: null,
    volatility: 'stable',
    arguments: [],
    returns: pgType('text'),
    returnsTable: null,
    returnsSet: false,
    isVariadic: false,
    kind: 'function',
    ...more,
  };
}

export const argument = (name: string | null, type: string) => ({
  name,
  type: pgType(type),
  hasDefault: false,
});

export function trackedFunction(
  name: string,
  returnsTable: string,
  more: Partial<CatalogFunction>,
  tracked: Partial<TrackedFunction> = {},
): TrackedFunction {
  return {
    schema: 'public',
    name,
    function: catalogFunction(name, { returnsTable: publicName(returnsTable), returnsSet: true, ...more }),
    graphqlName: name,
    rootFields: {},
    exposedAs: 'query',
    returnsTable: publicName(returnsTable),
    sessionArgument: null,
    permissions: new Set(),
    comment: null,
    ...tracked,
  };
}

export function computedField(
  name: string,
  called: Partial<CatalogFunction>,
  more: Partial<ComputedField> = {},
): ComputedField {
  return {
    name,
    function: catalogFunction(`${name}_function`, called),
    rowArgument: 0,
    sessionArgument: null,
    returnsTable: null,
    comment: null,
    ...more,
  };
}

/** May read these columns of every row. */
export function select(columns: readonly string[], more: Partial<SelectPermission> = {}): SelectPermission {
  return {
    columns: new Map(columns.map((name) => [name, null])),
    computedFields: new Map(),
    filter: always,
    limit: null,
    allowAggregations: false,
    queryRootFields: null,
    subscriptionRootFields: null,
    ...more,
  };
}

export const insert = (columns: readonly string[], more: object = {}) => ({
  columns: new Set(columns),
  presets: new Map(),
  check: always,
  backendOnly: false,
  ...more,
});

export const update = (columns: readonly string[], more: object = {}) => ({
  columns: new Set(columns),
  presets: new Map(),
  filter: always,
  check: null,
  backendOnly: false,
  ...more,
});

export const remove = { filter: always, backendOnly: false };
