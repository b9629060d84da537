import { describe, expect, it } from 'vitest';
import { HasuraError } from '../../../src/engine/errors.js';
import type { JsonObject } from '../../../src/engine/json.js';
import { chooseOperation, parseDocument } from '../../../src/engine/plan/document.js';
import { batchLimit, checkLimits } from '../../../src/engine/plan/limits.js';
import { refusal } from './notes.js';

const check = (query: string, apiLimits: JsonObject, role: string) => {
  const document = parseDocument(query);
  try {
    checkLimits(document, chooseOperation(document, null), apiLimits, role);
    return 'allowed';
  } catch (error) {
    return error instanceof HasuraError ? error.message : String(error);
  }
};

describe('api_limits', () => {
  const limits: JsonObject = {
    depth_limit: { global: 2, per_role: { trusted: 3 } },
    node_limit: { global: 2, per_role: {} },
    batch_limit: { global: 2, per_role: {} },
  };
  const deep = '{ users { ...f } } fragment f on users { notes { id } }';

  it.each([
    [deep, 'reader', 'the query has a depth of 3, which exceeds the limit of 2'],
    [deep, 'trusted', 'allowed'],
    [deep, 'admin', 'allowed'],
    [
      '{ a: users { id } b: users { id } c: users { id } }',
      'reader',
      'the query has 3 nodes, which exceeds the limit of 2',
    ],
    ['{ __schema { types { fields { name } } } }', 'reader', 'allowed'],
  ])('%s as %s', (query, role, expected) => {
    expect(check(query, limits, role)).toBe(expected);
  });

  it('holds for batches, and not when disabled', () => {
    expect(batchLimit(limits, 'reader')).toBe(2);
    expect(batchLimit({ ...limits, disabled: true }, 'reader')).toBeNull();
    expect(check(deep, { ...limits, disabled: true }, 'reader')).toBe('allowed');
  });
});

describe('what can be planned at all', () => {
  it('refuses fragments that multiply', () => {
    const fragments = Array.from({ length: 30 }, (_, index) => {
      const next =
        index === 29 ? 'id' : `a: notes { user { ...f${index + 1} } } b: notes { user { ...f${index + 1} } }`;
      return `fragment f${index} on users { ${next} }`;
    });
    expect(refusal(`{ users { ...f0 } } ${fragments.join(' ')}`)).toContain('the query selects more than');
  });

  it('refuses selections, fragments and values that nest too deeply', () => {
    expect(refusal(`{ users ${'{ notes { user '.repeat(150)}{ id }${'}}'.repeat(150)} }`)).toContain(
      'nests more than',
    );
    const chain = Array.from(
      { length: 5000 },
      (_, index) => `fragment f${index} on users { ...f${index + 1} }`,
    );
    expect(refusal(`{ users { ...f0 } } ${chain.join(' ')} fragment f5000 on users { id }`)).toContain(
      'fragments nest',
    );
    let where: JsonObject = { id: { _is_null: true } };
    for (let depth = 0; depth < 20_000; depth += 1) where = { _not: where };
    const query = 'query ($w: users_bool_exp) { users(where: $w) { id } }';
    expect(refusal(query, { variables: { w: where } })).toContain('the value nests more than');
  });
});
