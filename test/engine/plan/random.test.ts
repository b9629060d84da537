import { describe, expect, it } from 'vitest';
import { HasuraError } from '../../../src/engine/errors.js';
import { planOperation } from '../../../src/engine/plan/planOperation.js';
import { schemaFor } from './notes.js';
import { RandomDocuments } from './randomDocuments.js';

describe('any document', () => {
  it.each([
    [0, 'admin'],
    [0.03, 'admin'],
    [0.3, 'admin'],
    [0.03, 'reader'],
  ])("is planned or refused in Hasura's terms (faults %s, role %s)", (faults, role) => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    console.log(`SEED=${seed}`);
    const documents = new RandomDocuments(schemaFor(role), seed, faults);
    let planned = 0;
    // Of documents that are full of faults about one in 150 is right by chance.
    const count = faults < 0.1 ? 500 : 4000;
    for (let index = 0; index < count; index += 1) {
      const request = documents.next();
      try {
        planOperation(request, schemaFor(role));
        planned += 1;
      } catch (error) {
        if (!(error instanceof HasuraError)) throw new Error(JSON.stringify(request), { cause: error });
        expect(error.path).toMatch(/^\$(\.\w+|\[\d+\])*$/);
        if (faults === 0) expect(`${error.message} ${JSON.stringify(request)}`).toMatch(allowedFaults);
      }
    }
    expect(planned).toBeGreaterThan(faults < 0.1 ? 50 : 0);
  });
});

/** Without faults put in on purpose, these remain by chance. */
const allowedFaults =
  /^(null|selection of both|inconsistent arguments|unexpected null|expected .* found null|Column found in multiple|cannot insert|one streaming column|multiple column cursors|"distinct_on"|subscriptions must select|erroneous|parse json path|no mutations exist|no subscriptions exist)/;
