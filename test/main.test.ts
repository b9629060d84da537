import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** The server as `npm start` runs it, in a process of its own. */
class ServerProcess {
  readonly child: ChildProcess;
  output = '';
  readonly exit: Promise<number | null>;

  constructor(env: Record<string, string>) {
    this.child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', AUTH_PORT: '0', HASURA_PORT: '0', ...env },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        this.output += data.toString();
      });
    }
    this.exit = new Promise((done) => this.child.once('close', done));
  }

  /** Resolves when the output matches; rejects when the process ends before. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match;
      if (this.child.exitCode !== null) throw new Error(`ended with ${this.child.exitCode}: ${this.output}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

let running: ServerProcess[] = [];
const start = (env: Record<string, string>) => {
  const server = new ServerProcess(env);
  running.push(server);
  return server;
};
afterEach(() => {
  for (const { child } of running) child.kill('SIGKILL');
  running = [];
});

const errorsOf = (output: string) => output.split('\n').filter((line) => line.startsWith('error'));

describe('a fresh start with nothing configured', () => {
  it('serves both APIs, keeps its data, and ends on SIGTERM', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'start-'));
    const server = start({ DATA_DIR: dataDir });
    const [, graphqlUrl, authUrl] = await server.until(
      /^ready: GraphQL API at (\S+), auth server at (\S+)$/m,
    );
    for (const url of [graphqlUrl, authUrl]) expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(server.output).toContain(join(dataDir, 'secrets.json'));
    expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
    const { HASURA_GRAPHQL_ADMIN_SECRET: secret } = JSON.parse(
      await readFile(join(dataDir, 'secrets.json'), 'utf8'),
    ) as Record<string, string>;
    expect(server.output).not.toContain(secret);

    const ask = async (query: string, token = '') => {
      const headers = {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      };
      const answer = await fetch(`${graphqlUrl}/v1/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
      });
      // biome-ignore lint/suspicious/noExplicitAny: what a client gets is looked at, not typed
      return (await answer.json()) as any;
    };
    const [mutation] = await server.until(/mutation \{ signIn.*\}$/m);
    const token = (await ask(mutation)).data.signIn.session.accessToken;
    const notes = '{ notes { title } }';
    expect((await ask(notes, token)).data.notes).toHaveLength(1);

    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);

    const again = start({ DATA_DIR: dataDir });
    const [, secondUrl] = await again.until(/^ready: GraphQL API at (\S+),/m);
    expect(again.output).not.toContain('demo user');
    // The token of the former life is still good, and so are the rows.
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const kept = await fetch(`${secondUrl}/v1/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: notes }),
    });
    expect(await kept.json()).toEqual({ data: { notes: [{ title: expect.any(String) }] } });

    const second = start({ DATA_DIR: dataDir });
    expect(await second.exit).toBe(1);
    expect(errorsOf(second.output)).toEqual([
      expect.stringMatching(/in use by process \d+\. Stop that process/),
    ]);
    again.child.kill('SIGINT');
    expect(await again.exit).toBe(0);
  }, 60_000);
});

describe('a start that cannot succeed', () => {
  it('in production lists every missing secret', async () => {
    const server = start({ NODE_ENV: 'production' });
    expect(await server.exit).toBe(1);
    expect(errorsOf(server.output)).toEqual([
      'error: HASURA_GRAPHQL_ADMIN_SECRET is not set',
      'error: HASURA_GRAPHQL_JWT_SECRET is not set',
      'error: ACTION_SECRET is not set',
    ]);
  });

  it('lists every fault of the configuration', async () => {
    const server = start({
      DATA_DIR: 'memory',
      AUTH_ACCESS_TOKEN_EXPIRES_IN: 'soon',
      AUTH_CONCEAL_ERRORS: 'maybe',
    });
    expect(await server.exit).toBe(1);
    expect(errorsOf(server.output)).toEqual([
      expect.stringMatching(/^error: AUTH_CONCEAL_ERRORS must be true or false/),
      expect.stringMatching(/^error: AUTH_ACCESS_TOKEN_EXPIRES_IN must be a whole number/),
    ]);
  });

  it('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as AddressInfo;
    for (const variable of ['AUTH_PORT', 'HASURA_PORT']) {
      const server = start({ DATA_DIR: 'memory', [variable]: String(port) });
      expect(await server.exit).toBe(1);
      const sentence = `error: Port ${port} on 127.0.0.1 is taken: stop what listens there, or set ${variable}.`;
      expect(errorsOf(server.output)).toEqual([sentence]);
    }
    other.close();
  }, 60_000);

  it('says that the data directory is none', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'start-')), 'file');
    await writeFile(file, '');
    const server = start({ DATA_DIR: file });
    expect(await server.exit).toBe(1);
    expect(errorsOf(server.output)).toEqual([
      expect.stringMatching(/^error: Cannot use the data directory .*DATA_DIR/),
    ]);
  });

  it('says that the database does not answer', async () => {
    const server = start({ DATA_DIR: 'memory', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(await server.exit).toBe(1);
    expect(errorsOf(server.output)).toEqual([
      expect.stringMatching(/^error: The PostgreSQL of DATABASE_URL/),
    ]);
  });
});

describe('beside a Hasura that runs elsewhere', () => {
  let hasura: Server;
  let url: string;
  let answer: (body: string) => [status: number, body: unknown];

  beforeEach(async () => {
    hasura = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const [status, json] = answer(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    }).listen(0, '127.0.0.1');
    await new Promise((done) => hasura.once('listening', done));
    url = `http://127.0.0.1:${(hasura.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    hasura.closeAllConnections();
    hasura.close();
  });

  const env = () => ({
    HASURA_GRAPHQL_ENDPOINT: url,
    HASURA_GRAPHQL_ADMIN_SECRET: 'a',
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
    ACTION_SECRET: 'b',
  });
  const refuse = (code: string) =>
    [200, { errors: [{ message: 'no', extensions: { code, path: '$' } }] }] as [number, unknown];
  const rolesWritten = [200, { data: { insertAuthRoles: { affected_rows: 0 } } }] as [number, unknown];

  it('waits until it answers and has the tables, and says what its metadata lacks', async () => {
    answer = () => [502, 'starting'];
    const server = start(env());
    await server.until(/waiting for Hasura at http/);
    answer = () => refuse('validation-failed');
    await server.until(/waiting for the auth tables/);
    const everybody = [{ role: 'public' }, { role: 'user' }, { role: 'anonymous' }];
    const actions = ['signUp', 'refresh', 'signOut'].map((name) => ({ name, permissions: everybody }));
    actions.push({ name: 'signIn', permissions: everybody.slice(1) });
    answer = (body) => (body.includes('export_metadata') ? [200, { version: 3, actions }] : rolesWritten);
    await server.until(/^ready: auth server at http/m);
    const [, missing, all, names = '', rest] =
      /Hasura lacks (\d+) of (\d+) Actions \((.*) and (\d+) more\): apply hasura\/metadata/.exec(
        server.output,
      ) ?? [];
    expect(Number(missing)).toBe(Number(all) - actions.length);
    expect(names.split(', ')).toHaveLength(Number(missing) - Number(rest));
    expect(names.split(', ')).not.toContain('signIn');
    expect(server.output).toMatch(/Hasura refuses roles that may call Actions \(signIn \(public\)\): apply/);
    expect(server.output.match(/lacks|refuses/g)).toHaveLength(2);
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
  });

  it('answers requests while it waits, and ends on SIGTERM', async () => {
    answer = () => [502, 'starting'];
    const server = start({ ...env(), AUTH_LOG_FORMAT_TEXT: 'true' });
    const [, authUrl] = await server.until(/auth server listens on (\S+)/);
    await server.until(/waiting for Hasura/);
    expect((await fetch(`${authUrl}/healthz`)).status).toBe(200);
    const signIn = await fetch(`${authUrl}/v1/signin/email-password`, {
      method: 'POST',
      body: JSON.stringify({ email: 'a@b.com', password: 'abc' }),
    });
    expect([signIn.status, await signIn.json()]).toMatchObject([503, { error: 'service-unavailable' }]);
    await server.until(/^\S+Z WARN {2}A service that is needed did not answer requestId=\S+ error=\{.*\}$/m);
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
  });

  it('gives up when the admin secret is wrong', async () => {
    answer = () => refuse('access-denied');
    const server = start(env());
    expect(await server.exit).toBe(1);
    expect(errorsOf(server.output)).toEqual([
      `error: Hasura at ${url} refuses the admin secret: check HASURA_GRAPHQL_ADMIN_SECRET.`,
    ]);
  });

  it('never loads the engine', async () => {
    answer = (body) => (body.includes('export_metadata') ? [200, { version: 3, actions: [] }] : rolesWritten);
    const server = start({ ...env(), NODE_DEBUG: 'esm,module' });
    await server.until(/^ready/m);
    // What it does load is seen, so the engine would be too.
    expect(server.output).toMatch(/node_modules\/undici/);
    expect(server.output).not.toMatch(/pglite|node_modules\/pg\b/);
  });
});
