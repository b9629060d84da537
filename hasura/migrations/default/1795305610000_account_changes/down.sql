-- Codes of the last minute and a half may be used once more, for each purpose.
alter table if exists auth.users
  add column if not exists totp_sign_in_step integer default 0 not null,
  add column if not exists totp_disable_step integer default 0 not null,
  add column if not exists totp_elevate_step integer default 0 not null,
  drop column if exists totp_step;
comment on column auth.outbox.payload is null;

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
