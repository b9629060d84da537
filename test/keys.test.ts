import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../src/config/config.js';
import { openKeys } from '../src/keys.js';
import { createLog, silentLog } from '../src/lib/log.js';
import { formatKeySet, type KeySet, makeKey } from '../src/tokens/keySet.js';

const start = new Date('2026-03-01T12:00:00Z');
const clock = { now: () => start };
const first = makeKey('ES256', new Date(0), new Date(0));
const second = makeKey('EdDSA', new Date(0), new Date(1));
const configOf = (env: Record<string, string>) =>
  parseConfig({
    HASURA_GRAPHQL_ADMIN_SECRET: 'a',
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ jwk_url: 'http://auth/jwks.json' }),
    ACTION_SECRET: 'b',
    AUTH_DERIVATION_KEY: 'd'.repeat(64),
    ...env,
  });
const hs256 = (digit: string) => JSON.stringify({ type: 'HS256', key: digit.repeat(32) });

function keyFile(keys: KeySet): string {
  const path = join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys.json');
  writeFileSync(path, formatKeySet(keys), { mode: 0o600 });
  return path;
}

describe('the keys of the server', () => {
  it('are one for each purpose', async () => {
    const { derive, close } = await openKeys(
      configOf({ AUTH_KEYS: formatKeySet([first]) }),
      silentLog,
      clock,
    );
    const keys = ['refresh token successors', 'one-time codes', 'keys of limits'].map((each) => derive(each));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(3);
    for (const key of keys) expect(key).toHaveLength(32);
    close();
  });

  it('that are derived stay when the key of access tokens changes, given a key to derive them from', async () => {
    const derivedWith = async (env: Record<string, string>) =>
      (await openKeys(configOf(env), silentLog, clock)).derive('a').toString('hex');
    const sets = [formatKeySet([first]), formatKeySet([second])];
    expect(await derivedWith({ AUTH_KEYS: sets[0] ?? '' })).toBe(
      await derivedWith({ AUTH_KEYS: sets[1] ?? '' }),
    );
    const one = { HASURA_GRAPHQL_JWT_SECRET: hs256('1') };
    const two = { HASURA_GRAPHQL_JWT_SECRET: hs256('2') };
    expect(await derivedWith(one)).toBe(await derivedWith(two));
    const none = { AUTH_DERIVATION_KEY: '' };
    expect(await derivedWith({ ...one, ...none })).not.toBe(await derivedWith({ ...two, ...none }));
  });

  it('are read again when the file changes, and stay when it can’t be read', async () => {
    const path = keyFile([first]);
    const lines: string[] = [];
    const log = createLog('info', (line) => lines.push(line));
    const { ring, close } = await openKeys(configOf({ AUTH_KEYS_FILE: path }), log, clock);
    expect(ring.signing(start)).toMatchObject({ keyId: first.keyId });
    writeFileSync(path, formatKeySet([first, second]));
    await vi.waitFor(() => expect(ring.signing(start)).toMatchObject({ keyId: second.keyId }), 10_000);
    writeFileSync(path, 'half of a');
    await vi.waitFor(() => expect(lines).toHaveLength(1), 10_000);
    expect(lines[0]).toContain('is not used');
    expect(ring.signing(start)).toMatchObject({ keyId: second.keyId });
    close();
  });

  it('say so when others can read their file', async () => {
    const path = keyFile([first]);
    chmodSync(path, 0o644);
    const lines: string[] = [];
    const log = createLog('info', (line) => lines.push(line));
    (await openKeys(configOf({ AUTH_KEYS_FILE: path }), log, clock)).close();
    expect(lines.join()).toContain('chmod 600');
  });

  it('are refused at the start when none signs, or there is no file', async () => {
    const late = makeKey('ES256', start, new Date(start.getTime() + 1000));
    const sets: [string, string][] = [
      ['AUTH_KEYS_FILE', keyFile([late])],
      ['AUTH_KEYS', '{"keys":[]}'],
    ];
    for (const set of sets) {
      await expect(openKeys(configOf(Object.fromEntries([set])), silentLog, clock)).rejects.toThrow(
        'signs yet',
      );
    }
    const missing = configOf({ AUTH_KEYS_FILE: '/nowhere/keys.json' });
    await expect(openKeys(missing, silentLog, clock)).rejects.toThrow(
      '/nowhere/keys.json cannot be read (ENOENT)',
    );
  });
});
