-- Passkeys and security keys (WebAuthn): what their owner sees of them, challenges, and the last way to sign in.

-- Null in created_at and user_verified: a key that Nhost Auth stored, which did not note them.
alter table auth.user_security_keys
  add column if not exists created_at timestamptz,
  add column if not exists last_used_at timestamptz,
  add column if not exists user_verified boolean,
  add column if not exists backed_up boolean,
  add column if not exists use_id uuid;
alter table auth.user_security_keys alter column created_at set default now();

comment on column auth.user_security_keys.user_verified is
  'Whether the authenticator has verified its user by PIN or biometrics; null when that is not known';
comment on column auth.user_security_keys.backed_up is 'Whether the key is kept in a cloud, as synced passkeys are';
comment on column auth.user_security_keys.use_id is
  'Which use was the last, so that the later fields of its mutation know whether its condition held';

create index if not exists user_security_keys_use_id_idx on auth.user_security_keys (use_id) where use_id is not null;
create index if not exists user_security_keys_unknown_idx on auth.user_security_keys (id) where user_verified is null;

-- Challenges are tickets; the kinds that are allowed already stay.
do $$
declare
  known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint
    where conname = 'tickets_kind_check' and conrelid = 'auth.tickets'::regclass;
  if known like '%passkeySignIn%' then return; end if;
  alter table auth.tickets drop constraint if exists tickets_kind_check;
  execute format(
    'alter table auth.tickets add constraint tickets_kind_check check (%s or kind in (%L, %L, %L, %L))',
    coalesce(known, 'false'), 'passkeySignUp', 'passkeySignIn', 'passkeyAdd', 'passkeyElevate');
end
$$;

-- Nobody deletes the key without which the account could never be entered again. It counts what the database knows: a
-- password, a proved address or number, an identity, another key. A ticket in use is a first proof of the address that
-- goes on in this very transaction. A key that this transaction has made was no way in yet.
create or replace function auth.keep_last_way_in() returns trigger language plpgsql as $$
begin
  -- Of two keys that are deleted at once the second one's transaction waits here, and then sees the first one gone.
  perform from auth.users where id in (select user_id from gone) order by id for no key update;
  if exists (
    select from auth.users u
    where u.id in (select user_id from gone where created_at is distinct from now())
      and coalesce(u.password_hash, '') = ''
      and (u.email is null or not u.email_verified)
      and (u.phone_number is null or not u.phone_number_verified)
      and not exists (select from auth.user_security_keys k where k.user_id = u.id)
      and not exists (select from auth.user_providers p where p.user_id = u.id)
      and not exists (select from auth.tickets t where t.user_id = u.id and t.use_id is not null)
  ) then
    raise exception 'the only way to sign in to an account can not be deleted' using errcode = 'check_violation';
  end if;
  return null;
end
$$;

drop trigger if exists keep_last_way_in on auth.user_security_keys;
create trigger keep_last_way_in after delete on auth.user_security_keys
  referencing old table as gone for each statement execute function auth.keep_last_way_in();

-- Keys are deleted in the table, not by an Action, so it is the table that tells the audit log (of a later migration).
-- Who asks is told by Hasura. Keys that go with their account are no event of their own.
create or replace function auth.note_removed_keys() returns trigger language plpgsql as $$
declare
  caller json := nullif(current_setting('hasura.user', true), '')::json;
begin
  if to_regclass('auth.audit_log') is null then return null; end if;
  insert into auth.audit_log (event, outcome, user_id, actor_id, actor_role, details)
  select 'key-change', 'ok', u.id,
    substring(caller ->> 'x-hasura-user-id' from '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$')::uuid,
    caller ->> 'x-hasura-role',
    jsonb_build_object('removed', gone.id)
  from gone join auth.users u on u.id = gone.user_id
  where gone.created_at is distinct from now();
  return null;
end
$$;

drop trigger if exists note_removed_keys on auth.user_security_keys;
create trigger note_removed_keys after delete on auth.user_security_keys
  referencing old table as gone for each statement execute function auth.note_removed_keys();
