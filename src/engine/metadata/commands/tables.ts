import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { isObject } from '../../jsonText.js';
import { tableSubject } from '../../model/inconsistencies.js';
import { type Handlers, type MetadataContext, success } from '../context.js';
import { belongsTo, dependencyError, dependentsOf, dropObject } from '../dependents.js';
import { editSource, editTable, findTable, getSource, getTable } from '../edit.js';
import { emptyConfiguration, parseTableConfiguration } from '../parse/configuration.js';
import { parseTableName, printName, sameName } from '../parse/names.js';
import { newTable, unsupportedTableKeys } from '../parse/tables.js';
import { boolean, json, list } from '../reader.js';
import type { TableMetadata, TableName } from '../types.js';
import { argsOf, argsPlace, sourceOf } from './arguments.js';

async function track(context: MetadataContext, source: string, table: TableMetadata): Promise<void> {
  const metadata = context.metadata();
  const current = getSource(metadata, source);
  if (findTable(current, table.table)) {
    throw new HasuraError('already-tracked', `view/table already tracked: "${printName(table.table)}"`, {
      path: '$.args',
    });
  }
  if (current.functions.some((each) => sameName(each.function, table.table))) {
    throw new HasuraError('not-supported', `function with name "${printName(table.table)}" already exists`, {
      path: '$.args',
    });
  }
  await context.apply(
    editSource(metadata, source, (each) => ({ ...each, tables: [...each.tables, table] })),
    { refuse: { about: tableSubject(source, table.table).name }, refresh: { source } },
  );
}

/** `"notes"`, `{schema, name}` or `{table, is_enum?, configuration?, source?}`. */
function parseTrack(args: Json): { readonly source: string; readonly table: TableMetadata } {
  if (!isObject(args) || args.table === undefined) {
    return { source: 'default', table: newTable(parseTableName(args, argsPlace)) };
  }
  const fields = argsOf(args);
  const table = newTable(fields.required('table', parseTableName), {
    isEnum: fields.withDefault('is_enum', boolean, false),
    configuration: fields.withDefault('configuration', parseTableConfiguration, emptyConfiguration),
    unsupported: fields.kept(unsupportedTableKeys),
  });
  return { source: sourceOf(fields), table };
}

async function untrack(
  context: MetadataContext,
  source: string,
  table: TableName,
  cascade: boolean,
): Promise<void> {
  const metadata = context.metadata();
  if (!findTable(getSource(metadata, source), table)) {
    throw new HasuraError('already-untracked', `view/table already untracked: "${printName(table)}"`, {
      path: '$.args',
    });
  }
  const dependents = dependentsOf(context.sourceModel(source), { kind: 'table', table }).filter(
    (each) => !belongsTo(each, table),
  );
  if (dependents.length > 0 && !cascade) throw dependencyError(dependents, source);
  const next = [...dependents, { kind: 'table', table } as const].reduce(
    (draft, object) => dropObject(draft, source, object),
    metadata,
  );
  await context.apply(next, { refuse: 'none' });
}

async function eachTable(args: Json, run: (item: Json) => Promise<void>): Promise<Json> {
  const fields = argsOf(args);
  for (const item of fields.required('tables', list(json))) await run(item);
  return success;
}

function untrackArguments(args: Json): readonly [source: string, table: TableName, cascade: boolean] {
  const fields = argsOf(args);
  return [
    sourceOf(fields),
    fields.required('table', parseTableName),
    fields.withDefault('cascade', boolean, false),
  ];
}

/** Changes one tracked table; the table itself is what the error is about. */
async function change(
  context: MetadataContext,
  source: string,
  name: TableName,
  edit: (table: TableMetadata) => TableMetadata,
): Promise<Json> {
  getTable(context.metadata(), source, name);
  await context.apply(editTable(context.metadata(), source, name, edit), {
    refuse: { about: tableSubject(source, name).name },
  });
  return success;
}

export async function trackTable(args: Json, context: MetadataContext): Promise<Json> {
  const { source, table } = parseTrack(args);
  await track(context, source, table);
  return success;
}

export const tableCommands: Handlers = {
  track_table: trackTable,
  track_tables: (args, context) =>
    eachTable(args, async (item) => {
      const { source, table } = parseTrack(item);
      await track(context, source, table);
    }),
  async untrack_table(args, context) {
    await untrack(context, ...untrackArguments(args));
    return success;
  },
  untrack_tables: (args, context) => eachTable(args, (item) => untrack(context, ...untrackArguments(item))),
  set_table_is_enum(args, context) {
    const fields = argsOf(args);
    const isEnum = fields.required('is_enum', boolean);
    return change(context, sourceOf(fields), fields.required('table', parseTableName), (table) => ({
      ...table,
      isEnum,
    }));
  },
  set_table_customization(args, context) {
    const fields = argsOf(args);
    const configuration = fields.withDefault('configuration', parseTableConfiguration, emptyConfiguration);
    return change(context, sourceOf(fields), fields.required('table', parseTableName), (table) => ({
      ...table,
      configuration,
    }));
  },
  /** The older form: root fields and column names only, which resets the rest. */
  set_table_custom_fields(args, context) {
    const fields = argsOf(args);
    const object = isObject(args) ? args : {};
    const configuration = parseTableConfiguration(
      {
        custom_root_fields: object.custom_root_fields ?? null,
        custom_column_names: object.custom_column_names ?? null,
      },
      argsPlace,
    );
    return change(context, sourceOf(fields), fields.required('table', parseTableName), (table) => ({
      ...table,
      configuration,
    }));
  },
  set_apollo_federation_config(args, context) {
    const fields = argsOf(args);
    const config = fields.optional('apollo_federation_config', json) ?? null;
    return change(context, sourceOf(fields), fields.required('table', parseTableName), (table) => {
      const { apollo_federation_config: _old, ...unsupported } = table.unsupported;
      return {
        ...table,
        unsupported: config === null ? unsupported : { ...unsupported, apollo_federation_config: config },
      };
    });
  },
};
