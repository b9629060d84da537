import type { JsonObject } from '../json.js';
import { noCustomization } from './parse/sources.js';
import { emptyMetadata, parseMetadata } from './parse.js';
import type { Metadata } from './types.js';

/** The source that Hasura makes for the database that it is started with. */
const defaultSource: JsonObject = {
  name: 'default',
  kind: 'postgres',
  tables: [],
  configuration: {
    connection_info: {
      database_url: { from_env: 'HASURA_GRAPHQL_DATABASE_URL' },
      isolation_level: 'read-committed',
      pool_settings: { connection_lifetime: 600, idle_timeout: 180, max_connections: 50, retries: 1 },
      use_prepared_statements: true,
    },
  },
};

/** What a database without metadata is served with. */
export const initialMetadata: Metadata = parseMetadata({ version: 3, sources: [defaultSource] });

/** Metadata without any object; the default source stays, if there is one. */
export function clearedMetadata(current: Metadata): Metadata {
  const source = current.sources.find((each) => each.name === 'default');
  if (!source) return emptyMetadata;
  const cleared = { ...source, tables: [], functions: [], customization: noCustomization, unsupported: {} };
  return { ...emptyMetadata, sources: [cleared] };
}
