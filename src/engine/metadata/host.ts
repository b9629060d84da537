import type { Pool, PoolClient } from 'pg';
import type { Catalog } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { Model } from '../model/types.js';
import { sqlError } from '../run/sqlErrors.js';
import type { Session } from '../session.js';
import type { MetadataEndpoint } from './context.js';
import { initialMetadata } from './initial.js';
import { parseMetadata } from './parse.js';
import { MetadataRequest } from './request.js';
import { loadResourceVersion, loadStored, prepareStore } from './store.js';
import type { Metadata } from './types.js';

/** What is served at a moment. */
export interface MetadataState {
  readonly metadata: Metadata;
  readonly resourceVersion: number;
  readonly catalog: Catalog;
  readonly model: Model;
}

export interface MetadataHostOptions {
  readonly database: { readonly kind: 'postgres' | 'pglite'; readonly pool: Pool };
  introspect(database: Pool | PoolClient): Promise<Catalog>;
  /** Joins metadata with the catalog; may read enum tables. Faulty objects become inconsistencies, never a throw. */
  buildModel(metadata: Metadata, catalog: Catalog, database: Pool | PoolClient): Promise<Model>;
  /** Called after a change is kept, before the request is answered: what was derived from the model is stale now. */
  readonly onChange?: (state: MetadataState) => void;
}

export interface MetadataHost {
  state(): MetadataState;
  /**
   * One request to /v1/metadata, /v1/query or /v2/query. The caller has checked who asks. The answer may hold
   * `RawNumber`s: print it by `stringifyJson`.
   *
   * @throws HasuraError with paths from `$` on
   */
  run(endpoint: MetadataEndpoint, body: Json, session: Session): Promise<Json>;
  /** Takes over what another process has written to the same database, if it has. */
  refresh(): Promise<void>;
}

/**
 * Loads the metadata kept in the database (Hasura's own table, `hdb_catalog.hdb_metadata`), serves it and changes it.
 * Requests run one after another: each works on a draft that replaces the state only when it succeeds.
 */
export async function openMetadata(options: MetadataHostOptions): Promise<MetadataHost> {
  const { pool } = options.database;
  await prepareStore(pool);
  let state = await load();

  async function load(): Promise<MetadataState> {
    const stored = await loadStored(pool);
    const metadata = stored ? parseMetadata(stored.document) : initialMetadata;
    const catalog = await options.introspect(pool);
    const model = await options.buildModel(metadata, catalog, pool);
    return { metadata, catalog, model, resourceVersion: stored?.resourceVersion ?? 0 };
  }

  async function refresh(): Promise<void> {
    if ((await loadResourceVersion(pool)) === state.resourceVersion) return;
    publish(await load());
  }

  function publish(next: MetadataState): void {
    if (next === state) return;
    state = next;
    options.onChange?.(state);
  }

  let last: Promise<unknown> = Promise.resolve();
  function oneByOne<T>(run: () => Promise<T>): Promise<T> {
    const result = last.then(run, run);
    last = result.catch(() => {});
    return result;
  }

  return {
    state: () => state,
    refresh: () => oneByOne(refresh),
    run: (endpoint, body, session) =>
      oneByOne(async () => {
        try {
          await refresh();
        } catch (error) {
          throw sqlError(error, '$');
        }
        const request = new MetadataRequest(options, state, endpoint, session);
        try {
          const answer = await request.run(body);
          publish(await request.finish());
          return answer;
        } catch (error) {
          await request.abandon();
          throw sqlError(error, '$');
        }
      }),
  };
}
