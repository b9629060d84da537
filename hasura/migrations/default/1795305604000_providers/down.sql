-- The kinds of codes stay allowed in auth.tickets, where nothing makes them any more.
delete from auth.provider_requests;
alter table auth.provider_requests
  drop column if exists user_id,
  drop column if exists secret,
  drop column if exists browser_hash,
  drop column if exists provider_id,
  drop column if exists hash,
  drop column if exists expires_at,
  drop column if exists created_at;
alter table auth.user_providers
  drop column if exists last_used_at,
  drop column if exists email;
