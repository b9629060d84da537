import { describe, expect, it } from 'vitest';
import { OutageError } from '../../src/errors.js';
import { HasuraOutage, HasuraRefusal } from '../../src/hasura/client.js';
import { createOutages } from '../../src/hasura/outages.js';
import { createLog } from '../../src/lib/log.js';

/** Failures and answers of Hasura, and what is in the log of them without its level debug. */
function start() {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('info', (line) => lines.push(JSON.parse(line)));
  let milliseconds = 0;
  const outages = createOutages(log, () => milliseconds);
  const watch = outages.watch(undefined);
  return {
    advance(seconds: number) {
      milliseconds += seconds * 1000;
    },
    /** A request of a client that meets the outage. */
    async fail(requestId = 'request') {
      const error = new HasuraOutage('Hasura did not answer FindUser');
      await expect(watch('FindUser', () => Promise.reject(error))).rejects.toBe(error);
      outages.report(log.with({ requestId }), error);
    },
    answer: () => watch('FindUser', async () => 'answer'),
    refuse: () =>
      watch('FindUser', () => Promise.reject(new HasuraRefusal('no', 'not-found'))).catch(() => {}),
    failElsewhere: () => outages.report(log, new OutageError('The captcha service did not answer')),
    said: () =>
      lines
        .splice(0)
        .map(({ level, message, requestId, heldBack, failedForSeconds }) =>
          [level, message, requestId, heldBack, failedForSeconds].filter((each) => each !== undefined),
        ),
  };
}

const failed = 'A service that is needed did not answer';

describe('an outage of Hasura', () => {
  it('is told at once, then every ten seconds with the count of what was held back, and when it is over', async () => {
    const { fail, answer, advance, said } = start();
    await fail('first');
    for (let count = 0; count < 1000; count += 1) await fail();
    expect(said()).toEqual([['warn', failed, 'first']]);
    advance(10);
    await fail('later');
    await fail();
    expect(said()).toEqual([['warn', failed, 'later', 1000]]);
    advance(10);
    expect(await answer()).toBe('answer');
    await answer();
    expect(said()).toEqual([['info', 'Hasura answers again', 1, 10]]);
    await fail('of another outage');
    expect(said()).toEqual([['warn', failed, 'of another outage']]);
  });

  it('is one outage while some requests fail and others are answered', async () => {
    const { fail, answer, advance, said } = start();
    for (let second = 0; second < 30; second += 1) {
      await fail();
      await answer();
      advance(1);
    }
    expect(said().map(([level, , , heldBack]) => [level, heldBack])).toEqual([
      ['warn', undefined],
      ['warn', 9],
      ['warn', 9],
    ]);
  });

  it('is over when a request is refused, too', async () => {
    const { fail, refuse, advance, said } = start();
    await fail();
    advance(60);
    await refuse();
    expect(said().map(([, message]) => message)).toEqual([failed, 'Hasura answers again']);
  });

  it('holds nothing back of other services, and is not ended by them', async () => {
    const { fail, failElsewhere, said } = start();
    await fail();
    failElsewhere();
    failElsewhere();
    await fail();
    expect(said()).toHaveLength(3);
  });
});
