import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { introspect } from '../../../src/engine/catalog/introspect.js';
import type { Database } from '../../../src/engine/database/database.js';
import type { Json } from '../../../src/engine/json.js';
import { parseMetadata } from '../../../src/engine/metadata/parse.js';
import { buildModel } from '../../../src/engine/model/buildModel.js';
import { readEnumValues } from '../../../src/engine/model/enums.js';
import { openTestDatabase } from '../../support/database.js';
import { sdl } from './sdl.js';

const setup = `
  create type mood as enum ('sad', 'glad');
  create domain email as text check (value like '%@%');
  create table kinds (value text primary key, comment text);
  insert into kinds values ('cat', 'purrs'), ('dog', null);
  create table owners (id uuid primary key, name varchar(20) not null, address email);
  comment on table owners is 'who feeds them';
  comment on column owners.name is 'what they are called';
  create table pets (
    id bigint generated always as identity primary key,
    owner_id uuid not null references owners (id),
    sitter_id uuid references owners (id),
    kind text not null references kinds (value),
    mood mood,
    weight real, height double precision, price numeric, age smallint, legs int,
    born date, fed_at timestamptz, nap interval, wakes time, woken timetz,
    chip bytea, address inet, data json, more jsonb, names text[], scores numeric[], code char(3),
    doubled int generated always as (legs * 2) stored,
    unique (owner_id, code)
  );
  create view heavy_pets as select id, weight, max(weight) over () as most from pets;
  create function shout(pet pets) returns text language sql stable as 'select upper(pet.kind)';
  comment on function shout is 'loudly';
  create function find_pets(term text, hasura_session json) returns setof pets
    language sql stable as 'select * from pets';
`;

const key = (columns: Json) => ({ foreign_key_constraint_on: columns });
const tables: Json = [
  { table: 'kinds', is_enum: true },
  {
    table: 'owners',
    array_relationships: [{ name: 'pets', using: key({ table: 'pets', column: 'owner_id' }) }],
    configuration: { custom_root_fields: { select: { comment: 'all owners' } } },
  },
  {
    table: 'pets',
    object_relationships: [
      { name: 'owner', using: key('owner_id') },
      { name: 'sitter', using: key('sitter_id') },
    ],
    computed_fields: [{ name: 'shout', definition: { function: 'shout' } }],
    configuration: { column_config: { legs: { custom_name: 'feet', comment: 'how many' } } },
  },
  { table: 'heavy_pets' },
];

describe('the schema of a database', () => {
  let database: Database;
  let schema: ReturnType<typeof sdl>;

  beforeAll(async () => {
    database = await openTestDatabase();
    await database.pool.query(setup);
    const metadata = parseMetadata({
      version: 3,
      sources: [
        {
          name: 'default',
          kind: 'postgres',
          configuration: { connection_info: { database_url: 'postgres://unused' } },
          tables,
          functions: [{ function: 'find_pets', configuration: { session_argument: 'hasura_session' } }],
        },
      ],
    });
    const catalog = await introspect(database.pool);
    const [source] = metadata.sources;
    if (!source) throw new Error('no source');
    const enumValues = await readEnumValues(database.pool, source, catalog);
    const model = buildModel(metadata, new Map([['default', { catalog, enumValues }]]));
    expect(model.inconsistencies).toEqual([]);
    schema = sdl(model, 'admin');
  });
  afterAll(() => database.close());

  it('maps Postgres types to GraphQL scalars', () => {
    expect(schema.type('pets')).toEqual([
      'address: inet',
      'age: smallint',
      'born: date',
      'chip: bytea',
      'code: bpchar',
      'data(path: String): json',
      'doubled: Int',
      'fed_at: timestamptz',
      'feet: Int',
      'height: float8',
      'id: bigint!',
      'kind: kinds_enum!',
      'mood: mood',
      'more(path: String): jsonb',
      'names: [String!]',
      'nap: interval',
      'owner: owners!',
      'owner_id: uuid!',
      'price: numeric',
      'scores: [numeric!]',
      'shout: String',
      'sitter: owners',
      'sitter_id: uuid',
      'wakes: time',
      'weight: Float',
      'woken: timetz',
    ]);
    expect(schema.type('owners')).toContain('address: String');
  });

  it('takes aggregates of the types that have an order', () => {
    expect(schema.fields('pets_sum_fields')).toEqual([
      'age',
      'doubled',
      'feet',
      'height',
      'id',
      'price',
      'weight',
    ]);
    expect(schema.fields('pets_max_fields')).toEqual([
      'age',
      'born',
      'code',
      'doubled',
      'fed_at',
      'feet',
      'height',
      'id',
      'names',
      'owner_id',
      'price',
      'scores',
      'shout',
      'sitter_id',
      'weight',
      'woken',
    ]);
  });

  it('writes no generated column', () => {
    for (const input of ['pets_insert_input', 'pets_set_input']) {
      expect(schema.fields(input)).not.toContain('doubled');
      expect(schema.fields(input)).not.toContain('id');
      expect(schema.fields(input)).toContain('feet');
    }
  });

  it('knows keys and what they are on', () => {
    expect(schema.fields('pets_constraint')).toEqual(['pets_owner_id_code_key', 'pets_pkey']);
    expect(schema.field('query_root', 'pets_by_pk')).toBe('pets_by_pk(id: bigint!): pets');
    expect(schema.described('pets_constraint')).toContain(
      'unique or primary key constraint on columns "owner_id", "code"',
    );
  });

  it('describes by the comments of metadata, else of the database', () => {
    expect(schema.description('owners')).toBe('who feeds them');
    expect(schema.description('owners', 'name')).toBe('what they are called');
    expect(schema.description('owners_insert_input', 'name')).toBe('what they are called');
    expect(schema.description('query_root', 'owners')).toBe('all owners');
    expect(schema.description('pets', 'feet')).toBe('how many');
    expect(schema.description('pets', 'shout')).toBe('loudly');
  });

  it('only reads a view that cannot be written', () => {
    expect(schema.fields('query_root')).toContain('heavy_pets_aggregate');
    expect(schema.fields('query_root')).not.toContain('heavy_pets_by_pk');
    expect(schema.fields('mutation_root')?.filter((name) => name.includes('heavy'))).toEqual([]);
  });

  it('gives functions the arguments that are not the session', () => {
    expect(schema.type('find_pets_args')).toEqual(['term: String']);
  });
});
