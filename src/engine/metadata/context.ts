import type { PoolClient } from 'pg';
import type { Catalog } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { Model, SourceModel } from '../model/types.js';
import type { Session } from '../session.js';
import type { Metadata } from './types.js';

export type MetadataEndpoint = '/v1/metadata' | '/v1/query' | '/v2/query';

/** What metadata commands work on: a draft that is kept and served only when the whole request succeeds. */
export interface MetadataContext {
  readonly session: Session;
  readonly endpoint: MetadataEndpoint;
  readonly databaseKind: 'postgres' | 'pglite';
  /** HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES. */
  readonly stringifyNumericTypes: boolean;
  metadata(): Metadata;
  model(): Model;
  /** What is served of a source. Throws not-exists, or unexpected when the source is inconsistent. */
  sourceModel(source: string): SourceModel;
  /** As it was when metadata was last built. Throws as `sourceModel` does; so do the following. */
  catalog(source: string): Catalog;
  /** As it is now, seen from inside of the open transaction. */
  readCatalog(source: string): Promise<Catalog>;
  resourceVersion(): number;
  /** Makes `next` the draft. Throws, with the draft unchanged, when that brings inconsistencies that aren't allowed. */
  apply(next: Metadata, options: ApplyOptions): Promise<Model>;
  /** A connection, for the request, to the database that metadata is kept in; in a bulk on /v1/query in its transaction. */
  metadataConnection(): Promise<PoolClient>;
  /** The same for the database of a source. */
  connection(source: string): Promise<PoolClient>;
  /** Runs in a transaction on the database of a source, joining the one that is open already. */
  transaction<T>(
    source: string,
    run: (client: PoolClient) => Promise<T>,
    mode?: 'read only' | 'read write',
  ): Promise<T>;
  /** Runs another command on the same draft; a failure leaves the draft as it was before. `path` is for its errors. */
  runCommand(command: Json, path: string): Promise<Json>;
}

export interface ApplyOptions {
  /**
   * - `{about}`: Hasura's name of the object that the command adds (`table notes in source default`). If it is itself
   *   at fault the error is `invalid-configuration` with the reason, else a generic one.
   * - `new`: any new inconsistency fails.
   * - `any`: every inconsistency fails, old ones too.
   * - `none`: inconsistencies are accepted.
   */
  readonly refuse: { readonly about: string } | 'new' | 'any' | 'none';
  /** Read tables and functions from these databases again first. Those of a new source are read anyway. */
  readonly refresh?: 'all' | { readonly source: string };
  /** What was just read, by source. */
  readonly catalogs?: ReadonlyMap<string, Catalog>;
}

export interface Command {
  readonly type: string;
  readonly version: number;
  readonly args: Json;
}

/** A command's answer is JSON; its errors are HasuraErrors with paths from `$.args` on. */
export type Handler = (args: Json, context: MetadataContext, command: Command) => Promise<Json> | Json;

export type Handlers = Readonly<Record<string, Handler>>;

export const success: Json = { message: 'success' };
