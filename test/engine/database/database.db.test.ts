import { afterAll, expect, inject, it } from 'vitest';
import { openPostgres } from '../../../src/engine/database/postgres.js';
import { openTestDatabase } from '../../support/database.js';

const database = await openTestDatabase();
afterAll(() => database.close());

it('answers every value as the text that Postgres prints', async () => {
  const { rows } = await database.pool.query(
    `select 9223372036854775807::bigint as big, 0.10::numeric as exact, '{"n": 12345678901234567890}'::jsonb as json`,
  );
  expect(rows).toEqual([{ big: '9223372036854775807', exact: '0.10', json: '{"n": 12345678901234567890}' }]);
});

it('has the extensions that the migrations ask for', async () => {
  await database.pool.query('create extension citext; create extension pgcrypto');
  const { rows } = await database.pool.query(`select 'A'::citext = 'a'::citext as same`);
  expect(rows).toEqual([{ same: 't' }]);
});

it.runIf(inject('postgresUrl'))('isolates transactions as it is told', async () => {
  const options = { connectionString: inject('postgresUrl'), isolationLevel: 'repeatable read' };
  const isolated = openPostgres(options);
  const { rows } = await isolated.pool.query('show transaction_isolation');
  expect(rows).toEqual([{ transaction_isolation: 'repeatable read' }]);
  await isolated.close();
});
