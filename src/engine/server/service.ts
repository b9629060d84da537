import type { Json, JsonObject } from '../json.js';
import type { Session } from '../session.js';
import type { GraphQLService } from '../subscriptions/service.js';

export type CommandEndpoint = '/v1/metadata' | '/v1/query' | '/v2/query';

/** What the HTTP server serves; `engine.ts` is one. Everything may throw a HasuraError. */
export interface EngineService extends GraphQLService {
  /**
   * Runs a command of the metadata or schema API and answers JSON text. Refuses roles other than admin where the
   * command is for admins: nearly everywhere.
   */
  runCommand(endpoint: CommandEndpoint, command: Json, session: Session): Promise<string>;
  /** POST /v1/graphql/explain: JSON text, see service/explain.ts. */
  explain(body: Json): Promise<string>;
  /** SQL text for POST /v1alpha1/pg_dump. */
  dumpDatabase(options: Json): Promise<string>;
  health(): Promise<Health>;
  /** GET /v1alpha1/config, without secrets. */
  describeConfig(): JsonObject;
  /** The most requests of one batch (api_limits), null for any number. */
  batchLimit?(session: Session): number | null;
}

export interface Health {
  readonly database: boolean;
  readonly consistentMetadata: boolean;
}
