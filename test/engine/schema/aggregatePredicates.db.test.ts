import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../plan/library.js';

const setup = `
  create table places (id int primary key);
  create table readings (
    id int primary key, place_id int not null references places (id), hour float8, heat float8, wet boolean
  );
  insert into places values (1), (2);
  insert into readings values
    (1, 1, 1, 10, true), (2, 1, 2, 20, false), (3, 1, 3, 30, true),
    (4, 2, 1, 9, true), (5, 2, 2, 6, true), (6, 2, 3, 6, true);
`;

describe('aggregates of related rows in where', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    const using = { foreign_key_constraint_on: { table: 'readings', column: 'place_id' } };
    engine = await openTestEngine(setup, [
      { table: 'places', array_relationships: [{ name: 'readings', using }] },
      { table: 'readings' },
    ]);
  });
  afterAll(() => engine.database.close());

  it.each([
    ['avg: {arguments: heat, predicate: {_gt: 15}}', [1]],
    ['sum: {arguments: heat, distinct: true, predicate: {_eq: 15}}', [2]],
    ['max: {arguments: heat, filter: {hour: {_lt: 3}}, predicate: {_in: [20, 9]}}', [1, 2]],
    ['corr: {arguments: {X: hour, Y: heat}, predicate: {_gt: 0.9}}', [1]],
    ['covar_samp: {arguments: {Y: hour, X: heat}, predicate: {_lt: 0}}', [2]],
    ['bool_and: {arguments: wet, predicate: {_eq: true}}', [2]],
    ['count: {arguments: [heat], distinct: true, predicate: {_eq: 2}}', [2]],
  ])('%s', async (predicate, ids) => {
    const query = `{ places(where: {readings_aggregate: {${predicate}}}, order_by: {id: asc}) { id } }`;
    expect(await engine.ask(query)).toEqual({ data: { places: ids.map((id) => ({ id })) } });
  });

  it('take columns of the types that they fit', async () => {
    const query =
      '{ places(where: {readings_aggregate: {avg: {arguments: id, predicate: {_gt: 1}}}}) { id } }';
    expect(await engine.ask(query)).toMatchObject({ code: 'validation-failed' });
  });
});
