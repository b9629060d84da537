import type { Handlers, MetadataEndpoint } from '../context.js';
import { actionCommands, roleCommands } from './actions.js';
import { bulkCommands } from './bulk.js';
import { collectionCommands, limitCommands } from './collections.js';
import { dmlCommands } from './dml.js';
import { computedFieldCommands, functionCommands } from './functions.js';
import { metadataCommands } from './metadata.js';
import { permissionCommands } from './permissions.js';
import { relationshipCommands } from './relationships.js';
import { runSqlCommands } from './runSql.js';
import { sourceCommands } from './sources.js';
import { tableCommands, trackTable } from './tables.js';
import { unsupportedCommands } from './unsupported.js';
import { transformCommands } from './webhookTransforms.js';

/** Commands about a source's objects: on /v1/metadata their names start with the source's kind, `pg` or `postgres`. */
const ofSource: Handlers = {
  ...tableCommands,
  ...relationshipCommands,
  ...permissionCommands,
  ...functionCommands,
  ...computedFieldCommands,
};

const prefixed = (handlers: Handlers, prefix: string): Handlers =>
  Object.fromEntries(Object.entries(handlers).map(([type, handler]) => [prefix + type, handler]));

const ofMetadata: Handlers = {
  ...unsupportedCommands,
  ...prefixed(ofSource, 'pg_'),
  ...prefixed(ofSource, 'postgres_'),
  ...metadataCommands,
  ...actionCommands,
  ...roleCommands,
  ...collectionCommands,
  ...limitCommands,
  ...transformCommands,
  ...sourceCommands,
  ...bulkCommands,
};

/** Names from before 1.0 that /v1/query still knows. */
const olderNames: Handlers = { add_existing_table_or_view: trackTable };

/** Every command by endpoint and type. /v1/query is the older API: names without prefix, and everything in one. */
export const commandHandlers: Readonly<Record<MetadataEndpoint, Handlers>> = {
  '/v1/metadata': ofMetadata,
  '/v2/query': { ...runSqlCommands, ...dmlCommands, ...bulkCommands },
  '/v1/query': { ...ofMetadata, ...ofSource, ...olderNames, ...runSqlCommands, ...dmlCommands },
};
