-- Usernames and the state of TOTP setups are lost; active TOTP secrets stay.
drop table if exists auth.outbox, auth.recovery_codes, auth.tickets;
alter table if exists auth.users
  drop column if exists change_id,
  drop column if exists totp_elevate_step,
  drop column if exists totp_disable_step,
  drop column if exists totp_sign_in_step,
  drop column if exists totp_pending_secret,
  drop column if exists username;
