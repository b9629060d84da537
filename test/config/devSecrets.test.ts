import { chmod, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.js';
import { devSecretsPath, loadDevSecrets, makeDevSecrets } from '../../src/config/devSecrets.js';

let dataDir: string;

beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'secrets-')), 'data');
});

describe('loadDevSecrets', () => {
  it('makes secrets once, in a file that only its owner can read', async () => {
    const first = await loadDevSecrets(dataDir);
    expect((await stat(devSecretsPath(dataDir))).mode & 0o777).toBe(0o600);
    expect(await loadDevSecrets(dataDir)).toEqual(first);
  });

  it('makes secrets that the configuration accepts, different each time', () => {
    expect(() => parseConfig(makeDevSecrets())).not.toThrow();
    expect(makeDevSecrets()).not.toEqual(makeDevSecrets());
  });

  it('adds what a kept file lacks', async () => {
    await loadDevSecrets(dataDir);
    await writeFile(devSecretsPath(dataDir), JSON.stringify({ ACTION_SECRET: 'kept' }));
    const secrets = await loadDevSecrets(dataDir);
    expect(secrets.ACTION_SECRET).toBe('kept');
    expect(JSON.parse(await readFile(devSecretsPath(dataDir), 'utf8'))).toEqual(secrets);
  });

  it('says what to do about a broken file', async () => {
    await loadDevSecrets(dataDir);
    await writeFile(devSecretsPath(dataDir), '{');
    await expect(loadDevSecrets(dataDir)).rejects.toThrow(
      /secrets\.json is not valid JSON: repair it, or delete it/,
    );
  });

  it('says what to do about a directory that is none', async () => {
    const file = join(dataDir, '..', 'file');
    await writeFile(file, '');
    await chmod(file, 0o600);
    await expect(loadDevSecrets(file)).rejects.toThrow(/^Cannot use the data directory .*set DATA_DIR\.$/);
  });
});
