-- Accounts: tickets, recovery codes, the outbox, and what TOTP and usernames need on auth.users.

-- Users -------------------------------------------------------------------------------------------------------------

-- totp_secret, totp_attempts and totp_locked_until are Nhost Auth's. A TOTP time step is unix time / 30 and fits integer
-- until the year 4011.
alter table auth.users
  add column if not exists username citext,
  add column if not exists totp_pending_secret text,
  add column if not exists totp_sign_in_step integer default 0 not null,
  add column if not exists totp_disable_step integer default 0 not null,
  add column if not exists totp_elevate_step integer default 0 not null,
  add column if not exists change_id uuid;

do $$
begin
  if not exists (select from pg_constraint where conname = 'users_username_key') then
    alter table auth.users add constraint users_username_key unique (username);
  end if;
  if not exists (select from pg_constraint where conname = 'users_username_check') then
    -- No @ and no +, so that a username is never taken for an address or a number.
    alter table auth.users add constraint users_username_check
      check (username::text ~ '^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$');
  end if;
end
$$;

comment on column auth.users.totp_secret is 'The secret that codes are checked against, encrypted';
comment on column auth.users.totp_pending_secret is 'A secret that waits for its first code, encrypted';
comment on column auth.users.totp_sign_in_step is 'Time step of the last code that signed in: a code signs in once';
comment on column auth.users.totp_disable_step is 'Time step of the last code that switched TOTP off';
comment on column auth.users.totp_elevate_step is 'Time step of the last code that elevated a session';
comment on column auth.users.change_id is
  'Set by the condition of a mutation, so that its later fields know whether the condition held';

-- Tickets -----------------------------------------------------------------------------------------------------------

-- What proves something once: links, codes, challenges. Several at once per user. `hash` is the SHA-256 of a ticket, or
-- of a code the HMAC over id and code under a key of the server (six digits could be guessed from a plain hash).
create table if not exists auth.tickets (
  id uuid default gen_random_uuid() not null constraint tickets_pkey primary key,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null,
  kind text not null,
  hash text not null constraint tickets_hash_key unique,
  user_id uuid constraint tickets_user_id_fkey references auth.users (id) on update cascade on delete cascade,
  recipient citext,
  payload jsonb,
  attempts integer default 0 not null,
  use_id uuid
);

alter table auth.tickets
  drop constraint if exists tickets_kind_check,
  add constraint tickets_kind_check check (kind in (
    'verifyEmail', 'passwordlessEmail', 'emailOtp', 'smsOtp', 'phoneSignUp', 'emailConfirmChange',
    'phoneConfirmChange', 'passwordReset', 'invite', 'mfaTotp', 'elevateEmail', 'elevateSms', 'deanonymizeSms'
  ));

comment on column auth.tickets.recipient is 'Address or number that the ticket was sent to';
comment on column auth.tickets.attempts is 'How many codes were tried against it';
comment on column auth.tickets.use_id is
  'Which use took it. Set by the first field of a mutation whose last field deletes the row, so it is never seen outside';

create index if not exists tickets_expires_at_idx on auth.tickets (expires_at);
create index if not exists tickets_user_id_idx on auth.tickets (user_id);
create index if not exists tickets_recipient_kind_idx on auth.tickets (recipient, kind);
create index if not exists tickets_use_id_idx on auth.tickets (use_id) where use_id is not null;

create table if not exists auth.recovery_codes (
  id uuid default gen_random_uuid() not null constraint recovery_codes_pkey primary key,
  created_at timestamptz default now() not null,
  user_id uuid not null
    constraint recovery_codes_user_id_fkey references auth.users (id) on update cascade on delete cascade,
  hash text not null constraint recovery_codes_hash_key unique,
  use_id uuid
);

comment on column auth.recovery_codes.use_id is 'Which use took it, as in auth.tickets';

create index if not exists recovery_codes_user_id_idx on auth.recovery_codes (user_id);

-- Outbox ------------------------------------------------------------------------------------------------------------

-- Mails and SMS, written in the transaction of what they tell. payload is encrypted, and null once it is delivered.
create table if not exists auth.outbox (
  id uuid default gen_random_uuid() not null constraint outbox_pkey primary key,
  created_at timestamptz default now() not null,
  user_id uuid constraint outbox_user_id_fkey references auth.users (id) on update cascade on delete cascade,
  kind text not null,
  channel text not null constraint outbox_channel_check check (channel in ('email', 'sms')),
  payload text,
  attempts integer default 0 not null,
  next_attempt_at timestamptz default now() not null,
  lease_id uuid,
  locked_until timestamptz,
  delivered_at timestamptz,
  abandoned_at timestamptz,
  last_error text
);

comment on column auth.outbox.lease_id is 'Who tries to deliver it; ends at locked_until';
comment on column auth.outbox.abandoned_at is 'When it was given up after its last attempt';

create index if not exists outbox_next_attempt_at_idx
  on auth.outbox (next_attempt_at) where delivered_at is null and abandoned_at is null;
create index if not exists outbox_delivered_at_idx on auth.outbox (delivered_at) where delivered_at is not null;
create index if not exists outbox_user_id_idx on auth.outbox (user_id);
