-- Indexes for what would read a table from one end to the other (test/hasura/indexes.db.test.ts explains every statement).

-- Purging: sessions by their end and by their age, messages and calls of hooks that were given up.
create index if not exists refresh_tokens_expires_at_idx on auth.refresh_tokens (expires_at);
create index if not exists refresh_tokens_created_at_idx on auth.refresh_tokens (created_at);
create index if not exists outbox_abandoned_at_idx on auth.outbox (abandoned_at) where abandoned_at is not null;
create index if not exists hook_deliveries_abandoned_at_idx
  on auth.hook_deliveries (abandoned_at) where abandoned_at is not null;

-- Signing in by a recovery code, as of tickets.
create index if not exists recovery_codes_use_id_idx on auth.recovery_codes (use_id) where use_id is not null;
