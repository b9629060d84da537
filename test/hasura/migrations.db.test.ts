import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database/database.js';
import { openTestDatabase } from '../support/database.js';

const root = 'hasura/migrations/default';
const names = readdirSync(root).sort();
const sqlOf = (name: string, file: 'up.sql' | 'down.sql') => readFileSync(join(root, name, file), 'utf8');

/** Values come as the text that Postgres prints. */
type Row = Record<string, string | null>;

describe('migrations', () => {
  let db: Database;
  /** Runs a whole text of statements, as Hasura's run_sql does. */
  const run = async (sql: string) => void (await db.pool.query(sql));
  const rows = async (sql: string) => (await db.pool.query<Row>(sql)).rows;
  const up = async () => {
    for (const name of names) await run(sqlOf(name, 'up.sql'));
  };
  const down = async () => {
    for (const name of names.toReversed()) await run(sqlOf(name, 'down.sql'));
  };

  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db?.close());
  beforeEach(() => run('drop schema if exists auth cascade; drop table if exists public.notes'));

  it('leave nothing behind but the extensions when they are taken back, and go up again', async () => {
    await up();
    const before = await catalog(rows);
    await down();
    expect(await catalog(rows)).toEqual([]);
    await up();
    expect(await catalog(rows)).toEqual(before);
  });

  it('change nothing when they are applied twice', async () => {
    await up();
    const before = await catalog(rows);
    await up();
    expect(await catalog(rows)).toEqual(before);
  });

  it('make no accounts, and no role that could do more than users', async () => {
    await up();
    expect(await rows('select id from auth.users')).toEqual([]);
    expect(await rows('select role from auth.roles order by role')).toEqual(
      ['anonymous', 'me', 'user'].map((role) => ({ role })),
    );
  });

  it('add what is missing to a database of Nhost Auth, and keep its rows', async () => {
    await up();
    const fresh = await catalog(rows);
    await down();
    await run(olderNhostDatabase);
    await up();
    const upgraded = await catalog(rows);
    // The older columns come in the same names and types; one constraint that Nhost dropped later is gone.
    expect(upgraded).toEqual(fresh);
    expect(await rows('select email, locale, otp_attempts from auth.users')).toEqual([
      { email: 'Old@example.com', locale: 'en', otp_attempts: '0' },
    ]);
    const [token] = await rows('select type, rotated_at, refresh_token_hash from auth.refresh_tokens');
    expect(token).toEqual({ type: 'regular', rotated_at: null, refresh_token_hash: '\\xab' });
  });

  it('take the rows that tools insert, with defaults for everything else', async () => {
    await up();
    await run(`insert into auth.users (display_name, email, password_hash, email_verified, disabled, locale, ticket,
        ticket_expires_at) values ('A', 'A@b.com', 'x', true, false, 'en', null, now())`);
    await run(`insert into auth.refresh_tokens (user_id, expires_at, type, refresh_token_hash)
        select id, now() + interval '1 day', 'regular', '\\x01' from auth.users`);
    expect(await rows(`select default_role from auth.users where email = 'a@B.COM'`)).toEqual([
      { default_role: 'user' },
    ]);
    await expect(
      run(`insert into auth.refresh_tokens (user_id, expires_at, refresh_token_hash)
        select id, now(), '\\x01' from auth.users`),
    ).rejects.toThrow('refresh_tokens_refresh_token_hash_key');
    await expect(run(`insert into auth.users (email, locale) values ('a@b.COM', 'en')`)).rejects.toThrow(
      'users_email_key',
    );
  });

  it.each(['"a@b.com"@c.com', 'a,b@c.com', 'a@b.com,c@d.com', '', 'a', 'a@', '@b', 'a@-b.com', 'a@b.com\n'])(
    'refuse %j as an address',
    async (email) => {
      await up();
      const literal = `'${email}'`;
      await expect(run(`insert into auth.users (email, locale) values (${literal}, 'en')`)).rejects.toThrow(
        'violates check constraint',
      );
    },
  );

  it.each(['a@b.com', '+33123456789', '-a', '', 'a b', 'a'.repeat(65)])(
    'refuse %j as a username',
    async (name) => {
      await up();
      await expect(run(`insert into auth.users (username, locale) values ('${name}', 'en')`)).rejects.toThrow(
        'users_username_check',
      );
    },
  );

  it('take a username once, whatever its letter case, and only known kinds of tickets', async () => {
    await up();
    await run(`insert into auth.users (username, locale) values ('Ada.Lovelace', 'en')`);
    await expect(
      run(`insert into auth.users (username, locale) values ('ada.lovelace', 'en')`),
    ).rejects.toThrow('users_username_key');
    await expect(
      run(`insert into auth.tickets (kind, hash, expires_at) values ('other', 'h', now())`),
    ).rejects.toThrow('tickets_kind_check');
  });

  it('note who removed a key as Hasura tells it, and keep the last one of an account without a password', async () => {
    await up();
    await run(`insert into auth.users (email, locale, password_hash) values ('a@b.com', 'en', '')`);
    const [{ id } = {}] = await rows('select id from auth.users');
    // Of an earlier transaction, which PGlite's clock of milliseconds can't always tell from the one that deletes.
    const addKey = (key: string) =>
      run(`insert into auth.user_security_keys (user_id, credential_id, created_at)
        select id, '${key}', now() - interval '1 minute' from auth.users`);
    await addKey('k1');
    await expect(run('delete from auth.user_security_keys')).rejects.toThrow('only way to sign in');
    await addKey('k2');
    const removeAs = (user: string, key: string) =>
      run(`begin; set local "hasura.user" = '{"x-hasura-role": "user", "x-hasura-user-id": "${user}"}';
        delete from auth.user_security_keys where credential_id = '${key}'; commit`);
    await removeAs(String(id), 'k1');
    await run(`update auth.users set password_hash = 'x'`);
    await removeAs('not a uuid', 'k2');
    expect(
      await rows(
        'select event, user_id, actor_id, actor_role from auth.audit_log order by created_at, actor_id',
      ),
    ).toEqual([
      { event: 'key-change', user_id: id, actor_id: id, actor_role: 'user' },
      { event: 'key-change', user_id: id, actor_id: null, actor_role: 'user' },
    ]);
  });

  it('delete everything of a user with the user, and keep updated_at', async () => {
    await up();
    await run(`insert into auth.users (email, locale, updated_at) values ('a@b.com', 'en', '2020-01-01');
      insert into auth.user_roles (user_id, role) select id, 'user' from auth.users;
      insert into auth.refresh_tokens (user_id, expires_at) select id, now() from auth.users;
      insert into auth.tickets (user_id, expires_at, kind, hash) select id, now(), 'invite', 'h' from auth.users;
      insert into auth.recovery_codes (user_id, hash) select id, 'h' from auth.users;
      insert into auth.outbox (user_id, kind, channel) select id, 'invite', 'email' from auth.users;
      insert into auth.oauth2_clients (client_name, created_by) select 'c', id from auth.users;
      insert into auth.oauth2_refresh_tokens (token_hash, client_id, user_id, expires_at)
        select 'h', client_id, created_by, now() from auth.oauth2_clients;
      insert into public.notes (title, user_id, updated_at) select 'n', id, '2020-01-01' from auth.users`);
    await run(`update auth.users set display_name = 'x'; update public.notes set title = 'x'`);
    expect(
      await rows(`select n.id, n.body, n.updated_at > '2021-01-01' as note, u.updated_at > '2021-01-01' as "user"
        from public.notes n join auth.users u on u.id = n.user_id`),
    ).toEqual([{ id: expect.stringMatching(/^\d+$/), body: '', note: 't', user: 't' }]);
    await run('delete from auth.users');
    expect(
      await rows(`select (select count(*)::int from auth.user_roles) + (select count(*)::int from public.notes)
        + (select count(*)::int from auth.refresh_tokens) + (select count(*)::int from auth.oauth2_refresh_tokens)
        + (select count(*)::int from auth.tickets) + (select count(*)::int from auth.recovery_codes)
        + (select count(*)::int from auth.outbox) as left`),
    ).toEqual([{ left: '0' }]);
    expect(
      await rows('select created_by, client_id like $$nhoa_%$$ as made from auth.oauth2_clients'),
    ).toEqual([{ created_by: null, made: 't' }]);
  });
});

