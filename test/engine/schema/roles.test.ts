import { describe, expect, it } from 'vitest';
import { always, never } from '../../../src/engine/model/condition.js';
import type { TablePermissions } from '../../../src/engine/model/types.js';
import { column, insert, model, relationship, remove, select, table, update } from './models.js';
import { sdl } from './sdl.js';

const preset = { kind: 'value', source: { from: 'session', variable: 'x-hasura-user-id' } };

function schemaFor(permissions: TablePermissions, tagPermissions: TablePermissions = {}, options = {}) {
  const columns = [column('id', 'int4!'), column('title', 'text!'), column('owner', 'uuid!')];
  const note = table('note', columns, {
    relationships: [relationship('array', 'tags', 'tag')],
    permissions: new Map([['user', permissions]]),
  });
  const tag = table('tag', [column('id', 'int4!')], {
    relationships: [relationship('object', 'note', 'note', { nullable: false })],
    permissions: new Map([['user', tagPermissions]]),
  });
  return sdl(model({ tables: [note, tag] }), 'user', options);
}

describe('what a role does not see', () => {
  it('nothing at all: a placeholder stands in for the queries', () => {
    const schema = schemaFor({});
    expect(schema.type('query_root')).toEqual(['no_queries_available: String!']);
    expect(schema.description('query_root', 'no_queries_available')).toMatch(
      /^There are no queries available/,
    );
    expect(schema.type('mutation_root')).toBeUndefined();
    expect(schema.type('subscription_root')).toBeUndefined();
    expect(schema.names).not.toContain('note');
  });

  it('columns, aggregates and related tables without permission', () => {
    const schema = schemaFor({ select: select(['id', 'title']) });
    expect(schema.type('note')).toEqual(['id: Int!', 'title: String!']);
    expect(schema.fields('query_root')).toEqual(['note', 'note_by_pk']);
    expect(schema.fields('note_bool_exp')).toEqual(['_and', '_not', '_or', 'id', 'title']);
    expect(schema.fields('note_order_by')).toEqual(['id', 'title']);
    expect(schema.fields('subscription_root')).toEqual(['note', 'note_by_pk', 'note_stream']);
  });

  it('aggregates of a related table that may be read but not aggregated', () => {
    const schema = schemaFor({ select: select(['id']) }, { select: select(['id']) });
    expect(schema.fields('note')).toEqual(['id', 'tags']);
    expect(schema.fields('note_bool_exp')).toEqual(['_and', '_not', '_or', 'id', 'tags']);
    expect(schema.fields('note_order_by')).toEqual(['id']);
  });

  it('a row by its key, if the key is hidden', () => {
    const schema = schemaFor({ select: select(['title']), update: update(['title']), delete: remove });
    expect(schema.fields('query_root')).toEqual(['note']);
    expect(schema.fields('mutation_root')).toEqual(['delete_note', 'update_note', 'update_note_many']);
  });

  it('the columns argument, if it may read no column', () => {
    const schema = schemaFor({ select: select([], { allowAggregations: true }) });
    expect(schema.field('query_root', 'note')).toBe(
      'note(limit: Int, offset: Int, order_by: [note_order_by!], where: note_bool_exp): [note!]!',
    );
    expect(schema.type('note_aggregate_fields')).toEqual(['count(distinct: Boolean): Int!']);
    expect(schema.fields('subscription_root')).toEqual(['note', 'note_aggregate']);
  });

  it('rows, if it may only write', () => {
    const schema = schemaFor({ insert: insert(['title']), delete: remove });
    expect(schema.fields('mutation_root')).toEqual(['delete_note', 'insert_note']);
    expect(schema.fields('note_mutation_response')).toEqual(['affected_rows']);
    expect(schema.fields('note_bool_exp')).toEqual(['_and', '_not', '_or']);
  });

  it('columns that are preset', () => {
    const presets = new Map([['owner', preset]]);
    const schema = schemaFor({
      select: select(['id']),
      insert: insert(['title', 'owner'], { presets }),
      update: update(['title', 'owner'], { presets }),
    });
    expect(schema.fields('note_insert_input')).toEqual(['title']);
    expect(schema.fields('note_set_input')).toEqual(['title']);
  });

  it('update columns in an upsert, without update permission', () => {
    const schema = schemaFor({ insert: insert(['title']) });
    expect(schema.fields('note_update_column')).toEqual(['_PLACEHOLDER']);
  });

  it('nested inserts into tables that it may not insert into', () => {
    const own = { select: select(['id']), insert: insert(['title']) };
    expect(schemaFor(own).fields('note_insert_input')).toEqual(['title']);
    expect(schemaFor(own, { insert: insert(['id']) }).fields('note_insert_input')).toEqual(['tags', 'title']);
  });

  it('an update that could change nothing; presets alone are a change', () => {
    expect(schemaFor({ select: select(['id']), update: update([]) }).type('mutation_root')).toBeUndefined();
    const presets = new Map([['owner', preset]]);
    const schema = schemaFor({ select: select(['id']), update: update([], { presets }) });
    expect(schema.field('mutation_root', 'update_note')).toBe(
      'update_note(where: note_bool_exp!): note_mutation_response',
    );
  });

  it('backend_only permissions, unless the request may use them', () => {
    const permissions = { select: select(['id']), insert: insert(['title'], { backendOnly: true }) };
    expect(schemaFor(permissions).type('mutation_root')).toBeUndefined();
    expect(schemaFor(permissions, {}, { backendOnly: true }).fields('mutation_root')).toEqual([
      'insert_note',
      'insert_note_one',
    ]);
  });

  it('root fields that its permission switches off', () => {
    const schema = schemaFor({
      select: select(['id'], {
        allowAggregations: true,
        queryRootFields: new Set(['select_by_pk']),
        subscriptionRootFields: new Set(['select_stream', 'select_aggregate']),
      }),
    });
    expect(schema.fields('query_root')).toEqual(['note_by_pk']);
    expect(schema.fields('subscription_root')).toEqual(['note_aggregate', 'note_stream']);
  });

  it('that a column always has a value, where an inherited role sees it in some rows only', () => {
    const columns = new Map([
      ['id', null],
      ['title', never],
    ]);
    const schema = schemaFor({ select: { ...select([]), columns, filter: always } });
    expect(schema.type('note')).toEqual(['id: Int!', 'title: String']);
  });

  it('writes to a view that the database cannot write', () => {
    const view = table('summary', [column('id', 'int4')], { primaryKey: null });
    const catalog = { ...view.catalog, insertable: false, updatable: false, deletable: false };
    const schema = sdl(model({ tables: [{ ...view, catalog }] }), 'admin');
    expect(schema.fields('query_root')).toEqual(['summary', 'summary_aggregate']);
    expect(schema.type('mutation_root')).toBeUndefined();
  });
});
