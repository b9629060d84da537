import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ImportError,
  importUsers,
  type Progress,
  progressPath,
  refusedPath,
} from '../../scripts/importUsers.js';
import { signInCodes } from '../actions/accounts.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

let server: TestServer;
let directory: string;
beforeAll(async () => {
  server = await startTestServer();
  directory = await mkdtemp(join(tmpdir(), 'import-'));
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

async function fileOf(name: string, lines: readonly unknown[]): Promise<string> {
  const file = join(directory, name);
  await writeFile(
    file,
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  );
  return file;
}

/** As `npm run import` does; `answer` stands in for the network. */
function run(file: string, answer: typeof fetch = server.engine.fetch): Promise<Progress> {
  const { endpoint } = server.engine;
  return importUsers({ file, endpoint, adminSecret: 'the-admin-secret', fetch: answer, retryMs: 1 });
}

const countOf = async (domain: string) =>
  (
    await server.graphql(
      `{ usersAggregate(where: {email: {_like: "%@${domain}"}}) { aggregate { count } } }`,
      { admin: true },
    )
  ).data.usersAggregate.aggregate.count;

const linesOf = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('an import of a file', () => {
  it('brings 10,000 users, who sign in with their passwords', async () => {
    // bcrypt of "secret", at its least cost.
    const { hashSync } = await import('bcryptjs');
    const passwordHash = hashSync('secret', 4);
    const users = Array.from({ length: 10_000 }, (_, index) => ({
      email: `u${index}@many.example`,
      passwordHash,
    }));
    const file = await fileOf('many.jsonl', users);
    const steps: number[] = [];
    const { endpoint, fetch } = server.engine;
    const progress = await importUsers({
      file,
      endpoint,
      adminSecret: 'the-admin-secret',
      fetch,
      onProgress: ({ lines }, total) => steps.push(lines / total),
    });
    expect(progress).toMatchObject({ lines: 10_000, created: 10_000, exists: 0, refused: 0 });
    expect(steps).toEqual(Array.from({ length: 21 }, (_, index) => index / 20));
    expect(await countOf('many.example')).toBe(10_000);
    for (const index of [0, 499, 500, 9999]) {
      expect(await signInCodes(server, `u${index}@many.example`, 'secret')).toEqual([]);
    }
    expect(await run(file)).toEqual(progress);
  }, 120_000);

  it('goes on where it was interrupted, and makes nobody twice when an answer was lost', async () => {
    const users = Array.from({ length: 1200 }, (_, index) => ({ email: `u${index}@broken.example` }));
    const file = await fileOf('broken.jsonl', users);
    let requests = 0;
    const failing: typeof fetch = async (input, init) => {
      requests += 1;
      const response = await server.engine.fetch(input, init);
      if (requests >= 2) throw new Error('connection lost');
      return response;
    };
    await expect(run(file, failing)).rejects.toThrow(ImportError);
    expect(requests).toBe(7);
    expect(JSON.parse(await readFile(progressPath(file), 'utf8'))).toMatchObject({
      lines: 500,
      created: 500,
    });
    expect(await countOf('broken.example')).toBe(1000);
    expect(await run(file)).toMatchObject({ lines: 1200, created: 700, exists: 500, refused: 0 });
    expect(await countOf('broken.example')).toBe(1200);
  });

  it('waits while the server can not answer', async () => {
    const file = await fileOf('waiting.jsonl', [{ email: 'a@waiting.example' }]);
    let requests = 0;
    const busy: typeof fetch = async (input, init) => {
      requests += 1;
      const errors = [{ message: 'busy', extensions: { code: 'service-unavailable' } }];
      return requests < 3 ? Response.json({ errors }) : server.engine.fetch(input, init);
    };
    expect(await run(file, busy)).toMatchObject({ created: 1 });
    expect(requests).toBe(3);
  });

  it('says which lines were refused and why, without what they hold', async () => {
    const file = await fileOf('mixed.jsonl', [
      { email: 'a@mixed.example' },
      '{"email": "b@mixed.example", "passwordHash": "$2b$04$secretsecret"',
      '',
      { email: 'c@mixed.example', surname: 'C' },
      { email: 'nobody' },
      { email: 'A@mixed.example' },
      '[]',
      { email: 'd@mixed.example', passwordHash: 'plain-secret' },
    ]);
    expect(await run(file)).toMatchObject({ lines: 8, created: 1, exists: 1, refused: 5 });
    const refusals = await linesOf(refusedPath(file));
    expect(refusals).toEqual([
      { line: 2, code: 'invalid-request', details: 'the line is not JSON' },
      { line: 4, code: 'invalid-request', details: expect.stringContaining('surname') },
      { line: 5, code: 'invalid-request', details: 'email: must be an email address' },
      { line: 7, code: 'invalid-request', details: expect.any(String) },
      { line: 8, code: 'invalid-password-hash', details: null },
    ]);
    expect(JSON.stringify(refusals)).not.toContain('secret');
  });

  it('stops at once where waiting is of no use', async () => {
    const file = await fileOf('refused.jsonl', [{ email: 'a@refused.example' }]);
    let requests = 0;
    const wrongSecret: typeof fetch = (input, init) => {
      requests += 1;
      const headers = { ...(init?.headers as object), 'x-hasura-admin-secret': 'wrong' };
      return server.engine.fetch(input, { ...init, headers });
    };
    await expect(run(file, wrongSecret)).rejects.toThrow(/Refused: .*x-hasura-admin-secret.* Start it again/);
    expect(requests).toBe(1);
  });

  it('does not go on with another file of the same name, nor without a file', async () => {
    const file = await fileOf('other.jsonl', [{ email: 'a@other.example' }]);
    await run(file);
    await fileOf('other.jsonl', [{ email: 'b@other.example' }]);
    await expect(run(file)).rejects.toThrow('belongs to another file');
    await expect(run(join(directory, 'missing.jsonl'))).rejects.toThrow('Cannot read');
  });
});
