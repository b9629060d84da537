-- The auth schema: the tables of Nhost Auth (names, columns, defaults and constraint names), plus our own columns.
-- Every statement can be applied to a database in which Nhost Auth has run already: what is there stays as it is,
-- what is missing is added. There, run it as the owner of the schema or as a superuser.

create extension if not exists citext;
create extension if not exists pgcrypto;
create schema if not exists auth;

do $$
begin
  -- The expression of the HTML standard for <input type=email>; citext, so that letter case does not matter.
  if to_regtype('auth.email') is null then
    create domain auth.email as citext constraint email_check check (
      value ~ '^[a-zA-Z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$'
    );
  end if;
end
$$;

create or replace function auth.set_current_timestamp_updated_at() returns trigger
  language plpgsql
as $$
begin
  new.updated_at = now();
  return new;
end
$$;

-- Lists -------------------------------------------------------------------------------------------------------------

create table if not exists auth.roles (
  role text not null constraint roles_pkey primary key
);

insert into auth.roles (role) values ('user'), ('anonymous'), ('me') on conflict do nothing;

create table if not exists auth.providers (
  id text not null constraint providers_pkey primary key
);

insert into auth.providers (id)
values ('apple'), ('azuread'), ('bitbucket'), ('discord'), ('entraid'), ('facebook'), ('github'), ('gitlab'),
  ('google'), ('linkedin'), ('spotify'), ('strava'), ('twitch'), ('twitter'), ('windowslive'), ('workos')
on conflict do nothing;

-- A Hasura enum table: one text key, one comment.
create table if not exists auth.refresh_token_types (
  value text not null constraint refresh_token_types_pkey primary key,
  comment text
);

insert into auth.refresh_token_types (value, comment)
values ('regular', 'Session of a device'), ('pat', 'Personal access token')
on conflict do nothing;

-- Users -------------------------------------------------------------------------------------------------------------

create table if not exists auth.users (
  id uuid default gen_random_uuid() not null constraint users_pkey primary key,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  last_seen timestamptz,
  disabled boolean default false not null,
  display_name text default '' not null,
  avatar_url text default '' not null,
  locale varchar(3) not null,
  email auth.email constraint users_email_key unique,
  phone_number text constraint users_phone_number_key unique,
  password_hash text,
  email_verified boolean default false not null,
  phone_number_verified boolean default false not null,
  new_email auth.email,
  otp_method_last_used text,
  otp_hash text,
  otp_hash_expires_at timestamptz default now() not null,
  default_role text default 'user' not null
    constraint fk_default_role references auth.roles (role) on update cascade on delete restrict,
  is_anonymous boolean default false not null,
  totp_secret text,
  active_mfa_type text constraint active_mfa_types_check check (active_mfa_type in ('totp', 'sms')),
  ticket text,
  ticket_expires_at timestamptz default now() not null,
  metadata jsonb,
  webauthn_current_challenge text
);

-- Columns that Nhost Auth added later.
alter table auth.users
  add column if not exists otp_attempts smallint default 0 not null,
  add column if not exists totp_attempts smallint default 0 not null,
  add column if not exists totp_locked_until timestamptz,
  add column if not exists new_phone_number text,
  add column if not exists pending_sms_deanonymize_options jsonb;

do $$
begin
  -- Older Nhost databases have varchar(2), too short for ISO 639-2 codes.
  if exists (
    select from information_schema.columns
    where table_schema = 'auth' and table_name = 'users' and column_name = 'locale' and character_maximum_length < 3
  ) then
    alter table auth.users alter column locale type varchar(3);
  end if;
end
$$;

create index if not exists users_new_phone_number_idx
  on auth.users (new_phone_number) where new_phone_number is not null;
create index if not exists users_default_role_idx on auth.users (default_role);

create or replace trigger set_auth_users_updated_at before update on auth.users
  for each row execute function auth.set_current_timestamp_updated_at();

