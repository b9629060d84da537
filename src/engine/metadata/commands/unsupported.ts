import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import type { Handlers } from '../context.js';
import { nonEmptyString } from '../reader.js';
import { argsOf } from './arguments.js';

/** Commands of Hasura for features that the embedded engine doesn't have: refused, rather than taken and inert. */
const features: Readonly<Record<string, readonly string[]>> = {
  'remote schemas': [
    'add_remote_schema',
    'update_remote_schema',
    'remove_remote_schema',
    'reload_remote_schema',
    'introspect_remote_schema',
    'add_remote_schema_permissions',
    'drop_remote_schema_permissions',
    'create_remote_schema_remote_relationship',
    'update_remote_schema_remote_relationship',
    'delete_remote_schema_remote_relationship',
  ],
  'remote relationships': [
    'pg_create_remote_relationship',
    'pg_update_remote_relationship',
    'pg_delete_remote_relationship',
    'create_remote_relationship',
    'update_remote_relationship',
    'delete_remote_relationship',
  ],
  'event triggers': [
    'pg_create_event_trigger',
    'pg_delete_event_trigger',
    'pg_redeliver_event',
    'pg_invoke_event_trigger',
    'create_event_trigger',
    'delete_event_trigger',
    'redeliver_event',
    'invoke_event_trigger',
    'pg_get_event_logs',
    'pg_get_event_invocation_logs',
    'pg_get_event_by_id',
    'pg_start_event_trigger_cleanup',
    'pg_pause_event_trigger_cleanup',
    'pg_resume_event_trigger_cleanup',
  ],
  'scheduled triggers': [
    'create_cron_trigger',
    'delete_cron_trigger',
    'create_scheduled_event',
    'delete_scheduled_event',
    'get_cron_triggers',
    'get_scheduled_events',
    'get_scheduled_event_invocations',
  ],
  'REST endpoints': ['create_rest_endpoint', 'drop_rest_endpoint'],
  'native queries': ['pg_get_native_query', 'pg_track_native_query', 'pg_untrack_native_query'],
  'logical models': [
    'pg_get_logical_model',
    'pg_track_logical_model',
    'pg_untrack_logical_model',
    'pg_create_logical_model_select_permission',
    'pg_drop_logical_model_select_permission',
  ],
  'suggestions of relationships': ['pg_suggest_relationships'],
  'connection templates': ['pg_test_connection_template'],
  'query tags': ['set_query_tags'],
  'settings of the network': ['add_host_to_tls_allowlist', 'drop_host_from_tls_allowlist'],
  'OpenTelemetry exports': ['set_opentelemetry_config', 'set_opentelemetry_status'],
  'metrics settings': ['set_metrics_config', 'remove_metrics_config'],
  'sources that are not Postgres': [
    'mssql_add_source',
    'mssql_drop_source',
    'bigquery_add_source',
    'bigquery_drop_source',
    'citus_add_source',
    'cockroach_add_source',
    'dc_add_agent',
    'dc_delete_agent',
    'get_source_kind_capabilities',
    'get_source_trackables',
    'get_table_info',
  ],
};

export const unsupportedCommands: Handlers = Object.fromEntries(
  Object.entries(features).flatMap(([feature, types]) =>
    types.map((type) => [
      type,
      (args: Json) => {
        argsOf(args).optional('name', nonEmptyString);
        throw new HasuraError('not-supported', `${feature} are not supported by the embedded engine`, {
          path: '$.args',
        });
      },
    ]),
  ),
);
