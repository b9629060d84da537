-- Sign-in by providers: requests that wait for the provider's answer, codes for the application, and what an owner sees
-- of a linked identity.

-- A row is used once. First it stands for a link that startProvider gave out; the hop through the auth server replaces it
-- by one that is bound to the browser. `hash` is the SHA-256 of the link's id or of the state.
alter table auth.provider_requests
  add column if not exists created_at timestamptz default now() not null,
  add column if not exists expires_at timestamptz default now() not null,
  add column if not exists hash text,
  add column if not exists provider_id text,
  add column if not exists browser_hash text,
  add column if not exists secret text,
  add column if not exists user_id uuid;

do $$
begin
  if not exists (select from pg_constraint where conname = 'provider_requests_hash_key') then
    alter table auth.provider_requests add constraint provider_requests_hash_key unique (hash);
  end if;
  if not exists (select from pg_constraint where conname = 'provider_requests_user_id_fkey') then
    alter table auth.provider_requests add constraint provider_requests_user_id_fkey
      foreign key (user_id) references auth.users (id) on update cascade on delete cascade;
  end if;
end
$$;

comment on column auth.provider_requests.browser_hash is 'SHA-256 of the cookie of the browser that may go on with it';
comment on column auth.provider_requests.secret is 'PKCE verifier and nonce, encrypted';
comment on column auth.provider_requests.user_id is 'Whose account will be linked; null for a sign-in';

create index if not exists provider_requests_expires_at_idx on auth.provider_requests (expires_at);
create index if not exists provider_requests_user_id_idx on auth.provider_requests (user_id);

alter table auth.user_providers
  add column if not exists email text,
  add column if not exists last_used_at timestamptz;

comment on column auth.user_providers.email is 'Address that the provider told at the last sign-in; proves nothing';
comment on column auth.user_providers.access_token is
  'Tokens of the provider, encrypted, until they are fetched; "unset" then';

-- Codes are tickets; the kinds that are allowed already stay.
do $$
declare
  known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint
    where conname = 'tickets_kind_check' and conrelid = 'auth.tickets'::regclass;
  if known like '%signInCode%' then return; end if;
  alter table auth.tickets drop constraint if exists tickets_kind_check;
  execute format(
    'alter table auth.tickets add constraint tickets_kind_check check (%s or kind in (%L, %L))',
    coalesce(known, 'false'), 'signInCode', 'linkCode');
end
$$;
