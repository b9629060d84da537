import type { Database } from '../../../src/engine/database/database.js';

/** Authors and their articles, for tests with rows. */
export const librarySql = `
create table author(
  id serial primary key, name text unique not null, boss_id int references author, meta jsonb default '{"tags": ["x"]}', t0 int
);
create table article(
  id serial primary key, title text not null, author_id int references author on delete cascade,
  rating int default 0, published bool not null default false, check (rating < 100)
);
create table detail(author_id int primary key references author on delete cascade, phone text);
create view author_names as select id, name from author;
create function author_shout(a author, mark text) returns text language sql stable as
  $$ select upper(a.name) || mark || coalesce(a.t0::text, '') $$;
create function articles_of(a author, lowest int) returns setof article language sql stable as
  $$ select * from article where author_id = a.id and rating >= lowest order by id $$;
create function articles_like(pattern text, session json) returns setof article language sql stable as
  $$ select * from article where title like pattern and session->>'x-hasura-role' = 'admin' order by id $$;
create function add_author(name text) returns setof author language sql volatile as
  $$ insert into author(name) values (name) returning * $$;
insert into author(name, boss_id) values ('Ann', null), ('Bob', 1), ('Cyd', 1);
insert into article(title, author_id, rating, published) values
  ('A1', 1, 5, true), ('A2', 1, 3, false), ('B1', 2, 9, true), ('B2', 2, null, true);
`;

export async function createLibrary(database: Database): Promise<void> {
  await database.pool.query(librarySql);
}

/** Back to the first rows and ids. */
export async function resetLibrary(database: Database): Promise<void> {
  await database.pool.query(`drop schema public cascade; create schema public; ${librarySql}`);
}
