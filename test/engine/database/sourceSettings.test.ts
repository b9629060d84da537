import { describe, expect, it } from 'vitest';
import { readSourceSettings } from '../../../src/engine/database/sourceSettings.js';
import type { Json } from '../../../src/engine/json.js';

const settingsOf = (database_url: Json, more: Record<string, Json> = {}) =>
  readSourceSettings({ connection_info: { database_url, ...more } }, { SECOND: 'postgres://u@h/second' });

describe('readSourceSettings', () => {
  it("has Hasura's defaults", () => {
    expect(settingsOf('postgres://u:p@h:1/d')).toEqual({
      connectionString: 'postgres://u:p@h:1/d',
      maxConnections: 50,
      idleSeconds: 180,
      lifetimeSeconds: 600,
    });
  });

  it.each<[Json, string]>([
    [{ from_env: 'SECOND' }, 'postgres://u@h/second'],
    [
      {
        connection_parameters: { host: 'db', port: 5433, username: 'a@b', password: 'p:/?', database: 'x y' },
      },
      'postgres://a%40b:p%3A%2F%3F@db:5433/x%20y',
    ],
  ])('finds the URL in %j', (url, connectionString) => {
    expect(settingsOf(url)).toMatchObject({ connectionString });
  });

  it('takes settings of the pool and the isolation level', () => {
    const pool_settings = {
      max_connections: 3,
      idle_timeout: 1,
      connection_lifetime: 2,
      pool_timeout: 4,
      retries: null,
    };
    expect(settingsOf('postgres://h', { pool_settings, isolation_level: 'repeatable-read' })).toMatchObject({
      maxConnections: 3,
      idleSeconds: 1,
      lifetimeSeconds: 2,
      waitSeconds: 4,
      isolationLevel: 'repeatable read',
    });
  });

  it("knows the engine's own database by its variable", () => {
    expect(settingsOf({ from_env: 'HASURA_GRAPHQL_DATABASE_URL' })).toBe('own');
  });

  it.each<[Json, Record<string, Json>, string]>([
    [{ from_env: 'UNSET' }, {}, "environment variable 'UNSET' not set"],
    [{ dynamic_from_file: '/x' }, {}, 'the source has no "database_url" that can be read here'],
    [null, {}, 'the source has no "database_url" that can be read here'],
    ['postgres://h', { isolation_level: 'chaos' }, 'unknown isolation level "chaos"'],
    [
      'postgres://h',
      { ssl_configuration: { sslmode: 'require' } },
      '"ssl_configuration" is not supported by the embedded engine: use sslmode in the URL',
    ],
  ])('says what is wrong with %j %j', (url, more, fault) => {
    expect(settingsOf(url, more)).toEqual({ fault });
  });
});
