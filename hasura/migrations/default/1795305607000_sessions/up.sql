-- Sessions: how many a user may have, and that they end when the account is disabled.

alter table auth.refresh_tokens
  add column if not exists session_limit integer
    constraint refresh_tokens_session_limit_check check (session_limit > 0);

comment on column auth.refresh_tokens.session_limit is
  'How many sessions the user may have once this one is open; the oldest others end. Null for any number';

-- At the end of the transaction: a sign-in that took its session back by then has ended no other one. Sessions of
-- personal access tokens and of administrators neither count nor end here. The lock makes two sign-ins at once go one
-- after the other, each with the work of the former in sight.
create or replace function auth.end_surplus_sessions() returns trigger
  language plpgsql
as $$
begin
  perform from auth.users where id = new.user_id for no key update;
  if not exists (select from auth.refresh_tokens where id = new.id) then
    return null;
  end if;
  delete from auth.refresh_tokens
  where id in (
    select id
    from auth.refresh_tokens
    where user_id = new.user_id
      and type = 'regular'
      and id <> new.id
      and not coalesce(metadata ?| array['pat', 'impersonation'], false)
    order by expires_at > new.created_at desc, created_at desc, id
    offset new.session_limit - 1
  );
  return null;
end
$$;

drop trigger if exists end_surplus_sessions on auth.refresh_tokens;
create constraint trigger end_surplus_sessions after insert on auth.refresh_tokens
  deferrable initially deferred
  for each row when (new.session_limit is not null)
  execute function auth.end_surplus_sessions();

-- Whoever disables an account, by an Action or by writing to the table: its sessions and personal access tokens end with
-- it, and do not come back when it is enabled again.
create or replace function auth.end_sessions_of_disabled_user() returns trigger
  language plpgsql
as $$
begin
  delete from auth.refresh_tokens where user_id = new.id;
  return null;
end
$$;

create or replace trigger end_sessions_of_disabled_user after update of disabled on auth.users
  for each row when (new.disabled and not old.disabled)
  execute function auth.end_sessions_of_disabled_user();
