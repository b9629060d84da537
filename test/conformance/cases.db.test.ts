import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database/database.js';
import { openTestDatabase } from '../support/database.js';
import type { Missing } from './runner/missing.js';
import { adminHeaders, type CaseResult, runClass } from './runner/runClass.js';
import { loadSuite } from './runner/suite.js';
import { clearedTarget, type Target } from './runner/target.js';
import { startWebhook } from './runner/webhook.js';

/** The project's own cases, in the form of Hasura's suite and by the same runner: what the Actions of auth rely on. */
const suite = loadSuite(join(import.meta.dirname, 'cases'));
const missing: Missing = { types: [], locales: [] };

let database: Database;
let webhook: Awaited<ReturnType<typeof startWebhook>>;
let current: Target | undefined;

beforeAll(async () => {
  database = await openTestDatabase();
  webhook = await startWebhook(() => ({
    url: current?.url ?? '',
    headers: current ? adminHeaders(current) : {},
  }));
});
afterAll(async () => {
  await webhook?.close();
  await database?.close();
});

describe.each(suite.classes)('$class', (group) => {
  let results: readonly CaseResult[] = [];
  beforeAll(async () => {
    const onTarget = (target: Target) => {
      current = target;
    };
    const openTarget = clearedTarget(database);
    results = await runClass(suite, group, { openTarget, missing, webhookUrl: webhook.url, onTarget });
  });

  it.each(group.cases)('$test', ({ test }) => {
    const verdict = results.find((each) => each.test === test)?.verdict;
    expect(verdict).toEqual({ outcome: 'passed', textDiffers: false });
  });
});
