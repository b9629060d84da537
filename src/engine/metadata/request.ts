import type { PoolClient } from 'pg';
import type { Catalog } from '../catalog/types.js';
import { HasuraError } from '../errors.js';
import type { Json } from '../json.js';
import type { Model } from '../model/types.js';
import type { Session } from '../session.js';
import { checkAccess } from './access.js';
import { commandHandlers } from './commands/table.js';
import type { ApplyOptions, Command, MetadataContext, MetadataEndpoint } from './context.js';
import { exportMetadata } from './export.js';
import type { MetadataHostOptions, MetadataState } from './host.js';
import { Fields, integer, json, string } from './reader.js';
import { inconsistencyRefusal } from './refusals.js';
import { resourceConflict, saveMetadata } from './store.js';
import type { Metadata } from './types.js';

/** One request: a draft of the state, one connection, taken when first needed. */
export class MetadataRequest implements MetadataContext {
  readonly session: Session;
  readonly endpoint: MetadataEndpoint;
  readonly databaseKind: 'postgres' | 'pglite';
  private readonly options: MetadataHostOptions;
  private readonly original: MetadataState;
  private draft: MetadataState;
  private client: PoolClient | undefined;
  private inTransaction = false;
  /** The whole request is one transaction: everything but bulks on the newer endpoints. */
  private atomic = true;

  constructor(
    options: MetadataHostOptions,
    state: MetadataState,
    endpoint: MetadataEndpoint,
    session: Session,
  ) {
    this.options = options;
    this.original = state;
    this.draft = state;
    this.endpoint = endpoint;
    this.session = session;
    this.databaseKind = options.database.kind;
  }

  metadata = (): Metadata => this.draft.metadata;
  model = (): Model => this.draft.model;
  catalog = (): Catalog => this.draft.catalog;
  resourceVersion = (): number => this.draft.resourceVersion;

  readCatalog = (): Promise<Catalog> => this.options.introspect(this.client ?? this.options.database.pool);

  async run(body: Json): Promise<Json> {
    const command = readCommand(body, '$', this.endpoint);
    checkAccess(command, this.session);
    // Each statement of a bulk on the newer endpoints commits alone, and some statements can't be in a transaction.
    const committedTogether = this.endpoint === '/v1/query' || !/bulk/.test(command.type);
    this.atomic = committedTogether && !wantsNoTransaction(command.args);
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
    const database = this.client ?? this.options.database.pool;
    const catalog =
      options.catalog ?? (options.refreshCatalog ? await this.readCatalog() : this.draft.catalog);
    const model = await this.options.buildModel(next, catalog, database);
    const refusal = inconsistencyRefusal(
      options.refuse,
      this.draft.model.inconsistencies,
      model.inconsistencies,
    );
    if (refusal) throw refusal;
    this.draft = { ...this.draft, metadata: next, catalog, model };
    return model;
  }

  async connection(): Promise<PoolClient> {
    this.client ??= await this.options.database.pool.connect();
    if (this.atomic && !this.inTransaction) await this.begin('read write');
    return this.client;
  }

  async transaction<T>(
    run: (client: PoolClient) => Promise<T>,
    mode: 'read only' | 'read write' = 'read write',
  ): Promise<T> {
    if (this.atomic && mode === 'read write') return run(await this.connection());
    this.client ??= await this.options.database.pool.connect();
    if (this.inTransaction) return mode === 'read only' ? this.readOnlyPart(run) : run(this.client);
    await this.begin(mode);
    try {
      const result = await run(this.client);
      await this.end('commit');
      return result;
    } catch (error) {
      await this.end('rollback');
      throw error;
    }
  }

  /** Nothing that is written in this part of a transaction is kept; writing is refused. */
  private async readOnlyPart<T>(run: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.connection();
    await client.query('savepoint read_only; set local transaction_read_only = on');
    const result = await run(client);
    await client.query('rollback to savepoint read_only');
    return result;
  }

  private async begin(mode: string): Promise<void> {
    await this.client?.query(`begin isolation level read committed ${mode}`);
    this.inTransaction = true;
  }

  private async end(how: 'commit' | 'rollback'): Promise<void> {
    this.inTransaction = false;
    await this.client?.query(how);
  }

  private changed = (): boolean => this.draft.metadata !== this.original.metadata;

  /** Keeps the draft and answers it. */
  async finish(): Promise<MetadataState> {
    if (this.changed()) {
      const database = this.client ?? this.options.database.pool;
      const document = exportMetadata(this.draft.metadata);
      const resourceVersion = await saveMetadata(database, document, this.original.resourceVersion);
      this.draft = { ...this.draft, resourceVersion };
    }
    if (this.inTransaction) await this.end('commit');
    this.release();
    return this.draft;
  }

  /** Undoes what is still open. */
  async abandon(): Promise<void> {
    try {
      if (this.inTransaction) await this.end('rollback');
      this.release();
    } catch (error) {
      this.release(error instanceof Error ? error : true);
    }
  }

  private release(error?: Error | boolean): void {
    const client = this.client;
    this.client = undefined;
    client?.release(error);
  }
}

export function readCommand(body: Json, path: string, endpoint: MetadataEndpoint): Command {
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
