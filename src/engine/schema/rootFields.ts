import { isGraphqlName, quoted } from '../model/naming.js';
import type { RootFieldName, TrackedTable } from '../model/types.js';
import { aggregateObject } from './aggregate.js';
import { boolExp } from './boolExp.js';
import {
  ownerOf,
  permissionsOf,
  primaryKeyColumns,
  type SchemaContext,
  selectableColumns,
} from './context.js';
import { updatableColumns } from './enums.js';
import { insertInput } from './insertInput.js';
import { mutationResponse } from './mutationResponse.js';
import { describe, rootFieldName } from './naming.js';
import { onConflictArgument } from './onConflict.js';
import { selectArguments } from './selectArguments.js';
import { streamArguments } from './stream.js';
import { tableObject } from './tableObject.js';
import { type FieldDetails, inputField, named, outputField, required, requiredListOf } from './typeRef.js';
import type { OutputField, OutputMeaning, TypeRef } from './types.js';
import {
  primaryKeyArguments,
  primaryKeyInput,
  updateOperatorArguments,
  updatesInput,
  updateWhereArgument,
} from './updateInput.js';

/** A root field that is built when somebody asks for it. */
export interface RootEntry {
  readonly name: string;
  /** Whose types it leads to: see `ownerOf`, or `actions`. */
  readonly owner: string;
  readonly build: () => OutputField;
}

export interface RootEntries {
  readonly query: readonly RootEntry[];
  readonly mutation: readonly RootEntry[];
  readonly subscription: readonly RootEntry[];
}

/** What a kind of root field is to one table: type, arguments and what it means. */
interface RootFieldRow {
  /** Completed with the table's name. */
  readonly description: readonly [before: string, after?: string];
  readonly means: (table: TrackedTable) => OutputMeaning;
  readonly type: (context: SchemaContext, table: TrackedTable) => TypeRef;
  readonly arguments: (context: SchemaContext, table: TrackedTable) => FieldDetails['arguments'];
}

const byName = { is: 'byName' } as const;
const row = (context: SchemaContext, table: TrackedTable) => named(tableObject(context, table));
const rows = (context: SchemaContext, table: TrackedTable) => requiredListOf(tableObject(context, table));
const response = (context: SchemaContext, table: TrackedTable) => named(mutationResponse(context, table));
const keyColumns = (context: SchemaContext, table: TrackedTable) => primaryKeyColumns(context, table) ?? [];

const rootFields: Readonly<Record<RootFieldName, RootFieldRow>> = {
  select: {
    description: ['fetch data from the table: '],
    means: (table) => ({ is: 'select', table }),
    type: rows,
    arguments: selectArguments,
  },
  select_aggregate: {
    description: ['fetch aggregated fields from the table: '],
    means: (table) => ({ is: 'selectAggregate', table }),
    type: (context, table) => required(aggregateObject(context, table)),
    arguments: selectArguments,
  },
  select_by_pk: {
    description: ['fetch data from the table: ', ' using primary key columns'],
    means: (table) => ({ is: 'selectByPk', table }),
    type: row,
    arguments: (context, table) => primaryKeyArguments(context, keyColumns(context, table)),
  },
  select_stream: {
    description: ['fetch data from the table in a streaming manner: '],
    means: (table) => ({ is: 'selectStream', table }),
    type: rows,
    arguments: streamArguments,
  },
  insert: {
    description: ['insert data into the table: '],
    means: (table) => ({ is: 'insert', table, one: false }),
    type: response,
    arguments: (context, table) => [
      inputField('objects', requiredListOf(insertInput(context, table)), byName, 'the rows to be inserted'),
      ...onConflictArgument(context, table),
    ],
  },
  insert_one: {
    description: ['insert a single row into the table: '],
    means: (table) => ({ is: 'insert', table, one: true }),
    type: row,
    arguments: (context, table) => [
      inputField('object', required(insertInput(context, table)), byName, 'the row to be inserted'),
      ...onConflictArgument(context, table),
    ],
  },
  update: {
    description: ['update data of the table: '],
    means: (table) => ({ is: 'update', table, by: 'where' }),
    type: response,
    arguments: (context, table) => [
      ...updateOperatorArguments(context, table),
      updateWhereArgument(context, table),
    ],
  },
  update_by_pk: {
    description: ['update single row of the table: '],
    means: (table) => ({ is: 'update', table, by: 'pk' }),
    type: row,
    arguments: (context, table) => [
      ...updateOperatorArguments(context, table),
      inputField('pk_columns', required(primaryKeyInput(context, table, keyColumns(context, table)))),
    ],
  },
  update_many: {
    description: ['update multiples rows of table: '],
    means: (table) => ({ is: 'update', table, by: 'many' }),
    type: (context, table) => ({ kind: 'list', of: response(context, table), nonNull: false }),
    arguments: (context, table) => [
      inputField(
        'updates',
        requiredListOf(updatesInput(context, table)),
        byName,
        'updates to execute, in order',
      ),
    ],
  },
  delete: {
    description: ['delete data from the table: '],
    means: (table) => ({ is: 'delete', table, by: 'where' }),
    type: response,
    arguments: (context, table) => [
      inputField(
        'where',
        required(boolExp(context, table)),
        byName,
        'filter the rows which have to be deleted',
      ),
    ],
  },
  delete_by_pk: {
    description: ['delete single row from the table: '],
    means: (table) => ({ is: 'delete', table, by: 'pk' }),
    type: row,
    arguments: (context, table) => primaryKeyArguments(context, keyColumns(context, table)),
  },
};