/** Every column, constraint, index, trigger and function of ours, as sorted lines. Column order is left out. */
async function catalog(rows: (sql: string) => Promise<Row[]>): Promise<string[]> {
  const found = await rows(`
    select format('column %s.%s.%s %s %s %s', table_schema, table_name, column_name,
      coalesce(domain_name, data_type) || coalesce(character_maximum_length::text, ''), is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'auth' or table_name = 'notes'
    union all
    select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
      from pg_constraint c join pg_class r on r.oid = c.conrelid
      where (r.relnamespace = to_regnamespace('auth') or r.relname = 'notes') and contype <> 'n'
    union all
    select indexdef from pg_indexes where schemaname = 'auth' or tablename = 'notes'
    union all
    select format('trigger %s', pg_get_triggerdef(t.oid)) from pg_trigger t join pg_class r on r.oid = t.tgrelid
      where not tgisinternal and (r.relnamespace = to_regnamespace('auth') or r.relname = 'notes')
    union all
    select format('function %s', proname) from pg_proc
      where pronamespace = to_regnamespace('auth') or proname = 'set_notes_updated_at'`);
  return found.map((row) => String(row.line)).sort();
}

/** What the first releases of Nhost Auth had made, as far as later ones changed it. */
const olderNhostDatabase = `
  create schema auth;
  create domain auth.email as citext constraint email_check check (value ~ '^[^@ ]+@[^@ ]+$');
  create table auth.roles (role text not null constraint roles_pkey primary key);
  insert into auth.roles values ('user'), ('me'), ('anonymous'), ('editor');
  create table auth.providers (id text not null constraint providers_pkey primary key);
  insert into auth.providers values ('github');
  create table auth.users (
    id uuid default gen_random_uuid() not null constraint users_pkey primary key,
    created_at timestamptz default now() not null, updated_at timestamptz default now() not null,
    last_seen timestamptz, disabled boolean default false not null,
    display_name text default '' not null, avatar_url text default '' not null, locale varchar(2) not null,
    email auth.email constraint users_email_key unique,
    phone_number text constraint users_phone_number_key unique,
    password_hash text,
    email_verified boolean default false not null, phone_number_verified boolean default false not null,
    new_email auth.email, otp_method_last_used text, otp_hash text,
    otp_hash_expires_at timestamptz default now() not null,
    default_role text default 'user' not null
      constraint fk_default_role references auth.roles (role) on update cascade on delete restrict,
    is_anonymous boolean default false not null, totp_secret text,
    active_mfa_type text constraint active_mfa_types_check check (active_mfa_type in ('totp', 'sms')),
    ticket text, ticket_expires_at timestamptz default now() not null,
    metadata jsonb, webauthn_current_challenge text
  );
  create table auth.user_providers (
    id uuid default gen_random_uuid() not null constraint user_providers_pkey primary key,
    created_at timestamptz default now() not null, updated_at timestamptz default now() not null,
    user_id uuid not null constraint fk_user references auth.users (id) on update cascade on delete cascade,
    access_token text not null, refresh_token text,
    provider_id text not null
      constraint fk_provider references auth.providers (id) on update restrict on delete restrict,
    provider_user_id text not null,
    constraint user_providers_user_id_provider_id_key unique (user_id, provider_id),
    constraint user_providers_provider_id_provider_user_id_key unique (provider_id, provider_user_id)
  );
  create table auth.refresh_token_types (value text constraint refresh_token_types_pkey primary key, comment text);
  insert into auth.refresh_token_types values ('regular', 'Regular');
  create table auth.refresh_tokens (
    id uuid default gen_random_uuid() not null constraint refresh_tokens_pkey primary key,
    created_at timestamptz default now() not null, expires_at timestamptz not null,
    user_id uuid not null constraint fk_user references auth.users (id) on update cascade on delete cascade,
    metadata jsonb,
    type text default 'regular' not null constraint refresh_tokens_types_fkey
      references auth.refresh_token_types (value) on update restrict on delete restrict,
    refresh_token_hash varchar(255)
  );
  insert into auth.users (email, locale) values ('Old@example.com', 'en');
  insert into auth.refresh_tokens (user_id, expires_at, refresh_token_hash)
    select id, now() + interval '1 day', '\\xab' from auth.users`;
