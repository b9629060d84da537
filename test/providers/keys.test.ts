import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { OutageError } from '../../src/errors.js';
import { createKeys } from '../../src/providers/keys.js';
import { testClock } from '../support/startTestServer.js';

/** A key that is published as `kid`. */
async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256' };
  const sign = () => new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  return { jwk, sign };
}

let published: { jwk: object }[] = [];
let isDown = false;
let fetches = 0;
const outside = async () => {
  fetches += 1;
  if (isDown) throw new OutageError('down');
  return Response.json({ keys: published.map(({ jwk }) => jwk) });
};

let clock = testClock();
let keys = createKeys('https://provider.example/jwks', { outside, clock });
beforeEach(() => {
  [fetches, isDown] = [0, false];
  clock = testClock();
  keys = createKeys('https://provider.example/jwks', { outside, clock });
});
const check = async (key: Awaited<ReturnType<typeof newKey>>) => jwtVerify(await key.sign(), keys);

describe('the keys of a provider', () => {
  it('are fetched once for many tokens, also at once', async () => {
    const key = await newKey('a');
    published = [key];
    await Promise.all([check(key), check(key), check(key)]);
    await check(key);
    expect(fetches).toBe(1);
  });

  it('are fetched again for an unknown one, at most every 30 seconds', async () => {
    const [first, second] = [await newKey('a'), await newKey('b')];
    published = [first];
    await check(first);
    published = [second];
    await expect(check(second)).rejects.toThrow('no applicable key');
    clock.advance(31);
    await check(second);
    for (let time = 0; time < 5; time += 1) await expect(check(first)).rejects.toThrow('no applicable key');
    expect(fetches).toBe(2);
  });

  it('that are withdrawn are not taken after ten minutes', async () => {
    const [first, second] = [await newKey('a'), await newKey('b')];
    published = [first];
    await check(first);
    published = [second];
    clock.advance(601);
    await expect(check(first)).rejects.toThrow('no applicable key');
  });

  it('that were had go on to serve while no others can be had for a moment', async () => {
    const key = await newKey('a');
    published = [key];
    await check(key);
    isDown = true;
    clock.advance(601);
    await expect(check(key)).rejects.toThrow(OutageError);
    await check(key);
    isDown = false;
    clock.advance(31);
    await check(key);
    expect(fetches).toBe(3);
  });

  it('that can not be had at first are asked for again', async () => {
    const key = await newKey('a');
    published = [key];
    isDown = true;
    await expect(check(key)).rejects.toThrow(OutageError);
    isDown = false;
    await check(key);
  });
});
