drop index if exists auth.recovery_codes_use_id_idx;
drop index if exists auth.hook_deliveries_abandoned_at_idx;
drop index if exists auth.outbox_abandoned_at_idx;
drop index if exists auth.refresh_tokens_created_at_idx;
drop index if exists auth.refresh_tokens_expires_at_idx;
