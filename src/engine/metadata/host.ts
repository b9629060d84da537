import type { Database } from '../database/database.js';
import type { SourceDatabases } from '../database/sourceDatabases.js';
import type { Json } from '../json.js';
import type { Model } from '../model/types.js';
import { sqlError } from '../run/sqlErrors.js';
import type { Session } from '../session.js';
import type { MetadataEndpoint } from './context.js';
import { initialMetadata } from './initial.js';
import { parseMetadata } from './parse.js';
import { MetadataRequest } from './request.js';
import { type Catalogs, loadModel, readCatalogs } from './sourceCatalogs.js';
import { loadResourceVersion, loadStored, prepareStore } from './store.js';
import type { Metadata } from './types.js';

/** What is served at a moment. */
export interface MetadataState {
  readonly metadata: Metadata;
  readonly resourceVersion: number;
  readonly catalogs: Catalogs;
  readonly model: Model;
}

export interface MetadataHostOptions {
  readonly databases: SourceDatabases;
  /** HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES: counts for the rows that /v1/query answers, too. */
  readonly stringifyNumericTypes?: boolean;
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
 * Loads the metadata kept in the engine's own database (Hasura's table, `hdb_catalog.hdb_metadata`), serves it and
 * changes it.
 * Requests run one after another: each works on a draft that replaces the state only when it succeeds.
 */
export async function openMetadata(options: MetadataHostOptions): Promise<MetadataHost> {
  const { databases } = options;
  const { pool } = databases.own;
  await prepareStore(pool);
  let state = await load();
  databases.keep(state.metadata.sources);

  async function load(): Promise<MetadataState> {
    const stored = await loadStored(pool);
    const metadata = stored ? parseMetadata(stored.document) : initialMetadata;
    const reader = { databases, executor: (database: Database) => database.pool };
    const catalogs = await readCatalogs(metadata, new Map(), 'all', reader);
    const model = await loadModel(metadata, catalogs, reader);
    return { metadata, catalogs, model, resourceVersion: stored?.resourceVersion ?? 0 };
  }

  async function refresh(): Promise<void> {
    if ((await loadResourceVersion(pool)) === state.resourceVersion) return;
    publish(await load());
  }

  function publish(next: MetadataState): void {
    if (next === state) return;
    state = next;
    databases.keep(state.metadata.sources);
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
          databases.keep(state.metadata.sources);
          throw sqlError(error, '$');
        }
      }),
  };
}
