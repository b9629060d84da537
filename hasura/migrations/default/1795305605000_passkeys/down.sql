-- Keys stay, as Nhost Auth has them. Challenges go; their kinds stay allowed.
drop trigger if exists note_removed_keys on auth.user_security_keys;
drop function if exists auth.note_removed_keys();
drop trigger if exists keep_last_way_in on auth.user_security_keys;
drop function if exists auth.keep_last_way_in();
delete from auth.tickets where kind in ('passkeySignUp', 'passkeySignIn', 'passkeyAdd', 'passkeyElevate');
alter table if exists auth.user_security_keys
  drop column if exists use_id,
  drop column if exists backed_up,
  drop column if exists user_verified,
  drop column if exists last_used_at,
  drop column if exists created_at;
