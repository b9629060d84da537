import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyProject } from '../../scripts/applyProject.js';
import type { Database } from '../../src/engine/database/database.js';
import { openTestDatabase } from '../support/database.js';

type Body = { type: string; version?: number; args: Record<string, unknown> };

/** The few calls that are needed, answered as Hasura v2.48 does, with a real database behind run_sql. */
class RecordingHasura {
  readonly calls: Body[] = [];
  inconsistent: object[] = [];
  state: unknown = {};
  readonly db: Database;
  readonly server: Server;

  constructor(db: Database) {
    this.db = db;
    this.server = createServer(async (request, response) => {
      const answer = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
      if (request.url === '/v1/version') return answer(200, { version: 'v2.48.10', server_type: 'ce' });
      if (request.headers['x-hasura-admin-secret'] !== 'right') {
        const error = 'invalid "x-hasura-admin-secret"/"x-hasura-access-key"';
        return answer(401, { path: '$', error, code: 'access-denied' });
      }
      const body = JSON.parse(await text(request)) as Body;
      this.calls.push(body);
      const expected = body.type === 'run_sql' ? '/v2/query' : '/v1/metadata';
      if (request.url !== expected)
        return answer(404, { path: '$', error: 'resource does not exist', code: 'not-found' });
      const [status, result] = await this.answer(body);
      return answer(status, result);
    });
  }

  async answer({ type, args }: Body): Promise<[number, unknown]> {
    switch (type) {
      case 'replace_metadata':
      case 'reload_metadata':
        return [
          200,
          { is_consistent: this.inconsistent.length === 0, inconsistent_objects: this.inconsistent },
        ];
      case 'get_inconsistent_metadata':
        return [
          200,
          { is_consistent: this.inconsistent.length === 0, inconsistent_objects: this.inconsistent },
        ];
      case 'get_catalog_state':
        return [200, { id: '5f1c', cli_state: this.state, console_state: {} }];
      case 'set_catalog_state':
        this.state = args.state;
        return [200, { message: 'success' }];
      case 'run_sql':
        return this.db.pool.query(String(args.sql)).then(
          () => [200, { result_type: 'CommandOk', result: null }],
          (error: Error) => {
            const internal = { error: { exec_status: 'FatalError', message: error.message, hint: null } };
            return [400, { path: '$', error: 'query execution failed', code: 'postgres-error', internal }];
          },
        );
      default:
        return [400, { path: '$', error: `unknown: ${type}`, code: 'parse-failed' }];
    }
  }
}

describe('applyProject', () => {
  let db: Database;
  let hasura: RecordingHasura;
  let endpoint: string;
  let said: string[];
  let versions: string[];

  beforeAll(async () => {
    db = await openTestDatabase();
    versions = (await readdir('hasura/migrations/default')).map((name) => name.slice(0, 13)).sort();
  });
  afterAll(() => db?.close());
  beforeEach(async () => {
    await db.pool.query('drop schema if exists auth cascade; drop table if exists public.notes');
    hasura = new RecordingHasura(db);
    await new Promise<void>((resolve) => hasura.server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(hasura.server.address() as AddressInfo).port}`;
    said = [];
  });
  afterEach(() => new Promise((resolve) => hasura.server.close(resolve)));

  const apply = (overrides: Partial<Parameters<typeof applyProject>[0]> = {}) =>
    applyProject({
      endpoint,
      adminSecret: 'right',
      directory: 'hasura',
      waitSeconds: 0,
      say: (line) => said.push(line),
      ...overrides,
    });

  it('connects the sources, runs each migration once, oldest first, then applies the metadata for good', async () => {
    await apply();
    const perMigration = ['run_sql', 'get_catalog_state', 'set_catalog_state'];
    expect(hasura.calls.map(({ type }) => type)).toEqual([
      'replace_metadata',
      'get_catalog_state',
      ...versions.flatMap(() => perMigration),
      'replace_metadata',
      'reload_metadata',
      'get_inconsistent_metadata',
    ]);
    expect(hasura.calls[0]).toMatchObject({
      version: 2,
      args: { allow_inconsistent_metadata: true, metadata: { version: 3, sources: [{ name: 'default' }] } },
    });
    expect(hasura.calls.find(({ type }) => type === 'run_sql')?.args).toMatchObject({
      source: 'default',
      check_metadata_consistency: false,
    });
    expect(hasura.state).toEqual({
      migrations: { default: Object.fromEntries(versions.map((version) => [version, false])) },
      settings: { migration_mode: 'true' },
      isStateCopyCompleted: true,
    });
    const { rows } = await db.pool.query('select count(*) from public.notes');
    expect(rows).toEqual([{ count: '0' }]);
  });

  it('runs no migration a second time, and leaves what else the CLI keeps', async () => {
    await apply();
    const other = {
      ...(hasura.state as object),
      isStateCopyCompleted: false,
      settings: { migration_mode: 'false' },
    };
    hasura.state = other;
    hasura.calls.length = 0;
    await apply();
    expect(hasura.calls.filter(({ type }) => type === 'run_sql')).toEqual([]);
    expect(hasura.state).toEqual(other);
    expect(said).toContain(`Migrations: all ${versions.length} had run before`);
  });

  it('goes on where the CLI stopped', async () => {
    await apply();
    const [first, ...rest] = versions;
    await db.pool.query('drop table public.notes');
    hasura.state = {
      migrations: { default: { [String(first)]: false } },
      settings: { migration_mode: 'true' },
    };
    await apply();
    const sql = hasura.calls.filter(({ type }) => type === 'run_sql');
    expect(sql).toHaveLength(versions.length + rest.length);
  });

  it('stops at a migration that fails, says which and why, and does not record it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'project-'));
    try {
      await cp('hasura', directory, { recursive: true });
      const [, second] = (await readdir(join(directory, 'migrations/default'))).sort();
      await writeFile(
        join(directory, 'migrations/default', String(second), 'up.sql'),
        'create table broken (;',
      );
      await expect(apply({ directory })).rejects.toThrow(
        new RegExp(`${second}/up\\.sql: Hasura refused: syntax error at or near ";" \\[postgres-error\\]`),
      );
      expect(hasura.state).toMatchObject({ migrations: { default: { [String(versions[0])]: false } } });
      expect(hasura.calls.at(-1)?.type).toBe('run_sql');
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('reports what is inconsistent at the end', async () => {
    hasura.inconsistent = [
      { type: 'action', name: 'action signIn', reason: "environment variable 'ACTION_BASE_URL' not set" },
    ];
    await expect(apply()).rejects.toThrow("action signIn: environment variable 'ACTION_BASE_URL' not set");
  });

  it('explains a wrong secret, a wrong address and a server that is something else', async () => {
    await expect(apply({ adminSecret: 'wrong' })).rejects.toThrow('Is HASURA_GRAPHQL_ADMIN_SECRET right?');
    await expect(apply({ endpoint: 'http://127.0.0.1:1' })).rejects.toThrow(
      'Is HASURA_GRAPHQL_ENDPOINT right?',
    );
    const other = createServer((_request, response) => response.end('<html>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await expect(apply({ endpoint: address })).rejects.toThrow('is not Hasura');
    await new Promise((resolve) => other.close(resolve));
  });
});
