import { hash as hashByNodeRs } from '@node-rs/argon2';
import argon2 from 'argon2';
import bcrypt from 'bcryptjs';
import { afterAll, describe, expect, it } from 'vitest';
import { argon2Cost } from '../../src/passwords/hashing.js';
import { createHashingPool } from '../../src/passwords/hashingPool.js';
import { createPasswords } from '../../src/passwords/passwords.js';

const pool = createHashingPool({ workers: 1, queue: 100 });
const passwords = createPasswords(pool);
afterAll(() => pool.close());

describe('passwords', () => {
  it('are hashed by argon2id at OWASP’s cost, with a salt', async () => {
    const [first, second] = await Promise.all([passwords.hash('abc'), passwords.hash('abc')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(second).not.toBe(first);
  });

  it('are verified', async () => {
    const stored = await passwords.hash('Größe 😀');
    expect(await passwords.verify('Größe 😀', stored)).toEqual({ matches: true, needsRehash: false });
    expect(await passwords.verify('Grosse', stored)).toEqual({ matches: false, needsRehash: false });
  });

  it('of more than 72 bytes count to the last byte', async () => {
    const stored = await passwords.hash(`${'😀'.repeat(50)}a`);
    expect((await passwords.verify(`${'😀'.repeat(50)}a`, stored)).matches).toBe(true);
    expect((await passwords.verify(`${'😀'.repeat(50)}b`, stored)).matches).toBe(false);
  });

  const weaker = { memoryCost: 4096, timeCost: 3, parallelism: 1 };
  it.each([
    ['bcrypt $2b$', bcrypt.hash('abc', 4)],
    ['bcrypt $2a$', bcrypt.hash('abc', 4).then((text) => text.replace('$2b$', '$2a$'))],
    ['bcrypt $2y$', bcrypt.hash('abc', 4).then((text) => text.replace('$2b$', '$2y$'))],
    ['argon2i', argon2.hash('abc', { ...weaker, type: argon2.argon2i })],
    ['argon2id of another cost', argon2.hash('abc', weaker)],
  ])('hashed by %s are verified, and are to be hashed anew', async (_, hashed) => {
    const stored = await hashed;
    expect(await passwords.verify('abc', stored)).toEqual({ matches: true, needsRehash: true });
    expect((await passwords.verify('abd', stored)).matches).toBe(false);
  });

  it.each([
    ['argon2', argon2.hash('abc', argon2Cost)],
    ['@node-rs/argon2', hashByNodeRs('abc', argon2Cost)],
  ])('hashed by the package %s are verified as our own', async (_, hashed) => {
    expect(await passwords.verify('abc', await hashed)).toEqual({ matches: true, needsRehash: false });
  });

  it('of our own are verified by the package argon2', async () => {
    expect(await argon2.verify(await passwords.hash('abc'), 'abc')).toBe(true);
  });

  it.each([
    undefined,
    null,
    '',
    'abc',
    '$2b$04$short',
    '$argon2id$',
    '$argon2id$v=19$m=19456,t=2,p=1$broken',
    '$scrypt$n=1$x',
  ])('match nothing that is stored as %j', async (stored) => {
    expect((await passwords.verify('abc', stored)).matches).toBe(false);
  });

  it('do the same work for an unknown user as for a wrong password', async () => {
    const checked: string[] = [];
    const watched = createPasswords({
      ...pool,
      run: ((job: Parameters<typeof pool.run>[0]) => {
        if (job.kind === 'verify') checked.push(job.hash);
        return pool.run(job as never);
      }) as typeof pool.run,
    });
    const stored = await watched.hash('abc');
    await watched.verify('wrong', stored);
    await watched.verify('wrong', undefined);
    const cost = (hash: string | undefined) => hash?.split('$').slice(0, 4);
    expect(checked).toHaveLength(2);
    expect(cost(checked[1])).toEqual(cost(stored));
  });
});
