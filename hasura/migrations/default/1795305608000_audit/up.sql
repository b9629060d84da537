-- The audit log, and what hooks still have to hear of it.

-- No foreign key to auth.users: the log of a deleted account stays, without what tells who its owner was (see below).
create table if not exists auth.audit_log (
  id uuid default gen_random_uuid() not null constraint audit_log_pkey primary key,
  created_at timestamptz default now() not null,
  event text not null,
  outcome text not null constraint audit_log_outcome_check check (outcome in ('ok', 'refused', 'failed')),
  reason text,
  action text,
  user_id uuid,
  actor_id uuid,
  actor_role text,
  impersonated boolean default false not null,
  session_id uuid,
  ip text,
  user_agent text,
  device text,
  trace_id text,
  details jsonb
);

comment on table auth.audit_log is 'What happened to accounts; never a secret, a code or an address of a client''s input';
comment on column auth.audit_log.reason is 'Error code of what was refused or failed';
comment on column auth.audit_log.user_id is 'Whose account it is about; null where there is none of that name';
comment on column auth.audit_log.actor_id is 'Who asked for it; null for who was not signed in';
comment on column auth.audit_log.impersonated is 'Whether an administrator acted in the place of the user';
comment on column auth.audit_log.session_id is 'The session that was opened, ended or acted in';
comment on column auth.audit_log.device is
  'Where a session was opened: hash of the user agent without its version numbers';

create index if not exists audit_log_user_id_created_at_idx on auth.audit_log (user_id, created_at desc);
create index if not exists audit_log_created_at_idx on auth.audit_log (created_at);
create index if not exists audit_log_user_id_device_idx on auth.audit_log (user_id, device) where device is not null;
create index if not exists audit_log_actor_id_idx on auth.audit_log (actor_id) where actor_id <> user_id;

-- Whoever deletes an account, by an Action or in the table: its log stays under its id, without addresses and devices.
create or replace function auth.forget_client_of_deleted_user() returns trigger
  language plpgsql
as $$
begin
  update auth.audit_log set ip = null, user_agent = null, device = null where user_id = old.id;
  update auth.audit_log set ip = null, user_agent = null, device = null
  where actor_id = old.id and actor_id <> user_id;
  return null;
end
$$;

create or replace trigger forget_client_of_deleted_user after delete on auth.users
  for each row execute function auth.forget_client_of_deleted_user();

-- An entry that the hook `after-*` has to hear of; what is sent is made from the entry.
create table if not exists auth.hook_deliveries (
  entry_id uuid not null constraint hook_deliveries_pkey primary key
    constraint hook_deliveries_entry_id_fkey references auth.audit_log (id) on update cascade on delete cascade,
  created_at timestamptz default now() not null,
  attempts integer default 0 not null,
  next_attempt_at timestamptz default now() not null,
  lease_id uuid,
  locked_until timestamptz,
  delivered_at timestamptz,
  abandoned_at timestamptz,
  last_error text
);

comment on column auth.hook_deliveries.lease_id is 'Who tries to deliver it; ends at locked_until';
comment on column auth.hook_deliveries.abandoned_at is 'When it was given up after its last attempt';

create index if not exists hook_deliveries_next_attempt_at_idx
  on auth.hook_deliveries (next_attempt_at) where delivered_at is null and abandoned_at is null;
create index if not exists hook_deliveries_delivered_at_idx
  on auth.hook_deliveries (delivered_at) where delivered_at is not null;

-- Claims that the hook before-session gave to a session: its later access tokens carry them too.
alter table auth.refresh_tokens
  add column if not exists hook_claims jsonb;
