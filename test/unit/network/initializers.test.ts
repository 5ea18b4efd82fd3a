import { describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/learning/random.ts';
import { initialWeights } from '../../../src/network/initializers.ts';

const count = 40_000;
const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

describe('initial weights', () => {
  it('are uniform within the limit of Glorot and Bengio', () => {
    const weights = initialWeights('glorot-uniform', count, 30, 20, new RandomState(1));
    const limit = Math.sqrt(6 / 50);
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(Math.fround(limit));
    expect(deviation(weights)).toBeCloseTo(limit / Math.sqrt(3), 2);
  });

  it('are normal with variance 1 / fan-in and cut at two deviations for LeCun', () => {
    const weights = initialWeights('lecun-normal', count, 100, 20, new RandomState(1));
    expect(deviation(weights)).toBeCloseTo(0.1, 2);
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(0.2 / 0.87962566103423978 + 1e-6);
  });
});
