import type { Pool, PoolClient } from 'pg';
import { introspect } from '../../../src/engine/catalog/introspect.js';
import { catalogKey, type QualifiedName } from '../../../src/engine/catalog/types.js';
import type { Database } from '../../../src/engine/database/database.js';
import type { Json, JsonObject } from '../../../src/engine/json.js';
import { parseMetadata } from '../../../src/engine/metadata/parse.js';
import type { Metadata } from '../../../src/engine/metadata/types.js';
import { buildModel } from '../../../src/engine/model/buildModel.js';
import { readEnumValues } from '../../../src/engine/model/enums.js';
import type { SourceFacts } from '../../../src/engine/model/sourceFacts.js';
import type { Model, SourceModel, TrackedTable } from '../../../src/engine/model/types.js';
import { openTestDatabase } from '../../support/database.js';

/** A small shop to model: customers with orders, an enum of states, a view, functions. */
const shopSql = `
  create table states (value text primary key, comment text);
  insert into states values ('open', 'Not yet sent'), ('sent', null);
  create table customers (
    id int primary key, name text not null, mail text, age int, tags text[], notes jsonb,
    made_at timestamptz not null default now()
  );
  create table orders (
    id int generated always as identity primary key,
    customer_id int not null references customers (id),
    reviewer_id int references customers (id),
    state text not null references states (value),
    total numeric not null default 0
  );
  create schema archive;
  create table archive.orders (id int primary key, customer_id int, "odd-column" text);
  create view names as select name, count(*) as how_many from customers group by name;
  create function label(customer customers) returns text language sql stable as 'select customer.name';
  create function label_for(customer customers, session json, prefix text default '') returns text
    language sql stable as 'select customer.name';
  create function open_orders(customer customers) returns setof orders
    language sql stable as 'select * from orders';
  create function find_customers(term text) returns setof customers language sql stable as 'select * from customers';
  create function make_customer(name text, session json) returns setof customers
    language sql volatile as 'select * from customers';
`;

export async function openShop(): Promise<Database> {
  const database = await openTestDatabase();
  await database.pool.query(shopSql);
  return database;
}

/** Metadata of the shop's source, with what a test adds. Tables are Hasura JSON. */
export function shopMetadata(
  tables: readonly JsonObject[],
  more: JsonObject = {},
  source: JsonObject = {},
): Metadata {
  const sources: Json = [
    {
      name: 'default',
      kind: 'postgres',
      configuration: { connection_info: { database_url: 'postgres://unused' } },
      tables,
      ...source,
    },
  ];
  return parseMetadata({ version: 3, sources, ...more });
}

/** Every source of the metadata is this database. */
export async function modelOf(
  database: { readonly pool: Pool | PoolClient },
  metadata: Metadata,
): Promise<Model> {
  const catalog = await introspect(database.pool);
  const facts = new Map<string, SourceFacts>();
  for (const source of metadata.sources) {
    const enumValues = await readEnumValues(database.pool, source, catalog);
    facts.set(source.name, { catalog, enumValues });
  }
  return buildModel(metadata, facts);
}

export function sourceOf(model: Model, name = 'default'): SourceModel {
  const source = model.sources.get(name);
  if (!source) throw new Error(`no source ${name} in the model`);
  return source;
}

export function tableOf(model: Model, name: string, schema = 'public'): TrackedTable {
  const found = sourceOf(model).tables.get(catalogKey({ schema, name }));
  if (!found) throw new Error(`no table ${schema}.${name} in the model`);
  return found;
}

export const named = (name: string, schema = 'public'): QualifiedName & JsonObject => ({ schema, name });

export const reasons = (model: Model): [string, string][] =>
  model.inconsistencies.map((each) => [each.name, each.reason]);
