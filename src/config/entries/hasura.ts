import { parseJwtSecret } from '../../tokens/jwtSecret.js';
import { defaulted, type Entry, optional, required } from '../entry.js';
import { httpUrl, port, secret, text } from '../readers.js';

export const hasuraEntries = {
  hasuraEndpoint: optional({
    env: 'HASURA_GRAPHQL_ENDPOINT',
    read: (value) => httpUrl(value).replace(/\/v1\/graphql$/, ''),
    doc: 'Base URL of your Hasura. When set, the embedded engine is not started.',
  }),
  hasuraAdminSecret: required({
    env: 'HASURA_GRAPHQL_ADMIN_SECRET',
    read: secret,
    secret: true,
    doc: 'Admin secret of Hasura: the auth server reads and writes accounts with it.',
  }),
  jwtSecret: required({
    env: 'HASURA_GRAPHQL_JWT_SECRET',
    read: parseJwtSecret,
    secret: true,
    doc: "Hasura's JSON `{type, key, signing_key?, kid?, issuer?, audience?, claims_namespace?}`; asymmetric types need `signing_key`.",
  }),
  unauthorizedRole: defaulted({
    env: 'HASURA_GRAPHQL_UNAUTHORIZED_ROLE',
    read: text,
    default: 'public',
    doc: 'Role of a request without a token.',
  }),
  actionSecret: required({
    env: 'ACTION_SECRET',
    read: secret,
    secret: true,
    doc: 'Shared by Hasura and the auth server; guards `POST /actions` in the header `x-action-secret`.',
  }),
  actionBaseUrl: optional({
    env: 'ACTION_BASE_URL',
    read: httpUrl,
    doc: 'Where Hasura reaches the auth server; in the embedded engine the own address.',
  }),
  hasuraPort: defaulted({
    env: 'HASURA_PORT',
    read: port,
    default: '8080',
    doc: 'Port of the embedded engine; 0 takes a free one.',
  }),
  dataDir: defaulted({
    env: 'DATA_DIR',
    read: text,
    default: '.data',
    doc: 'Directory of the embedded database and of generated secrets; `memory` keeps nothing.',
  }),
  databaseUrl: optional({
    env: 'DATABASE_URL',
    read: text,
    secret: true,
    doc: 'A PostgreSQL for the embedded engine, in place of its own database.',
  }),
} satisfies Record<string, Entry<unknown>>;
