import type { PoolClient } from 'pg';
import { introspect } from '../catalog/introspect.js';
import type { Catalog } from '../catalog/types.js';
import type { Database } from '../database/database.js';
import type { SourceDatabases } from '../database/sourceDatabases.js';
import { HasuraError } from '../errors.js';
import type { Json } from '../json.js';
import type { Model, SourceModel } from '../model/types.js';
import { isServed } from '../model/unsupported.js';
import type { Session } from '../session.js';
import { checkAccess } from './access.js';
import { commandHandlers } from './commands/table.js';
import { Connections, type TransactionMode } from './connections.js';
import type { ApplyOptions, Command, MetadataContext, MetadataEndpoint } from './context.js';
import { getSource } from './edit.js';
import { exportMetadata } from './export.js';
import type { MetadataHostOptions, MetadataState } from './host.js';
import { Fields, integer, json, string } from './reader.js';
import { inconsistencyRefusal } from './refusals.js';
import { loadModel, readCatalogs } from './sourceCatalogs.js';
import { resourceConflict, saveMetadata } from './store.js';
import type { Metadata } from './types.js';

/** One request: a draft of the state, and one connection to each database that it needs. */
export class MetadataRequest implements MetadataContext {
  readonly session: Session;
  readonly endpoint: MetadataEndpoint;
  readonly databaseKind: 'postgres' | 'pglite';
  readonly stringifyNumericTypes: boolean;
  private readonly databases: SourceDatabases;
  private readonly connections: Connections;
  private readonly original: MetadataState;
  private draft: MetadataState;

  constructor(
    { databases, stringifyNumericTypes = false }: MetadataHostOptions,
    state: MetadataState,
    endpoint: MetadataEndpoint,
    session: Session,
  ) {
    this.databases = databases;
    this.connections = new Connections(databases.own);
    this.original = state;
    this.draft = state;
    this.endpoint = endpoint;
    this.session = session;
    this.databaseKind = databases.own.kind;
    this.stringifyNumericTypes = stringifyNumericTypes;
  }

  metadata = (): Metadata => this.draft.metadata;
  model = (): Model => this.draft.model;
  resourceVersion = (): number => this.draft.resourceVersion;

  sourceModel(name: string): SourceModel {
    getSource(this.draft.metadata, name);
    return this.draft.model.sources.get(name) ?? inconsistentSource(name);
  }

  catalog(source: string): Catalog {
    getSource(this.draft.metadata, source);
    const catalog = this.draft.catalogs.get(source);
    return catalog && !('fault' in catalog) ? catalog : inconsistentSource(source);
  }

  readCatalog = (source: string): Promise<Catalog> =>
    introspect(this.connections.executor(this.databaseOf(source)));

  private databaseOf(name: string): Database {
    const source = getSource(this.draft.metadata, name);
    const database = isServed(source) ? this.databases.open(source) : undefined;
    return database && !('fault' in database) ? database : inconsistentSource(name);
  }

  async run(body: Json): Promise<Json> {
    const command = readCommand(body, '$', this.endpoint);
    checkAccess(command, this.session);
    // Each statement of a bulk on the newer endpoints commits alone, and some statements can't be in a transaction.
    const committedTogether = this.endpoint === '/v1/query' || !/bulk/.test(command.type);
    this.connections.isAtomic = committedTogether && !wantsNoTransaction(command.args);
    const referenced = new Fields(body, { path: '$', strict: false }).optional('resource_version', integer);
    const answer = await this.execute(command, '$');
    if (referenced !== undefined && this.changed() && referenced !== this.original.resourceVersion) {
      throw resourceConflict(referenced);
    }
    return answer;
  }

  async runCommand(body: Json, path: string): Promise<Json> {
    const before = this.draft;
    try {
      return await this.execute(readCommand(body, path, this.endpoint), path);
    } catch (error) {
      this.draft = before;
      throw error;
    }
  }

  private async execute(command: Command, path: string): Promise<Json> {
    const handler = commandHandlers[this.endpoint][command.type];
    if (!handler) throw unknownCommand(command.type, this.endpoint, path);
    try {
      return await handler(command.args, this, command);
    } catch (error) {
      throw atPath(error, path);
    }
  }

  async apply(next: Metadata, options: ApplyOptions): Promise<Model> {
    const reader = { databases: this.databases, executor: this.connections.executor };
    const known = options.catalogs
      ? new Map([...this.draft.catalogs, ...options.catalogs])
      : this.draft.catalogs;
    const catalogs = await readCatalogs(next, known, options.refresh ?? 'none', reader);
    const model = await loadModel(next, catalogs, reader);
    const refusal = inconsistencyRefusal(
      options.refuse,
      this.draft.model.inconsistencies,
      model.inconsistencies,
    );
    if (refusal) throw refusal;
    this.draft = { ...this.draft, metadata: next, catalogs, model };
    return model;
  }

  metadataConnection = (): Promise<PoolClient> => this.connections.client(this.databases.own);

  connection = async (source: string): Promise<PoolClient> =>
    this.connections.client(this.databaseOf(source));

  transaction = async <T>(
    source: string,
    run: (client: PoolClient) => Promise<T>,
    mode: TransactionMode = 'read write',
  ): Promise<T> => this.connections.transaction(this.databaseOf(source), run, mode);

  private changed = (): boolean => this.draft.metadata !== this.original.metadata;

  /** Keeps the draft and answers it. As in Hasura, other databases commit before metadata is written. */
  async finish(): Promise<MetadataState> {
    await this.connections.commitOthers();
    if (this.changed()) {
      const database = this.connections.executor(this.databases.own);
      const document = exportMetadata(this.draft.metadata);
      const resourceVersion = await saveMetadata(database, document, this.original.resourceVersion);
      this.draft = { ...this.draft, resourceVersion };
    }
    await this.connections.commit();
    return this.draft;
  }

  /** Undoes what is still open. */
  abandon = (): Promise<void> => this.connections.abandon();
}

function inconsistentSource(name: string): never {
  throw new HasuraError('unexpected', `source with name "${name}" is inconsistent`, { path: '$.args' });
}

function readCommand(body: Json, path: string, endpoint: MetadataEndpoint): Command {
  const fields = new Fields(body, { path, strict: false });
  const type = fields.required('type', string);
  if (!Object.hasOwn(commandHandlers[endpoint], type)) throw unknownCommand(type, endpoint, path);
  const version = fields.optional('version', integer) ?? 1;
  return { type, version, args: fields.optional('args', json) ?? {} };
}

const unknownCommand = (type: string, endpoint: MetadataEndpoint, path: string): HasuraError =>
  new HasuraError('parse-failed', `unknown command "${type}" on ${endpoint}`, { path: `${path}.type` });

/** Paths of a command's errors start at its own `$`; in a bulk that is a place in the list. */
function atPath(error: unknown, path: string): unknown {
  if (path === '$' || !(error instanceof HasuraError) || !error.path.startsWith('$')) return error;
  const { code, message, status, internal, extensions } = error;
  return new HasuraError(code, message, {
    path: path + error.path.slice(1),
    status,
    internal,
    ...(extensions ? { extensions } : {}),
    cause: error,
  });
}

const wantsNoTransaction = (args: Json): boolean =>
  args !== null &&
  typeof args === 'object' &&
  (('no_transaction' in args && args.no_transaction === true) ||
    Object.values(args).some((each) => wantsNoTransaction(each ?? null)));
