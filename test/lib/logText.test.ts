import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/lib/log.js';
import { logText } from '../../src/lib/logText.js';

const time = '2026-11-22T07:30:00.000Z';
const text = (fields: object, message = 'Something happened', level = 'info') =>
  logText(JSON.stringify({ level, time, message, ...fields }));

describe('logText', () => {
  it('has the time, the level, the sentence and the fields', () => {
    expect(text({ requestId: 'a-1', status: 200, ok: true, note: 'two words', empty: '' })).toBe(
      `${time} INFO  Something happened requestId=a-1 status=200 ok=true note="two words" empty=""`,
    );
    expect(text({ error: { name: 'Error', stack: 'Error: no\n    at x' } }, 'It failed', 'error')).toBe(
      `${time} ERROR It failed error={"name":"Error","stack":"Error: no\\n    at x"}`,
    );
  });

  it.each([
    ['a line end', 'a\n2026-11-22T07:30:00.000Z ERROR forged'],
    ['a return', 'a\rforged'],
    ['an escape sequence', '\u001b[2Jforged'],
    ['a one-byte control sequence', '\u009b2Jforged'],
    ['a line end of Unicode', 'a\u2028forged\u0085'],
    ['a turn of direction', 'a\u202eforged\u2066'],
    ['another field', 'a" level="ERROR'],
    ['a key of its own', 'a role=admin'],
  ])('stays one line that says what it is with %s in a value', (_, value) => {
    for (const line of [text({ value }), text({ value: { deep: [value] } }), text({ [value]: 1 })]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
      expect(line.startsWith(`${time} INFO  Something happened `)).toBe(true);
      expect(line).not.toMatch(/ (level="ERROR|role=admin)$/);
    }
  });

  it('is what the log writes when it is asked to, and hides the same', () => {
    const lines: string[] = [];
    const log = createLog('info', (line) => lines.push(line), { isText: true });
    log.with({ requestId: 'abc' }).warn('Somebody called', { password: 'canary', from: 'ada@example.com' });
    log.debug('not written');
    expect(lines).toEqual([
      expect.stringMatching(
        /^\d{4}-\S+Z WARN {2}Somebody called requestId=abc password="\[secret\]" from="\[address\]"$/,
      ),
    ]);
  });
});
