import type { Json } from '../json.js';
import { isEmpty, isObject } from '../jsonText.js';
import type { Metadata, SourceMetadata, TableMetadata } from '../metadata/types.js';
import { inconsistent, otherSubject, placeInTable, sourceSubject, tableSubject } from './inconsistencies.js';
import { quoted } from './naming.js';
import type { Inconsistency } from './types.js';

/** Type in Hasura's list of inconsistent objects, and the words for what isn't supported. */
interface Feature {
  readonly type: string;
  readonly words: string;
}

const metadataFeatures: Readonly<Record<string, Feature>> = {
  remote_schemas: { type: 'remote_schema', words: 'remote schemas are' },
  cron_triggers: { type: 'cron_trigger', words: 'cron triggers are' },
  rest_endpoints: { type: 'rest_endpoint', words: 'REST endpoints are' },
};

const tableFeatures: Readonly<Record<string, Feature>> = {
  event_triggers: { type: 'event_trigger', words: 'event triggers are' },
  remote_relationships: { type: 'remote_relationship', words: 'remote relationships are' },
};

const sourceFeatures: Readonly<Record<string, Feature>> = {
  native_queries: { type: 'native_query', words: 'native queries are' },
  stored_procedures: { type: 'stored_procedure', words: 'stored procedures are' },
  logical_models: { type: 'logical_model', words: 'logical models are' },
};

export const isServed = (source: SourceMetadata): boolean => source.kind === 'postgres';

/** Everything in metadata that would do nothing here: each is said to be inconsistent, so that nobody relies on it. */
export function unsupportedParts(metadata: Metadata): Inconsistency[] {
  return [
    ...metadata.sources.filter((each) => !isServed(each)).map(unservedSource),
    ...metadata.sources.filter(isServed).flatMap(sourceParts),
    ...parts(metadata.unsupported, metadataFeatures, '', (key) =>
      otherSubject(key, key, metadata.unsupported[key] ?? null),
    ),
  ];
}

const unservedSource = ({ name, kind }: SourceMetadata): Inconsistency =>
  inconsistent(
    sourceSubject(name),
    `sources of kind ${quoted(kind)} are not supported by the embedded engine`,
  );

function sourceParts(source: SourceMetadata): Inconsistency[] {
  const { namingConvention } = source.customization;
  const convention =
    namingConvention === undefined || namingConvention === 'hasura-default'
      ? []
      : [
          inconsistent(
            sourceSubject(source.name),
            `naming convention ${quoted(namingConvention)} is not supported by the embedded engine`,
          ),
        ];
  return [
    ...convention,
    ...parts(source.unsupported, sourceFeatures, ` in source ${source.name}`, () =>
      sourceSubject(source.name),
    ),
    ...source.tables.flatMap((table) => tableParts(table, source.name)),
  ];
}

const tableParts = (table: TableMetadata, source: string): Inconsistency[] =>
  parts(table.unsupported, tableFeatures, placeInTable(table.table, source), () =>
    tableSubject(source, table.table),
  );

function parts(
  unsupported: Readonly<Record<string, Json>>,
  features: Readonly<Record<string, Feature>>,
  place: string,
  owner: (key: string) => ReturnType<typeof sourceSubject>,
): Inconsistency[] {
  return Object.entries(unsupported).flatMap(([key, value]) => {
    if (isEmpty(value)) return [];
    const feature = features[key];
    if (!feature) return [inconsistent(owner(key), `${quoted(key)} is not supported by the embedded engine`)];
    const objects = Array.isArray(value) ? value : [value];
    return objects.map((each: Json) =>
      inconsistent(
        otherSubject(feature.type, nameOf(each), each, place),
        `${feature.words} not supported by the embedded engine`,
      ),
    );
  });
}

function nameOf(json: Json): string {
  const object = isObject(json) ? json : {};
  const name = object.name ?? object.root_field_name;
  return typeof name === 'string' ? name : '';
}
