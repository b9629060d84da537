-- The log is lost, and so are claims that a hook gave to sessions.
alter table if exists auth.refresh_tokens
  drop column if exists hook_claims;
drop table if exists auth.hook_deliveries, auth.audit_log;
do $$
begin
  if to_regclass('auth.users') is not null then
    drop trigger if exists forget_client_of_deleted_user on auth.users;
  end if;
end
$$;
drop function if exists auth.forget_client_of_deleted_user();
