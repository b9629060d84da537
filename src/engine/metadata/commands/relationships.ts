import { catalogKey } from '../../catalog/types.js';
import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { relationshipSubject } from '../../model/inconsistencies.js';
import type { SourceModel } from '../../model/types.js';
import { type Handlers, type MetadataContext, success } from '../context.js';
import { dependencyError, dependentsOf, dropObject } from '../dependents.js';
import { editTable, getTable } from '../edit.js';
import { parseTableName, printName } from '../parse/names.js';
import { parseRelationship } from '../parse/relationships.js';
import { boolean, nonEmptyString, string } from '../reader.js';
import { renameRelationship } from '../rename/relationships.js';
import type { RelationshipMetadata, TableMetadata, TableName } from '../types.js';
import { argsOf, argsPlace, sourceOf } from './arguments.js';

async function create(args: Json, context: MetadataContext, kind: 'object' | 'array'): Promise<Json> {
  const fields = argsOf(args);
  const source = sourceOf(fields);
  const name = fields.required('table', parseTableName);
  const relationship = parseRelationship(args, argsPlace, kind);
  const table = getTable(context.metadata(), source, name);
  if (hasField(context.sourceModel(source), table, relationship.name)) {
    const message = `field with name "${relationship.name}" already exists in table "${printName(name)}"`;
    throw new HasuraError('already-exists', message, { path: '$.args' });
  }
  const list = listOf(kind);
  await context.apply(
    editTable(context.metadata(), source, name, (each) => ({
      ...each,
      [list]: [...each[list], relationship],
    })),
    {
      refuse: { about: relationshipSubject(source, name, kind, relationship).name },
      refresh: { source },
    },
  );
  return success;
}

const listOf = (kind: 'object' | 'array') => `${kind}Relationships` as const;

/** Is there a column, relationship or computed field of that name? */
function hasField({ tables }: SourceModel, table: TableMetadata, name: string): boolean {
  const tracked = tables.get(catalogKey(table.table));
  return (
    tracked?.columns.some((each) => each.name === name) === true ||
    fieldsOf(table).some((each) => each.name === name)
  );
}

const fieldsOf = (table: TableMetadata) => [
  ...table.objectRelationships,
  ...table.arrayRelationships,
  ...table.computedFields,
];

function getRelationship(table: TableMetadata, name: string): RelationshipMetadata {
  const found = [...table.objectRelationships, ...table.arrayRelationships].find(
    (each) => each.name === name,
  );
  if (found) return found;
  throw new HasuraError('not-exists', `relationship "${name}" does not exist`, { path: '$.args' });
}

export const relationshipCommands: Handlers = {
  create_object_relationship: (args, context) => create(args, context, 'object'),
  create_array_relationship: (args, context) => create(args, context, 'array'),

  async drop_relationship(args, context) {
    const fields = argsOf(args);
    const source = sourceOf(fields);
    const table = fields.required('table', parseTableName);
    const name = fields.required('relationship', nonEmptyString);
    const cascade = fields.withDefault('cascade', boolean, false);
    getRelationship(getTable(context.metadata(), source, table), name);
    const relationship = { kind: 'relationship', table, name } as const;
    const dependents = dependentsOf(context.sourceModel(source), relationship);
    if (dependents.length > 0 && !cascade) throw dependencyError(dependents, source);
    const next = [...dependents, relationship].reduce(
      (draft, object) => dropObject(draft, source, object),
      context.metadata(),
    );
    await context.apply(next, { refuse: 'new' });
    return success;
  },

  async rename_relationship(args, context) {
    const fields = argsOf(args);
    const source = sourceOf(fields);
    const name = fields.required('table', parseTableName);
    const from = fields.required('name', nonEmptyString);
    const to = fields.required('new_name', nonEmptyString);
    const table = getTable(context.metadata(), source, name);
    getRelationship(table, from);
    if (hasField(context.sourceModel(source), table, to)) {
      const conflict = `cannot rename relationship "${from}" to "${to}" in table "${printName(name)}" as a column/relationship with the name already exists`;
      throw new HasuraError('already-exists', conflict, { path: '$.args' });
    }
    const renamed = renameRelationship(context.metadata(), context.sourceModel(source), name, { from, to });
    await context.apply(renamed, { refuse: 'new' });
    return success;
  },

  async set_relationship_comment(args, context) {
    const fields = argsOf(args);
    const source = sourceOf(fields);
    const table = fields.required('table', parseTableName);
    const name = fields.required('name', nonEmptyString);
    const comment = fields.maybe('comment', string, 'comment');
    getRelationship(getTable(context.metadata(), source, table), name);
    await context.apply(withComment(context, source, table, name, comment), { refuse: 'new' });
    return success;
  },
};

function withComment(
  context: MetadataContext,
  source: string,
  table: TableName,
  name: string,
  comment: { readonly comment?: string },
) {
  const edit = (items: readonly RelationshipMetadata[]) =>
    items.map((each) => (each.name === name ? { name, using: each.using, ...comment } : each));
  return editTable(context.metadata(), source, table, (each) => ({
    ...each,
    objectRelationships: edit(each.objectRelationships),
    arrayRelationships: edit(each.arrayRelationships),
  }));
}
