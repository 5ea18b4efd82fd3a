import { describe, expect, it } from 'vitest';
import { NonFiniteProbabilityError } from '../../../src/measures/confusion.ts';
import { measure } from '../../../src/measures/epoch-metrics.ts';

describe('measure', () => {
  it('gives the metrics of an epoch', () => {
    const probabilities = Float64Array.of(0.75, 0.25, 0.25, 0.75, 0.25, 0.75);
    const { metrics } = measure(Int32Array.of(0, 0, 1), probabilities, 2, [0.75, 1.5]);
    expect(metrics.precision).toEqual([1, 0.5]);
    expect(metrics.recall).toEqual([0.5, 1]);
    expect(metrics.macroPrecision).toBe(0.75);
    expect(metrics.macroRecall).toBe(0.75);
    expect(metrics.macroF1).toBeCloseTo(2 / 3, 15);
    expect(metrics.confusionMse).toBe(0.125);
    expect(metrics.crossEntropy).toBeCloseTo(-(2 * Math.log(0.75) + Math.log(0.25)) / 3, 15);
    expect(metrics.loss).toBeCloseTo(-(0.75 * (Math.log(0.75) + Math.log(0.25)) + 1.5 * Math.log(0.75)) / 3, 15);
  });

  it('notices a diverged learner', () => {
    const probabilities = new Float32Array(6).fill(Number.NaN);
    expect(() => measure(Int32Array.of(0, 0, 1), probabilities, 2, [1, 1])).toThrow(NonFiniteProbabilityError);
  });
});
