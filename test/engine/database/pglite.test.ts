import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { lockDirectory } from '../../../src/engine/database/lock.js';
import { openPglite } from '../../../src/engine/database/pglite.js';

const made: string[] = [];
afterEach(async () => {
  for (const each of made.splice(0)) await rm(each, { recursive: true, force: true });
});

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'auth-pglite-'));
  made.push(path);
  return path;
}

it('keeps rows between two openings', async () => {
  const dataDir = await directory();
  const first = await openPglite({ dataDir });
  await first.pool.query(`create table kept (word text); insert into kept values ('here')`);
  await first.close();
  const second = await openPglite({ dataDir });
  expect((await second.pool.query('select word from kept')).rows).toEqual([{ word: 'here' }]);
  await second.close();
});

it('refuses a directory that another live process has open', async () => {
  const dataDir = await directory();
  await writeFile(join(dataDir, 'engine.lock'), String(process.ppid));
  await expect(openPglite({ dataDir })).rejects.toThrow(/is in use by process \d+.*DATA_DIR/);
});

it('takes over the lock of a process that no longer lives', async () => {
  const dataDir = await directory();
  await writeFile(join(dataDir, 'engine.lock'), '999999999');
  const release = await lockDirectory(dataDir);
  await release();
});
