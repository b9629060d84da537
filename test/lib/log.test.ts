import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/lib/log.js';
import { Secret } from '../../src/lib/secret.js';

function recorded(level: 'debug' | 'warn') {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: createLog(level, (line) => lines.push(JSON.parse(line))) };
}

describe('createLog', () => {
  it('writes one JSON object a line', () => {
    const { lines, log } = recorded('debug');
    log.info('Something happened', { count: 3 });
    expect(lines).toEqual([
      { time: expect.any(String), level: 'info', message: 'Something happened', count: 3 },
    ]);
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
    });
    expect(lines[0]).toMatchObject({
      error: { message: 'outer', cause: { message: 'inner' } },
      secret: '[secret]',
    });
  });
});