/** The root fields that one table gives the role. */
export function tableRootFields(context: SchemaContext, table: TrackedTable): RootEntries {
  if (!isGraphqlName(table.graphqlName)) return { query: [], mutation: [], subscription: [] };
  const owner = ownerOf(table);
  const entries = (kinds: readonly RootFieldName[]): readonly RootEntry[] =>
    kinds.map((kind) => {
      const name = rootFieldName(context, table, kind);
      return { name, owner, build: () => buildRootField(context, table, kind, name) };
    });
  return {
    query: entries(readingFields(context, table, 'queryRootFields')),
    mutation: entries(writingFields(context, table)),
    subscription: entries(readingFields(context, table, 'subscriptionRootFields')),
  };
}

function buildRootField(
  context: SchemaContext,
  table: TrackedTable,
  kind: RootFieldName,
  name: string,
): OutputField {
  const { description, means, type, arguments: argumentsOf } = rootFields[kind];
  const [before, after = ''] = description;
  return outputField(name, type(context, table), means(table), {
    description: describe(table.rootFields[kind]?.comment, `${before}${quoted(table)}${after}`),
    arguments: argumentsOf(context, table) ?? [],
  });
}

function readingFields(
  context: SchemaContext,
  table: TrackedTable,
  root: 'queryRootFields' | 'subscriptionRootFields',
): readonly RootFieldName[] {
  const { select } = permissionsOf(context, table);
  if (select === undefined) return [];
  const kinds: RootFieldName[] = ['select'];
  if (select.allowAggregations) kinds.push('select_aggregate');
  if (primaryKeyColumns(context, table) !== undefined) kinds.push('select_by_pk');
  const streams = root === 'subscriptionRootFields' && selectableColumns(context, table).length > 0;
  if (streams) kinds.push('select_stream');
  return kinds.filter((kind) => select[root]?.has(kind) ?? true);
}

/** Fields that answer with a row itself need the right to read it. */
function writingFields(context: SchemaContext, table: TrackedTable): readonly RootFieldName[] {
  const { select, insert, update, delete: remove } = permissionsOf(context, table);
  const byKey = primaryKeyColumns(context, table) !== undefined;
  const kinds: RootFieldName[] = [];
  if (insert !== undefined) kinds.push('insert');
  if (insert !== undefined && select !== undefined) kinds.push('insert_one');
  const changes =
    update !== undefined && (update.presets.size > 0 || updatableColumns(context, table).length > 0);
  if (changes) kinds.push('update', 'update_many');
  if (changes && byKey) kinds.push('update_by_pk');
  if (remove !== undefined) kinds.push('delete');
  if (remove !== undefined && byKey) kinds.push('delete_by_pk');
  return kinds;
}
