import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { cleanDump, dumpDatabase } from '../../../src/engine/metadata/dump/dumpDatabase.js';
import { dumpSchema } from '../../../src/engine/metadata/dump/dumpSchema.js';
import { applyMigrations } from '../../../src/engine/metadata/migrations.js';
import { openTestDatabase } from '../../support/database.js';
import { openHost } from './openHost.js';

const schema = `
  create type mood as enum ('sad', 'it''s fine');
  create domain positive as integer default 1 constraint above_zero check (value > 0);
  create type pair as (a integer, b text[]);
  create schema "Other Place";
  create function now_text() returns text language sql stable as 'select now()::text';
  create table author (id serial primary key, name varchar(20) collate "C" not null unique, mood mood default 'sad',
    size positive, p pair, made text default now_text(), check (name <> ''));
  create table "Other Place"."Article" (
    id bigint generated always as identity (start with 10 increment by 5) primary key,
    "authorId" integer not null references author (id) on delete cascade,
    title text, shout text generated always as (upper(title)) stored, exclude using btree (title with =));
  create index on "Other Place"."Article" (lower(title)) where title is not null;
  create view authors as select id, name from author;
  create materialized view totals as select count(*) from authors;
  create unique index totals_one on totals (count);
  create function shout(a author) returns text language sql stable as $$ select upper(a.name) $$;
  create function touch() returns trigger language plpgsql as $body$
begin
-- kept

  return new;
end
$body$;
  create trigger touched before update on author for each row when (old.name is distinct from new.name) execute function touch();
  comment on table author is 'who''s who';
  comment on column author.name is 'full';
  comment on function shout(author) is 'loud';
  comment on view authors is 'seen';`;

let database: Database;
let copy: Database;
beforeAll(async () => {
  [database, copy] = await Promise.all([openTestDatabase(), openTestDatabase()]);
});
afterAll(() => Promise.all([database.close(), copy.close()]));

describe('dumpSchema', () => {
  it('makes the same schema again', async () => {
    await database.pool.query(schema);
    const dump = await dumpSchema(database.pool, []);
    await copy.pool.query(dump);
    expect(await dumpSchema(copy.pool, [])).toBe(dump);
    await copy.pool.query(`
      insert into author (name, p) values ('Ann', row(1, '{x}'));
      update author set name = 'Bob';
      insert into "Other Place"."Article" ("authorId", title) values (1, 'hi')`);
    const { rows } = await copy.pool.query(`
      select a.id, a.shout, t.size, t.made is not null as made, shout(t) as loud, (select comment from (select
        obj_description('author'::regclass) as comment) c) as comment
      from "Other Place"."Article" a join author t on t.id = a."authorId"`);
    expect(rows).toEqual([
      { id: '10', shout: 'HI', size: '1', made: 't', loud: 'BOB', comment: "who's who" },
    ]);
  });

  it('holds only the schemas that are asked for', async () => {
    const dump = await dumpSchema(database.pool, ['public']);
    expect(dump).toContain('CREATE TABLE public.author');
    expect(dump).not.toContain('Article');
  });

  it('refuses what it would leave out', async () => {
    await database.pool.query('create table parts (id int) partition by range (id)');
    await expect(dumpSchema(database.pool, [])).rejects.toThrow(
      'the dump of an embedded database cannot hold the partitioned or inherited table public.parts',
    );
    await database.pool.query('drop table parts');
  });

  it("makes the project's own schema again", async () => {
    const empty = 'drop schema public cascade; drop schema "Other Place" cascade; create schema public;';
    await Promise.all([database.pool.query(empty), copy.pool.query(empty)]);
    await applyMigrations(await openHost(database), 'hasura/migrations');
    const dump = await dumpSchema(database.pool, ['auth', 'public']);
    await copy.pool.query('create extension if not exists citext; create extension if not exists pgcrypto;');
    await copy.pool.query(dump);
    expect(await dumpSchema(copy.pool, ['auth', 'public'])).toBe(dump);
  });
});

describe('cleanDump', () => {
  it('leaves what makes the schema, function bodies as they are', () => {
    const body = `    AS $body$
BEGIN
-- why

SET LOCAL x = $$1$$;
END
$body$;`;
    const dump = `--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.f() RETURNS void
${body}

CREATE TABLE public.a (
    id integer
);
`;
    expect(cleanDump(dump)).toBe(`CREATE FUNCTION public.f() RETURNS void
${body}
CREATE TABLE public.a (
    id integer
);
`);
  });
});

describe('dumpDatabase', () => {
  it('answers what `migrate create --from-server` asks for', async () => {
    const opts = ['-O', '-x', '--schema-only', '--schema', 'public'];
    const text = await dumpDatabase(() => ({ pool: database.pool }), {
      opts,
      clean_output: true,
      source: 'default',
    });
    expect(text).toMatch(/^CREATE FUNCTION public\.\w+\(/);
    expect(text).toContain('CREATE TABLE public.notes (');
    expect(text).not.toMatch(/^SET /m);
  });

  it('refuses other options of pg_dump', async () => {
    const dump = (body: { readonly opts?: readonly string[] }) =>
      dumpDatabase(() => ({ pool: database.pool }), body);
    await expect(dump({ opts: ['--file=/tmp/x'] })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(dump({ opts: ['-O'] })).rejects.toThrow(/without --schema-only/);
    await expect(dump({ opts: ['-s', '--table=a'] })).rejects.toThrow(/pg_dump --table=a/);
    await expect(dump({})).rejects.toMatchObject({ code: 'parse-failed' });
  });
});
