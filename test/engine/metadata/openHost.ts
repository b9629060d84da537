import type { Database } from '../../../src/engine/database/database.js';
import { SourceDatabases } from '../../../src/engine/database/sourceDatabases.js';
import { HasuraError } from '../../../src/engine/errors.js';
import type { Json } from '../../../src/engine/json.js';
import type { MetadataEndpoint } from '../../../src/engine/metadata/context.js';
import {
  type MetadataHost,
  type MetadataHostOptions,
  openMetadata,
} from '../../../src/engine/metadata/host.js';
import type { Session } from '../../../src/engine/session.js';

/** The metadata side of an engine on `database`, as engine.ts composes it. */
export const openHost = (
  database: Database,
  options: Pick<MetadataHostOptions, 'stringifyNumericTypes'> = {},
): Promise<MetadataHost> =>
  openMetadata({ databases: new SourceDatabases({ own: database, env: {} }), ...options });

export const sessionOf = (role: string, variables: Readonly<Record<string, string>> = {}): Session => ({
  role,
  variables: new Map(Object.entries({ 'x-hasura-role': role, ...variables })),
  hasAdminSecret: true,
  backendOnly: false,
});

const admin = sessionOf('admin');

export interface Refusal {
  readonly code: string;
  readonly path: string;
  readonly error: string;
  readonly status: number;
  readonly internal?: unknown;
}

export interface Client {
  (type: string, args: Json, more?: { readonly [key: string]: Json }): Promise<Json>;
  /** The refusal that the command must end with. */
  refusal(type: string, args: Json, more?: { readonly [key: string]: Json }): Promise<Refusal>;
  sql(text: string, more?: { readonly [key: string]: Json }): Promise<Json>;
}

export function clientOf(host: MetadataHost, endpoint: MetadataEndpoint, session = admin): Client {
  const run = (type: string, args: Json, more: { readonly [key: string]: Json } = {}) =>
    host.run(endpoint, { type, args, ...more }, session);
  return Object.assign(run, {
    async refusal(type: string, args: Json, more: { readonly [key: string]: Json } = {}): Promise<Refusal> {
      try {
        const answer = await run(type, args, more);
        throw new Error(`not refused: ${JSON.stringify(answer)}`);
      } catch (error) {
        if (!(error instanceof HasuraError)) throw error;
        const { code, path, message, status, internal } = error;
        return { code, path, error: message, status, ...(internal === undefined ? {} : { internal }) };
      }
    },
    sql: (text: string, more: { readonly [key: string]: Json } = {}) =>
      run('run_sql', { sql: text, ...more }),
  });
}
