import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { keysCommand } from '../../scripts/keysCommand.js';
import { parseKeySet, signingAt } from '../../src/tokens/keySet.js';

let file: string;
let now: Date;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'keys-')), 'inner', 'keys.json');
  now = new Date('2026-03-01T12:00:00Z');
});

const run = (...args: string[]) => keysCommand(args, { env: { AUTH_KEYS_FILE: file }, now: () => now });
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};
const keys = () => parseKeySet(readFileSync(file, 'utf8'));
const states = async () => (await run('list')).slice(1).map((line) => line.slice(45));
const signing = () => signingAt(keys(), now)?.keyId;

describe('npm run keys', () => {
  it('makes the first key, which signs at once, in a file that only its owner reads', async () => {
    await run('rotate');
    expect(await states()).toEqual(['signs']);
    expect(keys()[0]?.algorithm).toBe('ES256');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await run('add');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('shows nothing private', async () => {
    const shown = [await run('add', '--alg', 'RS256'), await run('rotate'), await run('list')]
      .flat()
      .join('\n');
    const text = readFileSync(file, 'utf8');
    const secrets = [...text.matchAll(/"(?:d|p|q|dp|dq|qi)": "([^"]+)"/g)].map(([, value = '']) => value);
    expect(secrets.length).toBeGreaterThan(8);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('lets a new key take over ten minutes after it was made, with the algorithm of the former', async () => {
    await run('add', '--alg', 'EdDSA');
    const first = signing();
    later(3600);
    await run('rotate');
    expect(await states()).toEqual([
      'signs until 2026-03-01T13:10:00.000Z',
      'signs from 2026-03-01T13:10:00.000Z',
    ]);
    expect(keys().map(({ algorithm }) => algorithm)).toEqual(['EdDSA', 'EdDSA']);
    expect(signing()).toBe(first);
    await expect(run('rotate')).rejects.toThrow('about to take over');
    later(601);
    expect(signing()).not.toBe(first);
    expect(await states()).toEqual(['verifies until 2026-03-01T13:25:00.000Z', 'signs']);
    later(901);
    expect(await states()).toEqual(['does not matter any more', 'signs']);
  });

  it('lets a key that stands by take over at once when it has been known for long', async () => {
    await run('add');
    await run('add', '--alg', 'ES512');
    expect(await states()).toEqual(['signs', 'stands by']);
    later(700);
    await run('rotate');
    expect(keys().find(({ keyId }) => keyId === signing())?.algorithm).toBe('ES512');
  });

  it('takes over when it is told to', async () => {
    await run('add');
    await run('rotate', '--in', '30');
    expect(await states()).toEqual([
      'signs until 2026-03-01T12:00:30.000Z',
      'signs from 2026-03-01T12:00:30.000Z',
    ]);
  });

  it('drops keys that have not mattered for a day', async () => {
    await run('add');
    await run('rotate', '--in', '0');
    later(86_000);
    await run('rotate', '--in', '0');
    expect(keys()).toHaveLength(3);
    later(800);
    await run('add');
    expect(keys()).toHaveLength(3);
  });

  it('retires a key, but not the one that signs', async () => {
    await run('add');
    const first = signing() ?? '';
    await run('rotate', '--in', '0');
    const second = signing() ?? '';
    await expect(run('retire', second)).rejects.toThrow('rotate first');
    await run('retire', first);
    expect(keys().map(({ keyId }) => keyId)).toEqual([second]);
    await expect(run('retire', first)).rejects.toThrow('There is no key');
  });

  it('with --force retires the one that signs, and another signs at once', async () => {
    await run('add');
    const first = signing() ?? '';
    await run('retire', first, '--force');
    expect(await states()).toEqual(['signs']);
    const second = signing() ?? '';
    expect(second).not.toBe(first);
    await run('add');
    const [, standby] = keys();
    await run('retire', second, '--force');
    expect(signing()).toBe(standby?.keyId);
  });

  it.each([
    [[]],
    [['list', 'x']],
    [['retire']],
    [['sell']],
    [['add', '--alg', 'HS256']],
    [['add', '--alg', 'none']],
    [['rotate', '--in', 'soon']],
    [['add', '--private']],
  ])('says how it is used after %j', async (args) => {
    await run('add');
    await expect(run(...args)).rejects.toThrow('Usage: npm run keys');
  });

  it('does not go on with a file that it can’t read', async () => {
    await expect(run('list')).rejects.toThrow('cannot be read (ENOENT)');
    await run('add');
    writeFileSync(file, 'x');
    for (const command of ['list', 'add', 'rotate'])
      await expect(run(command)).rejects.toThrow('not valid JSON');
    expect(readFileSync(file, 'utf8')).toBe('x');
    await expect(keysCommand(['list'], { env: {}, now: () => now })).rejects.toThrow('Say which file');
  });
});
