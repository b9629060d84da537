-- Hashes of passwords that an account had, so that none of the last ones is taken again (AUTH_PASSWORD_HISTORY).

create table if not exists auth.password_history (
  id uuid default gen_random_uuid() not null constraint password_history_pkey primary key,
  created_at timestamptz default now() not null,
  user_id uuid not null
    constraint password_history_user_id_fkey references auth.users (id) on update cascade on delete cascade,
  password_hash text not null
);

comment on column auth.password_history.created_at is 'When the password was replaced by another one';

create index if not exists password_history_user_id_idx on auth.password_history (user_id, created_at);
