import type { PoolClient } from 'pg';
import type { Catalog } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { Model } from '../model/types.js';
import type { Session } from '../session.js';
import type { Metadata } from './types.js';

export type MetadataEndpoint = '/v1/metadata' | '/v1/query' | '/v2/query';

/** What metadata commands work on: a draft that is kept and served only when the whole request succeeds. */
export interface MetadataContext {
  readonly session: Session;
  readonly endpoint: MetadataEndpoint;
  readonly databaseKind: 'postgres' | 'pglite';
  metadata(): Metadata;
  model(): Model;
  /** As it was when metadata was last built. */
  catalog(): Catalog;
  /** As it is now, seen from inside of the open transaction. */
  readCatalog(): Promise<Catalog>;
  resourceVersion(): number;
  /** Makes `next` the draft. Throws, with the draft unchanged, when that brings inconsistencies that aren't allowed. */
  apply(next: Metadata, options: ApplyOptions): Promise<Model>;
  /** A connection for the request; in a bulk on /v1/query inside of its transaction. */
  connection(): Promise<PoolClient>;
  /** Runs in a transaction, joining the one that is open already. */
  transaction<T>(run: (client: PoolClient) => Promise<T>, mode?: 'read only' | 'read write'): Promise<T>;
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
  /** Read tables and functions from the database again first. */
  readonly refreshCatalog?: boolean;
  /** What was just read. */
  readonly catalog?: Catalog;
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
