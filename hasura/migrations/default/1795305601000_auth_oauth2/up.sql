-- Nhost Auth's tables for PKCE at sign-in and for being an OAuth 2 provider itself. Applicable where they exist already.

create table if not exists auth.pkce_authorization_codes (
  id uuid default gen_random_uuid() not null constraint pkce_authorization_codes_pkey primary key,
  user_id uuid not null
    constraint pkce_authorization_codes_user_id_fkey references auth.users (id) on update cascade on delete cascade,
  code_hash text not null constraint pkce_authorization_codes_code_hash_key unique,
  code_challenge text not null,
  redirect_to text,
  expires_at timestamptz not null,
  created_at timestamptz default now() not null
);

create index if not exists pkce_authorization_codes_expires_at_idx on auth.pkce_authorization_codes (expires_at);
create index if not exists pkce_authorization_codes_user_id_idx on auth.pkce_authorization_codes (user_id);

create table if not exists auth.oauth2_client_types (
  value text not null constraint oauth2_client_types_pkey primary key,
  comment text
);

insert into auth.oauth2_client_types (value, comment)
values
  ('registered', 'Registered by an administrator'),
  ('dcr', 'Registered by itself (RFC 7591)'),
  ('client_id_metadata_document', 'Described by the document at its client id')
on conflict do nothing;

create or replace function auth.generate_oauth2_client_id() returns text
  language sql volatile
as $$ select 'nhoa_' || encode(gen_random_bytes(8), 'hex') $$;

create table if not exists auth.oauth2_clients (
  id uuid default gen_random_uuid() not null constraint oauth2_clients_pkey primary key,
  client_id text default auth.generate_oauth2_client_id() not null constraint oauth2_clients_client_id_key unique,
  client_secret_hash text,
  client_name text,
  client_uri text,
  logo_uri text,
  redirect_uris text[] default '{}' not null,
  grant_types text[] default '{authorization_code}' not null,
  response_types text[] default '{code}' not null,
  scopes text[] default '{openid,profile,email,phone,offline_access}' not null,
  is_public boolean default false not null,
  token_endpoint_auth_method text default 'client_secret_basic' not null,
  id_token_signed_response_alg text default 'RS256' not null,
  access_token_lifetime integer default 900 not null,
  refresh_token_lifetime integer default 2592000 not null,
  type text default 'registered' not null
    constraint oauth2_clients_type_fkey references auth.oauth2_client_types (value)
    on update restrict on delete restrict,
  metadata_document_fetched_at timestamptz,
  metadata jsonb,
  created_by uuid
    constraint oauth2_clients_created_by_fkey references auth.users (id) on update cascade on delete set null,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null
);

create index if not exists oauth2_clients_created_by_idx on auth.oauth2_clients (created_by);

create or replace trigger set_auth_oauth2_clients_updated_at before update on auth.oauth2_clients
  for each row execute function auth.set_current_timestamp_updated_at();

create table if not exists auth.oauth2_auth_requests (
  id uuid default gen_random_uuid() not null constraint oauth2_auth_requests_pkey primary key,
  client_id text not null
    constraint oauth2_auth_requests_client_id_fkey references auth.oauth2_clients (client_id)
    on update cascade on delete cascade,
  scopes text[] default '{}' not null,
  redirect_uri text not null,
  state text,
  nonce text,
  response_type text not null,
  code_challenge text,
  code_challenge_method text,
  resource text,
  user_id uuid
    constraint oauth2_auth_requests_user_id_fkey references auth.users (id) on update cascade on delete cascade,
  done boolean default false not null,
  auth_time timestamptz,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null
);

create index if not exists oauth2_auth_requests_client_id_idx on auth.oauth2_auth_requests (client_id);
create index if not exists oauth2_auth_requests_expires_at_idx on auth.oauth2_auth_requests (expires_at);
create index if not exists oauth2_auth_requests_user_id_idx on auth.oauth2_auth_requests (user_id);

create table if not exists auth.oauth2_authorization_codes (
  id uuid default gen_random_uuid() not null constraint oauth2_authorization_codes_pkey primary key,
  code_hash text not null constraint oauth2_authorization_codes_code_hash_key unique,
  auth_request_id uuid not null
    constraint oauth2_authorization_codes_auth_request_id_fkey references auth.oauth2_auth_requests (id)
    on update cascade on delete cascade,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null
);

create index if not exists oauth2_authorization_codes_auth_request_id_idx
  on auth.oauth2_authorization_codes (auth_request_id);
create index if not exists oauth2_authorization_codes_expires_at_idx on auth.oauth2_authorization_codes (expires_at);

create table if not exists auth.oauth2_refresh_tokens (
  id uuid default gen_random_uuid() not null constraint oauth2_refresh_tokens_pkey primary key,
  token_hash text not null constraint oauth2_refresh_tokens_token_hash_key unique,
  auth_request_id uuid
    constraint oauth2_refresh_tokens_auth_request_id_fkey references auth.oauth2_auth_requests (id)
    on update cascade on delete set null,
  client_id text not null
    constraint oauth2_refresh_tokens_client_id_fkey references auth.oauth2_clients (client_id)
    on update cascade on delete cascade,
  user_id uuid not null
    constraint oauth2_refresh_tokens_user_id_fkey references auth.users (id) on update cascade on delete cascade,
  scopes text[] default '{}' not null,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null
);

create index if not exists oauth2_refresh_tokens_auth_request_id_idx on auth.oauth2_refresh_tokens (auth_request_id);
create index if not exists oauth2_refresh_tokens_client_id_idx on auth.oauth2_refresh_tokens (client_id);
create index if not exists oauth2_refresh_tokens_expires_at_idx on auth.oauth2_refresh_tokens (expires_at);
create index if not exists oauth2_refresh_tokens_user_id_idx on auth.oauth2_refresh_tokens (user_id);
