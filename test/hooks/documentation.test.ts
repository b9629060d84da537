import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callHook } from '../../src/hooks/callHook.js';
import { parseHookKeys } from '../../src/hooks/signature.js';
import { freePort } from '../support/postgresServer.js';

const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
let receiver: ReturnType<typeof spawn>;
let url: string;

beforeAll(async () => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/hooks.md', 'utf8')) ?? [];
  const file = join(mkdtempSync(join(tmpdir(), 'hook-')), 'receiver.mjs');
  writeFileSync(file, code);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  receiver = spawn(process.execPath, [file], {
    env: { AUTH_HOOK_SECRET: secret, PORT: String(port) },
    stdio: 'inherit',
  });
  const isUp = () =>
    fetch(url).then(
      () => true,
      () => false,
    );
  while (!(await isUp())) await sleep(50);
});
afterAll(() => {
  receiver.kill();
});

const send = (over: { keys?: string; type?: string; age?: number } = {}) =>
  callHook({
    url,
    keys: parseHookKeys(over.keys ?? secret),
    id: 'one',
    body: JSON.stringify({ id: 'one', type: over.type ?? 'after-sign-in', data: {} }),
    timestamp: Math.floor(Date.now() / 1000) - (over.age ?? 0),
    timeoutMs: 5000,
    fetch,
  });

describe('the receiver of docs/hooks.md', () => {
  it('takes what was signed, also with a second key beside', async () => {
    expect((await send()).text).toBe('{}');
    const other = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;
    expect((await send({ keys: `${other},${secret}`, type: 'before-session' })).text).toBe(
      '{"claims":{"x-hasura-plan":"pro"}}',
    );
  });

  it('refuses what was signed with another key, is old, or has no signature', async () => {
    const other = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;
    await expect(send({ keys: other })).rejects.toThrow('status 401');
    await expect(send({ age: 400 })).rejects.toThrow('status 401');
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
  });
});