create table if not exists auth.user_roles (
  id uuid default gen_random_uuid() not null constraint user_roles_pkey primary key,
  created_at timestamptz default now() not null,
  user_id uuid not null constraint fk_user references auth.users (id) on update cascade on delete cascade,
  role text not null constraint fk_role references auth.roles (role) on update cascade on delete restrict,
  constraint user_roles_user_id_role_key unique (user_id, role)
);

create index if not exists user_roles_role_idx on auth.user_roles (role);

-- Sessions ----------------------------------------------------------------------------------------------------------

-- One row is one session (or one personal access token) with a stable id. refresh_token_hash is `\x` and the SHA-256 of
-- the token in hex; a refresh overwrites it in place.
create table if not exists auth.refresh_tokens (
  id uuid default gen_random_uuid() not null constraint refresh_tokens_pkey primary key,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null,
  user_id uuid not null constraint fk_user references auth.users (id) on update cascade on delete cascade,
  metadata jsonb,
  type text default 'regular' not null
    constraint refresh_tokens_types_fkey references auth.refresh_token_types (value)
    on update restrict on delete restrict,
  refresh_token_hash varchar(255)
);

-- Ours. Nullable or defaulted, because tools insert (user_id, expires_at, type, refresh_token_hash) only.
alter table auth.refresh_tokens
  add column if not exists rotated_at timestamptz,
  add column if not exists last_used_at timestamptz default now(),
  add column if not exists user_agent text,
  add column if not exists ip text;

comment on column auth.refresh_tokens.rotated_at is
  'When the current token replaced its predecessor; null as long as the session has its first token';
comment on column auth.refresh_tokens.last_used_at is 'When the session was opened or last refreshed';

create index if not exists refresh_tokens_refresh_token_hash_expires_at_user_id_idx
  on auth.refresh_tokens (refresh_token_hash, expires_at, user_id);
-- Ours: a token is one session, and looking it up reads one row.
create unique index if not exists refresh_tokens_refresh_token_hash_key on auth.refresh_tokens (refresh_token_hash);
create index if not exists refresh_tokens_user_id_idx on auth.refresh_tokens (user_id);

-- Linked identities and keys ----------------------------------------------------------------------------------------

create table if not exists auth.user_providers (
  id uuid default gen_random_uuid() not null constraint user_providers_pkey primary key,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  user_id uuid not null constraint fk_user references auth.users (id) on update cascade on delete cascade,
  access_token text not null,
  refresh_token text,
  provider_id text not null
    constraint fk_provider references auth.providers (id) on update restrict on delete restrict,
  provider_user_id text not null,
  constraint user_providers_provider_id_provider_user_id_key unique (provider_id, provider_user_id)
);

alter table auth.user_providers
  add column if not exists issuer text,
  -- One user may link several accounts of one provider.
  drop constraint if exists user_providers_user_id_provider_id_key;

create index if not exists user_providers_provider_id_issuer_idx on auth.user_providers (provider_id, issuer);
create index if not exists user_providers_user_id_provider_id_idx on auth.user_providers (user_id, provider_id);

create or replace trigger set_auth_user_providers_updated_at before update on auth.user_providers
  for each row execute function auth.set_current_timestamp_updated_at();

create table if not exists auth.provider_requests (
  id uuid not null constraint provider_requests_pkey primary key,
  options jsonb
);

create table if not exists auth.user_security_keys (
  id uuid default gen_random_uuid() not null constraint user_security_keys_pkey primary key,
  user_id uuid not null constraint fk_user references auth.users (id) on update cascade on delete cascade,
  credential_id text not null constraint user_security_keys_credential_id_key unique,
  credential_public_key bytea,
  counter bigint default 0 not null,
  transports varchar(255) default '' not null,
  nickname text
);

create index if not exists user_security_keys_user_id_idx on auth.user_security_keys (user_id);
