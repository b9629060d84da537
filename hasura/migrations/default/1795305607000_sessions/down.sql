drop trigger if exists end_sessions_of_disabled_user on auth.users;
drop function if exists auth.end_sessions_of_disabled_user();
drop trigger if exists end_surplus_sessions on auth.refresh_tokens;
drop function if exists auth.end_surplus_sessions();
alter table auth.refresh_tokens drop column if exists session_limit;
