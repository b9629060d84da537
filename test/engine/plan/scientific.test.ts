import { describe, expect, it } from 'vitest';
import { fixedText, showScientific } from '../../../src/engine/plan/scientific.js';

describe('numbers as text', () => {
  it.each([
    ['0', '0.0', '0'],
    ['5', '5.0', '5'],
    ['-0.1', '-0.1', '-0.1'],
    ['0.05', '5.0e-2', '0.05'],
    ['2147483648', '2.147483648e9', '2147483648'],
    ['9999999', '9999999.0', '9999999'],
    ['1E-30', '1.0e-30', '0.000000000000000000000000000001'],
    ['12.50e1', '125.0', '125'],
    ['-1.25e+9', '-1.25e9', '-1250000000'],
  ])('%s', (text, scientific, fixed) => {
    expect(showScientific(text)).toBe(scientific);
    expect(fixedText(text)).toBe(fixed);
  });
});
