import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { isObject } from '../../jsonText.js';
import type { SourceModel } from '../../model/types.js';
import { type Command, type Handlers, type MetadataContext, success } from '../context.js';
import { dropInconsistent } from '../dropInconsistent.js';
import { exportMetadata } from '../export.js';
import { clearedMetadata } from '../initial.js';
import { parseMetadata } from '../parse.js';
import { boolean, jsonObject, list, oneOf, string } from '../reader.js';
import { inconsistenciesJson } from '../refusals.js';
import { loadCatalogState, saveCatalogState } from '../store.js';
import { argsOf } from './arguments.js';

const consistency = (context: MetadataContext) => {
  const objects = context.model().inconsistencies;
  return { is_consistent: objects.length === 0, inconsistent_objects: inconsistenciesJson(objects) };
};

/** Version 1 takes the metadata itself and refuses every inconsistency; version 2 answers them. */
async function replace(args: Json, context: MetadataContext, command: Command): Promise<Json> {
  const isWrapped = command.version >= 2 || (isObject(args) && args.metadata !== undefined);
  const document = isWrapped ? argsOf(args).required('metadata', jsonObject) : args;
  const allowed = isWrapped && argsOf(args).withDefault('allow_inconsistent_metadata', boolean, false);
  const path = isWrapped ? '$.args.metadata' : '$.args';
  const current = context.metadata().sources.find((each) => each.name === 'default');
  const next = parseMetadata(document, { path, ...(current ? { defaultSource: current } : {}) });
  await context.apply(next, { refuse: allowed ? 'none' : 'any', refresh: 'all' });
  return isWrapped ? consistency(context) : success;
}

function requireSource(context: MetadataContext, name: string): void {
  if (context.metadata().sources.some((each) => each.name === name)) return;
  throw new HasuraError('not-exists', `Source with name "${name}" not found in metadata`, { path: '$.args' });
}

const sourceState = ({ name: source, tables, functions }: SourceModel) => ({
  source,
  tables: [...tables.values()].map((table) => ({
    table: { schema: table.schema, name: table.name },
    columns: table.columns.map((each) => each.name),
    relationships: table.relationships.map((each) => each.name),
    roles: [...table.permissions.keys()],
  })),
  functions: functions.map(({ schema, name }) => ({ schema, name })),
});

export const metadataCommands: Handlers = {
  replace_metadata: replace,

  export_metadata(_args, context, { version }) {
    const metadata = exportMetadata(context.metadata());
    return version >= 2 ? { resource_version: context.resourceVersion(), metadata } : metadata;
  },

  async reload_metadata(args, context) {
    const named = argsOf(args).optional('reload_sources', (value, at) =>
      typeof value === 'boolean' ? [] : list(string)(value, at),
    );
    for (const name of named ?? []) requireSource(context, name);
    await context.apply(context.metadata(), { refuse: 'none', refresh: 'all' });
    const { is_consistent, inconsistent_objects } = consistency(context);
    return { message: 'success', is_consistent, ...(is_consistent ? {} : { inconsistent_objects }) };
  },

  async clear_metadata(_args, context) {
    await context.apply(clearedMetadata(context.metadata()), { refuse: 'none', refresh: 'all' });
    return success;
  },

  get_inconsistent_metadata: (_args, context) => consistency(context),

  async drop_inconsistent_metadata(_args, context) {
    await dropInconsistent(context);
    return success;
  },

  async get_catalog_state(_args, context) {
    return loadCatalogState(await context.metadataConnection());
  },

  async set_catalog_state(args, context) {
    const fields = argsOf(args);
    const type = fields.required('type', oneOf('cli', 'console'));
    await saveCatalogState(await context.metadataConnection(), type, fields.required('state', jsonObject));
    return success;
  },

  /** Hasura's form of this is its internal cache; here it is the model, in short. */
  dump_internal_state(_args, context) {
    const model = context.model();
    return {
      resource_version: context.resourceVersion(),
      sources: [...model.sources.values()].map(sourceState),
      actions: model.actions.map((each) => each.name),
      roles: [...model.roles],
      inconsistent_objects: inconsistenciesJson(model.inconsistencies),
    };
  },
};
