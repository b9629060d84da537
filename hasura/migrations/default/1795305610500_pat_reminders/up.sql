-- Which personal access tokens expire soon: owners are reminded of them.
create index if not exists refresh_tokens_pat_expires_at_idx on auth.refresh_tokens (expires_at) where type = 'pat';
