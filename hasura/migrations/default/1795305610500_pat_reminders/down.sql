drop index if exists auth.refresh_tokens_pat_expires_at_idx;
