import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/lib/log.js';
import { Secret } from '../../src/lib/secret.js';

function recorded(level: 'debug' | 'warn') {
  const lines: Record<string, unknown>[] = [];
  const texts: string[] = [];
  const log = createLog(level, (line) => {
    texts.push(line);
    lines.push(JSON.parse(line));
  });
  return { lines, texts, log };
}

describe('createLog', () => {
  it('writes one JSON object a line', () => {
    const { lines, texts, log } = recorded('debug');
    log.info('Something happened', { count: 3, note: 'two\nlines' });
    expect(lines).toEqual([
      {
        time: expect.any(String),
        level: 'info',
        message: 'Something happened',
        count: 3,
        note: 'two\nlines',
      },
    ]);
    expect(texts[0]).not.toContain('\n');
  });

  it('leaves out what is below its level', () => {
    const { lines, log } = recorded('warn');
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines.map(({ message }) => message)).toEqual(['c', 'd']);
  });

  it('writes errors with their causes, and hides secrets', () => {
    const { lines, log } = recorded('debug');
    log.error('Failed', {
      error: new Error('outer', { cause: new Error('inner') }),
      secret: new Secret('abc'),
      other: new Secret('abc'),
    });
    expect(lines[0]).toMatchObject({
      error: { name: 'Error', message: 'outer', stack: expect.any(String), cause: { message: 'inner' } },
      secret: '[secret]',
      other: '[secret]',
    });
  });

  it('writes the fields of its request on every line, each request its own', () => {
    const { lines, log } = recorded('debug');
    const [first, second] = [log.with({ requestId: 'a' }), log.with({ requestId: 'b', token: 'canary' })];
    first.info('one');
    second.warn('two', { count: 1 });
    second.with({ action: 'signIn' }).info('three');
    log.info('four');
    expect(lines.map(({ message, requestId }) => [message, requestId])).toEqual([
      ['one', 'a'],
      ['two', 'b'],
      ['three', 'b'],
      ['four', undefined],
    ]);
    expect(lines[2]).toMatchObject({ action: 'signIn', token: '[secret]' });
  });
});

describe('what must not be in a log', () => {
  const canary = 'canary-7f3a';

  it.each([
    'password',
    'newPassword',
    'AUTH_SMTP_PASS',
    'refreshToken',
    'x-action-secret',
    'authorization',
    'set-cookie',
    'ticket',
    'otp',
    'totpSecret',
    'passwordHash',
    'api_key',
    'signing_key',
    'recoveryCodes',
    'tokenFormat',
    'codeVerifier',
    'email',
    'newPhoneNumber',
  ])('is hidden under the key %s, at any depth', (key) => {
    const { texts, log } = recorded('debug');
    log.info('Said', { [key]: canary, inner: { deeper: [{ [key]: [canary] }] } });
    expect(texts.join()).not.toContain(canary);
  });

  it.each([
    ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.canary'],
    ['a bearer token', 'Bearer canary-6c8b-4a57-9d0e'],
    ['credentials in a URL', 'postgres://auth:canary@db:5432'],
    ['an address', 'ada.canary@mail.example.com'],
    ['a number', '+33612345678'],
  ])('is hidden within texts: %s', (_name, text) => {
    const { texts, log } = recorded('debug');
    log.warn('Failed', {
      error: new Error(`550 <${text}> unknown`, { cause: new Error(`the answer was "${text}"`) }),
      reason: `about ${text}`,
    });
    expect(texts.join()).not.toMatch(/canary|33612345678/);
    expect(texts.join()).toMatch(/550 <.*> unknown/);
  });

  it('leaves what is needed to find the matter', () => {
    const { lines, log } = recorded('debug');
    const fields = {
      userId: 'u',
      refreshTokenId: 'r',
      messageId: 'm',
      kind: 'email-verify',
      code: 'invalid-ticket',
    };
    log.info('Said', fields);
    expect(lines[0]).toMatchObject(fields);
  });

  it('ends for values that lead back to themselves', () => {
    const { texts, log } = recorded('debug');
    const loop: Record<string, unknown> = { count: 1n };
    loop.loop = loop;
    const error = new Error('a');
    error.cause = error;
    log.info('Said', { loop, error });
    expect(texts).toHaveLength(1);
  });
});
