import { afterAll, describe, expect, it } from 'vitest';
import { firebaseHash, isForeignHash } from '../../src/passwords/foreignHashes.js';
import { runHashing } from '../../src/passwords/hashing.js';
import { createHashingPool } from '../../src/passwords/hashingPool.js';
import { createPasswords } from '../../src/passwords/passwords.js';

const pool = createHashingPool({ workers: 1, queue: 100 });
const passwords = createPasswords(pool);
afterAll(() => pool.close());

/** The sample of https://github.com/firebase/scrypt. */
const firebase = firebaseHash({
  passwordHash: 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  salt: '42xEC+ixf3L2lw==',
  parameters: {
    signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
    saltSeparator: 'Bw==',
    rounds: 8,
    memCost: 14,
  },
});

const typed = 'Größe 😀';

describe('hashes of other systems', () => {
  it.each([
    ['Firebase', 'user1password', firebase],
    // Made with Python's hashlib, in the forms that the named software writes.
    [
      'scrypt, PHC',
      typed,
      '$scrypt$ln=10,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w$VAzTXdwiRThCO7TtztwjM/i5nmDkbOC/GNu5OdonVX8',
    ],
    [
      'scrypt, Werkzeug',
      typed,
      'scrypt:1024:8:1$AbCdEf0123456789$0721219424454b3ed8ff1fc951d7d163706973943d735cac2993f453461c16ad9c65c39afda4a166a58868a08418a9349c85615c24ca8df6fb33c250f41bde2e',
    ],
    ['PBKDF2 with SHA-1, passlib', typed, '$pbkdf2$1000$8PHy8/T19vf4.fr7/P3./w$DUzU/zQkxcgx6Yozfm8Vs/H2o8A'],
    [
      'PBKDF2 with SHA-256, passlib',
      typed,
      '$pbkdf2-sha256$1000$8PHy8/T19vf4.fr7/P3./w$8ZFMvEtyLuKoArqAe9bYfQR19S6FuzD7Z0V96iv5t8E',
    ],
    [
      'PBKDF2 with SHA-512, passlib',
      typed,
      '$pbkdf2-sha512$1000$8PHy8/T19vf4.fr7/P3./w$NZ5oBPS5aWj2n/0Z4oeHXvGIETH7Rapf4sRoTQAz/FjUb.0IC6/BDdyk2zqzU4bK7QH2D81Ze6sN.bTjPlZCVA',
    ],
    [
      'PBKDF2, PHC',
      typed,
      '$pbkdf2-sha256$i=1000,l=32$8PHy8/T19vf4+fr7/P3+/w$8ZFMvEtyLuKoArqAe9bYfQR19S6FuzD7Z0V96iv5t8E',
    ],
    ['PBKDF2, Django', typed, 'pbkdf2_sha256$1000$seasalt$FsAA8vkCkrVzjB/Xb3zX4WNwpsRCyfguvvrHYspR6FY='],
  ])('%s: match their password, and are to be hashed anew', async (_name, password, hash) => {
    expect(await passwords.verify(password, hash)).toEqual({ matches: true, needsRehash: true });
    expect((await passwords.verify(`${password}.`, hash)).matches).toBe(false);
  });

  it.each([
    ['an empty key', '$scrypt$ln=10,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w$='],
    ['a key of three bytes', '$pbkdf2-sha256$1000$8PHy8$AAAA'],
    ['a memory of 64 GiB', `$scrypt$ln=29,r=8,p=1$8PHy8/T19vf4$${'A'.repeat(43)}`],
    ['no power of two', `scrypt:1000:8:1$salt$${'ab'.repeat(32)}`],
    ['99,999,999 rounds', `$pbkdf2-sha256$99999999$8PHy8/T19vf4$${'A'.repeat(43)}`],
    ['a damaged form', '$fbscrypt$v=2,n=14,r=8,p=1,sk=AAAA$AAAA$AAAA'],
    ['bcrypt at cost 31', `$2b$31$${'A'.repeat(53)}`],
    [
      'argon2 of 4 billion passes',
      '$argon2id$v=19$m=4096,t=4294967295,p=1$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA',
    ],
    ['argon2 of 4 TiB', '$argon2i$m=4294967295,t=1,p=1$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA'],
    ['argon2 of a million lanes', '$argon2id$v=19$m=65536,t=3,p=1000000$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA'],
  ])('with %s match nothing, and are checked at our own cost', async (_name, hash) => {
    // Within the time that a test may take.
    expect(await passwords.verify('', hash)).toEqual({ matches: false, needsRehash: false });
    expect((await passwords.verify('abc', hash)).matches).toBe(false);
  });

  it('are not even begun at a cost that nobody can wait for', async () => {
    const never = { hash: () => '', verify: () => Promise.reject(new Error('was asked')) };
    for (const hash of [
      '$argon2id$v=19$m=4096,t=4294967295,p=1$c2FsdHNhbHQ$c2FsdA',
      `$2b$31$${'A'.repeat(53)}`,
    ])
      expect(await runHashing({ kind: 'verify', password: 'abc', hash }, never)).toBe(false);
  });

  it('are told from text that is none', () => {
    expect(isForeignHash(firebase)).toBe(true);
    expect(['', 'secret', 'pbkdf2_md5$1$a$AAAA', '$scrypt$', 'a'.repeat(2000)].filter(isForeignHash)).toEqual(
      [],
    );
  });
});
