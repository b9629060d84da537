drop table if exists
  auth.oauth2_refresh_tokens, auth.oauth2_authorization_codes, auth.oauth2_auth_requests, auth.oauth2_clients,
  auth.oauth2_client_types, auth.pkce_authorization_codes;
drop function if exists auth.generate_oauth2_client_id();
