import { describe, expect, it } from 'vitest';
import { AuthConfigError } from '../../src/engine/auth/config.js';
import { readSchemaOptions } from '../../src/engine/options.js';
import { readServerOptions } from '../../src/engine/server/options.js';
import { ignoredSettings } from '../../src/engine/settings.js';

const hasura = (settings: Record<string, string>) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`HASURA_GRAPHQL_${name}`, value]));

describe("Hasura's variables", () => {
  it.each([
    ['AUTH_HOOK', 'http://x'],
    ['DEFAULT_NAMING_CONVENTION', 'graphql-default'],
    ['ENABLE_APOLLO_FEDERATION', 'y'],
    ['ENABLE_MAINTENANCE_MODE', 'true'],
    ['ENABLE_RELAY', 'true'],
    ['EXPERIMENTAL_FEATURES', 'inherited_roles,hide_stream_fields'],
    ['PERSISTED_QUERIES', 'true'],
    ['TX_ISOLATION', 'serializable'],
  ])('stop the start when answers would change: %s=%s', (name, value) => {
    const refusal = `HASURA_GRAPHQL_${name} is not supported by the embedded engine`;
    expect(() => ignoredSettings(hasura({ [name]: value }))).toThrow(refusal);
  });

  it('may be set to what is the case anyway', () => {
    const settings = {
      AUTH_HOOK: ' ',
      DEFAULT_NAMING_CONVENTION: 'hasura-default',
      ENABLE_RELAY: 'f',
      EXPERIMENTAL_FEATURES: 'inherited_roles, naming_convention',
      TX_ISOLATION: 'read-committed',
    };
    expect(ignoredSettings(hasura(settings))).toEqual([]);
  });

  it('are named when they have no effect, with the reason, and not when they have one', () => {
    const settings = { ENABLE_TELEMETRY: 'false', DEV_MODE: 'true', MADE_UP: '1', PG_CONNECTIONS: '' };
    expect(ignoredSettings({ ...hasura(settings), HASURA_PORT: '1' })).toEqual([
      'HASURA_GRAPHQL_ENABLE_TELEMETRY (nothing is reported to anybody)',
      'HASURA_GRAPHQL_MADE_UP (the engine does not know it)',
    ]);
  });

  it('that are true or false take no other word', () => {
    const read = (value: string) =>
      readSchemaOptions(hasura({ STRINGIFY_NUMERIC_TYPES: value })).stringifyNumericTypes;
    expect(['T', 'yes', 'n', ' FALSE ', ''].map(read)).toEqual([true, true, false, false, false]);
    expect(() => read('1')).toThrow('HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES: "1" is not true or false');
    expect(() => ignoredSettings(hasura({ ENABLE_RELAY: 'on' }))).toThrow(AuthConfigError);
  });

  it('name the APIs that are served', () => {
    const read = (value: string) => [...readServerOptions(hasura({ ENABLED_APIS: value })).enabledApis];
    expect(read('')).toEqual(['metadata', 'graphql', 'pgdump', 'config']);
    expect(read('graphql, METRICS,developer')).toEqual(['graphql']);
    expect(() => read('graphql,rest')).toThrow('HASURA_GRAPHQL_ENABLED_APIS: "rest" is no API');
  });
});
