import { describe, expect, it } from 'vitest';
import { crossEntropy } from '../../../src/measures/cross-entropy.ts';

describe('crossEntropy', () => {
  it('is the mean of −ln p, and of its product with the weight of the class', () => {
    const entropy = crossEntropy(Int32Array.of(0, 1), Float64Array.of(0.5, 0.5, 0.75, 0.25), 2, [2, 8]);
    expect(entropy.plain).toBeCloseTo((Math.LN2 + 2 * Math.LN2) / 2, 14);
    expect(entropy.weighted).toBeCloseTo((2 * Math.LN2 + 8 * 2 * Math.LN2) / 2, 14);
  });

  it('clips probabilities of 0 and 1 as Keras does', () => {
    const entropy = crossEntropy(Int32Array.of(0, 1), Float32Array.of(1, 0, 1, 0), 2, [1, 1]);
    expect(entropy.plain).toBeCloseTo((-Math.log(1 - 1e-7) - Math.log(1e-7)) / 2, 12);
  });
});
