-- A code of an authenticator app works once for the whole account, and owners hear by mail of a key that was removed.

-- One time step in place of one for each purpose (RFC 6238 section 5.2). A code counts for a minute and a half at most, so
-- only steps of the last minutes are worth taking along.
alter table auth.users add column if not exists totp_step integer default 0 not null;
update auth.users set totp_step = greatest(totp_sign_in_step, totp_disable_step, totp_elevate_step)
  where greatest(totp_sign_in_step, totp_disable_step, totp_elevate_step)
    > greatest(totp_step, extract(epoch from now()) / 30 - 10);
alter table auth.users
  drop column if exists totp_sign_in_step,
  drop column if exists totp_disable_step,
  drop column if exists totp_elevate_step;

comment on column auth.users.totp_step is
  'Time step (unix time / 30) of the last code that was used: it and every older one count no more';

-- As before (see the migration of passkeys), and a mail, which a server writes and sends when it looks into the outbox:
-- no payload is here yet. None where the key goes by the first proof of the address, since whoever made it was somebody
-- else.
create or replace function auth.note_removed_keys() returns trigger language plpgsql as $$
declare
  caller json := nullif(current_setting('hasura.user', true), '')::json;
begin
  insert into auth.outbox (user_id, kind, channel)
  select distinct u.id, 'security-key-removed', 'email'
  from gone join auth.users u on u.id = gone.user_id
  where gone.created_at is distinct from now()
    and u.email is not null
    and not exists (select from auth.tickets t where t.user_id = u.id and t.use_id is not null);
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

comment on column auth.outbox.payload is
  'What is said to whom, encrypted; null after the delivery, and for what a trigger tells before a server has written it';
