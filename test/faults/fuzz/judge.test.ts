import { describe, expect, it } from 'vitest';
import { canary, createCanaries } from './canaries.js';
import { judge } from './judge.js';
import type { FuzzRequest } from './requests.js';
import { World } from './world.js';

const canaries = createCanaries();
const request: FuzzRequest = {
  target: 'rest',
  method: 'POST',
  path: '/token',
  headers: {},
  body: '{}',
  of: 'POST /token',
  account: new World(canaries).newAccount(),
};
const of = (text: string, more: { status?: number; sent?: Partial<FuzzRequest> } = {}) =>
  judge({ ...request, ...more.sent }, { status: more.status ?? 400, headers: '', text }, canaries);

describe('the judge of generated requests', () => {
  it('is content with a refusal', () => {
    expect(
      of('{"status":401,"error":"invalid-refresh-token","message":"Invalid or expired refresh token"}'),
    ).toEqual([]);
  });

  it.each([
    ['a failure', '{}', { status: 500 }, 'status 500'],
    [
      'a failure that has another status',
      '{"extensions":{"code":"internal-server-error"}}',
      {},
      '"code":"internal-server-error"',
    ],
    ['a stack', 'Error: x\n    at run (/srv/app.js:1:2)', {}, 'a stack'],
    ['a path', '{"message":"cannot open /srv/src/auth/auth.ts"}', {}, 'a path'],
    ['SQL', '{"message":"syntax error at or near \\"x\\""}', {}, 'SQL'],
    ['a hash', '{"x":"$argon2id$v=19$m=1,t=1,p=1$a$b"}', {}, 'a hash'],
    ['a secret of the settings', `{"x":"${canary('admin')}"}`, {}, 'a planted secret'],
  ] as const)('sees %s', (_what, text, more, fault) => {
    expect(of(text, more)).toContain(fault);
  });

  it('sees what belongs to somebody else, unless it was sent', () => {
    canaries.plant('verifyEmail:7724c514-0d0e-430e-8dc7-589dcc64506a');
    const text = '{"ticket":"7724c514-0d0e-430e-8dc7-589dcc64506a"}';
    expect(of(text)).toEqual(["somebody else's secret"]);
    expect(of(text, { sent: { body: text } })).toEqual([]);
  });

  it('forgives the engine what Hasura says', () => {
    const text =
      '{"errors":[{"message":"database query error","extensions":{"path":"$","code":"unexpected"}}]}';
    expect(of(text, { sent: { target: 'engine' } })).toEqual([]);
    expect(of(text)).toEqual(['"code":"unexpected"']);
    const check =
      '{"errors":[{"message":"Check constraint violation. new row for relation \\"notes\\" violates check constraint \\"c\\""}]}';
    expect(of(check, { sent: { target: 'engine' } })).toEqual([]);
    expect(of(check)).toEqual(['SQL']);
  });

  it('sees tokens in records', () => {
    canaries.remember('f3b0a6a4-5d86-4f0a-9a51-1f6f8f1c2d3e');
    expect(canaries.inRecord('{"details":{"by":"passwordlessEmail"}}')).toEqual([]);
    expect(canaries.inRecord('{"path":"/x?t=f3b0a6a4-5d86-4f0a-9a51-1f6f8f1c2d3e"}')).toEqual(['a token']);
    expect(canaries.inRecord(`{"m":"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x"}`)).toEqual([
      'an access token',
    ]);
    expect(canaries.inRecord(`{"m":"${canary('password')}"}`)).toContain('a planted secret');
  });
});
