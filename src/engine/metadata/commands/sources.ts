import { HasuraError } from '../../errors.js';
import type { JsonObject } from '../../json.js';
import { sourceSubject } from '../../model/inconsistencies.js';
import { type Handlers, success } from '../context.js';
import { dependencyError } from '../dependents.js';
import { editSource, getSource, put } from '../edit.js';
import { noCustomization, parseSourceCustomization } from '../parse/sources.js';
import { boolean, jsonObject, nonEmptyString } from '../reader.js';
import type { SourceMetadata } from '../types.js';
import { argsOf, sourceOf } from './arguments.js';

/** Databases of Postgres; sources of other kinds are inconsistent. See `SourceDatabases` for which database is meant. */
export const sourceCommands: Handlers = {
  async pg_add_source(args, context) {
    const fields = argsOf(args);
    const name = fields.required('name', nonEmptyString);
    const metadata = context.metadata();
    const known = metadata.sources.find((each) => each.name === name);
    if (known && !fields.withDefault('replace_configuration', boolean, false)) {
      throw new HasuraError('already-exists', `source with name "${name}" already exists`, {
        path: '$.args',
      });
    }
    const source: SourceMetadata = {
      tables: [],
      functions: [],
      unsupported: {},
      ...known,
      name,
      kind: 'postgres',
      configuration: fields.withDefault<JsonObject>('configuration', jsonObject, {}),
      customization: fields.withDefault(
        'customization',
        parseSourceCustomization,
        known?.customization ?? noCustomization,
      ),
    };
    await context.apply(
      { ...metadata, sources: put(metadata.sources, source, (each) => each.name) },
      { refuse: { about: sourceSubject(name).name }, refresh: { source: name } },
    );
    return success;
  },

  async pg_drop_source(args, context) {
    const fields = argsOf(args);
    const name = fields.required('name', nonEmptyString);
    const cascade = fields.withDefault('cascade', boolean, false);
    const source = getSource(context.metadata(), name);
    const used = context
      .metadata()
      .customTypes.objects.some((type) =>
        type.relationships.some((each) => (each.source ?? 'default') === name),
      );
    if (used && !cascade) throw dependencyError([{ kind: 'customTypes' }], source.name);
    const sources = context.metadata().sources.filter((each) => each.name !== name);
    await context.apply({ ...context.metadata(), sources }, { refuse: 'none' });
    return success;
  },

  async rename_source(args, context) {
    const fields = argsOf(args);
    const name = fields.required('name', nonEmptyString);
    const newName = fields.required('new_name', nonEmptyString);
    getSource(context.metadata(), name);
    if (context.metadata().sources.some((each) => each.name === newName)) {
      throw new HasuraError('already-exists', `source with name "${newName}" already exists`, {
        path: '$.args',
      });
    }
    await context.apply(
      editSource(context.metadata(), name, (each) => ({ ...each, name: newName })),
      { refuse: 'new' },
    );
    return success;
  },

  async pg_update_source(args, context) {
    const fields = argsOf(args);
    const name = fields.required('name', nonEmptyString);
    const configuration = fields.maybe('configuration', jsonObject, 'configuration');
    const customization = fields.maybe('customization', parseSourceCustomization, 'customization');
    await context.apply(
      editSource(context.metadata(), name, (each) => ({ ...each, ...configuration, ...customization })),
      { refuse: { about: sourceSubject(name).name }, refresh: { source: name } },
    );
    return success;
  },

  async set_source_customization(args, context) {
    const fields = argsOf(args);
    const customization = fields.withDefault('customization', parseSourceCustomization, noCustomization);
    const source = sourceOf(fields);
    await context.apply(
      editSource(context.metadata(), source, (each) => ({ ...each, customization })),
      { refuse: { about: sourceSubject(source).name } },
    );
    return success;
  },

  get_source_tables(args, context) {
    const { tables } = context.catalog(sourceOf(argsOf(args)));
    return [...tables.values()].map(({ schema, name }) => ({ name, schema }));
  },

  list_source_kinds: () => ({
    sources: [{ builtin: true, display_name: 'pg', kind: 'pg', available: true }],
  }),
};
