import { type Catalog, catalogKey } from '../catalog/types.js';
import type { RelationshipMetadata } from '../metadata/types.js';
import { buildComputedField } from './computedFields.js';
import { Uses } from './dependencies.js';
import { groupBy } from './groupBy.js';
import {
  buildOr,
  computedFieldSubject,
  inconsistent,
  relationshipSubject,
  type Subject,
} from './inconsistencies.js';
import { quoted } from './naming.js';
import { buildRelationship } from './relationships.js';
import type { TableDraft, TableFields } from './tables.js';
import type { ComputedField, Dependency, Inconsistency, Relationship } from './types.js';

type Field =
  | { readonly kind: 'relationship'; readonly value: Relationship }
  | { readonly kind: 'computedField'; readonly value: ComputedField };

interface Candidate {
  readonly subject: Subject;
  readonly field: Field;
  readonly dependencies: readonly Dependency[];
}

interface FieldsContext {
  readonly source: string;
  readonly drafts: ReadonlyMap<string, TableDraft>;
  readonly catalog: Catalog;
  readonly inconsistencies: Inconsistency[];
  readonly dependencies: Dependency[];
}

/** Adds relationships and computed fields; those that are faulty or whose names conflict are noted and left out. */
export function addFields(draft: TableDraft, context: FieldsContext): TableFields {
  const { base } = draft;
  const candidates = withoutConflicts(
    base,
    [...relationships(draft, context), ...computedFields(draft, context)],
    context,
  );
  for (const each of candidates) context.dependencies.push(...each.dependencies);
  const fields = candidates.map((each) => each.field);
  return {
    ...base,
    relationships: fields.flatMap((each) => (each.kind === 'relationship' ? [each.value] : [])),
    computedFields: fields.flatMap((each) => (each.kind === 'computedField' ? [each.value] : [])),
  };
}

function relationships({ metadata, base }: TableDraft, context: FieldsContext): Candidate[] {
  const { source, drafts, inconsistencies } = context;
  const build = (kind: 'object' | 'array', each: RelationshipMetadata): Candidate[] => {
    const subject = relationshipSubject(source, metadata.table, kind, each);
    const uses = new Uses({ kind: 'relationship', table: metadata.table, name: each.name });
    const prefix = `in table ${quoted(base)}: in relationship ${quoted(each.name)}: `;
    const value = buildOr(inconsistencies, subject, prefix, () =>
      buildRelationship(base, kind, each, drafts, source, uses),
    );
    return value ? [{ subject, field: { kind: 'relationship', value }, dependencies: uses.list() }] : [];
  };
  return [
    ...metadata.objectRelationships.flatMap((each) => build('object', each)),
    ...metadata.arrayRelationships.flatMap((each) => build('array', each)),
  ];
}

function computedFields({ metadata, base }: TableDraft, context: FieldsContext): Candidate[] {
  const { source, drafts, catalog, inconsistencies } = context;
  return metadata.computedFields.flatMap((each) => {
    const subject = computedFieldSubject(source, metadata.table, each);
    const uses = new Uses({ kind: 'computedField', table: metadata.table, name: each.name });
    const prefix = `in table ${quoted(base)}: in computed field ${quoted(each.name)}: `;
    const value = buildOr(inconsistencies, subject, prefix, () =>
      buildComputedField(base, each, catalog, (table) => drafts.has(catalogKey(table)), uses),
    );
    return value ? [{ subject, field: { kind: 'computedField', value }, dependencies: uses.list() }] : [];
  });
}

/** Hasura's order: fields among themselves, then names that columns were given, then the columns' own names. */
function withoutConflicts(
  base: TableDraft['base'],
  candidates: readonly Candidate[],
  { inconsistencies }: FieldsContext,
): readonly Candidate[] {
  const counts = groupBy(candidates, (each) => each.field.value.name);
  return candidates.filter(({ field, subject }) => {
    const reason =
      (counts.get(field.value.name)?.length ?? 0) > 1
        ? `conflicting definitions for field ${quoted(field.value.name)}`
        : columnConflict(base, field);
    if (reason !== undefined) inconsistencies.push(inconsistent(subject, reason));
    return reason === undefined;
  });
}

function columnConflict(base: TableDraft['base'], field: Field): string | undefined {
  const { name } = field.value;
  const hasAggregate = field.kind === 'relationship' && field.value.kind === 'array';
  const names = hasAggregate ? [name, `${name}_aggregate`] : [name];
  const columns = names.flatMap((each) => base.columns.filter((column) => column.graphqlName === each));
  const renamed = columns.find((column) => column.name !== column.graphqlName);
  if (renamed) {
    return `field definition conflicts with custom field name for postgres column ${quoted(renamed.name)}`;
  }
  const clash = columns.length > 0 || base.catalog.columns.some((column) => column.name === name);
  return clash ? 'field definition conflicts with postgres column' : undefined;
}
