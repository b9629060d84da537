-- Removes every account and session. The extensions stay: other schemas may use them.
drop table if exists
  auth.user_security_keys, auth.provider_requests, auth.user_providers, auth.refresh_tokens, auth.user_roles,
  auth.users, auth.refresh_token_types, auth.providers, auth.roles;
drop function if exists auth.set_current_timestamp_updated_at();
drop domain if exists auth.email;

do $$
begin
  -- The schema may hold what others put there (Nhost's own list of migrations, for one).
  if not exists (select from pg_class where relnamespace = to_regnamespace('auth'))
    and not exists (select from pg_proc where pronamespace = to_regnamespace('auth'))
    and not exists (select from pg_type where typnamespace = to_regnamespace('auth')) then
    drop schema if exists auth;
  end if;
end
$$;
