import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callHook } from '../../src/hooks/callHook.js';
import { parseHookKeys, verifyHook } from '../../src/hooks/signature.js';
import { type HookServer, startHookServer } from '../support/startHookServer.js';

const keys = parseHookKeys(`whsec_${Buffer.alloc(32, 1).toString('base64')}`);
let hook: HookServer;
beforeEach(async () => {
  hook = await startHookServer();
});
afterEach(() => hook.close());

const call = (over: { url?: string; timeoutMs?: number } = {}) =>
  callHook({
    url: hook.url,
    keys,
    id: 'one',
    body: '{"a":1}',
    timestamp: 1_700_000_000,
    timeoutMs: 5000,
    fetch,
    ...over,
  });

describe('callHook', () => {
  it('posts the body as it is, signed', async () => {
    hook.answerWith({ body: '{"claims":{}}' });
    expect(await call()).toEqual({ status: 200, text: '{"claims":{}}' });
    const [got] = hook.calls;
    if (!got) throw new Error('the hook was not called');
    const { headers, text } = got;
    expect(text).toBe('{"a":1}');
    expect(headers['webhook-id']).toBe('one');
    expect(headers['webhook-timestamp']).toBe('1700000000');
    expect(headers['content-type']).toBe('application/json');
    const message = { id: 'one', timestamp: 1_700_000_000, body: text };
    expect(verifyHook(keys[0] ?? new Uint8Array(), message, String(headers['webhook-signature']))).toBe(true);
  });

  it.each([400, 401, 404, 410, 500, 503])(
    'fails with %i, and does not repeat what was said',
    async (status) => {
      hook.answerWith({ status, body: 'some secret' });
      await expect(call()).rejects.toThrow(new RegExp(`^status ${status}$`));
    },
  );

  it('follows no redirect', async () => {
    const other = await startHookServer();
    hook.answerWith({ status: 307, headers: { location: other.url } });
    await expect(call()).rejects.toThrow('no answer');
    expect(other.calls).toEqual([]);
    await other.close();
  });

  it('fails when there is nobody, and when the answer takes too long or is too long', async () => {
    await expect(call({ url: 'http://127.0.0.1:1' })).rejects.toThrow('no answer');
    hook.answerWith(undefined);
    await expect(call({ timeoutMs: 50 })).rejects.toThrow('no answer');
    hook.answerWith({ body: 'x'.repeat(65_537) });
    await expect(call()).rejects.toThrow('too long an answer');
  });
});
