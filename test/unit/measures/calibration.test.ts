import { describe, expect, it } from 'vitest';
import { brierScore, calibrate } from '../../../src/measures/calibration.ts';
import { poolScores, scoreProbabilities } from '../../../src/measures/probability-scores.ts';

describe('calibrate', () => {
  it('compares accuracy and confidence bin by bin', () => {
    const probabilities = Float64Array.of(0.9, 0.1, 0.94, 0.06, 0.4, 0.6, 1, 0);
    const { bins, expectedError } = calibrate(Int32Array.of(0, 1, 1, 0), probabilities, 2);
    expect(bins.map(({ bin, count, accuracy }) => [bin, count, accuracy])).toEqual([
      [8, 1, 1],
      [13, 1, 1],
      [14, 2, 0.5],
    ]);
    expect(expectedError).toBeCloseTo(0.25 * 0.4 + 0.25 * 0.1 + 0.5 * 0.47, 15);
  });

  it('puts a confidence on the edge of two bins into the lower one', () => {
    const [bin] = calibrate(Int32Array.of(0), Float64Array.of(0.6, 0.4), 2).bins;
    expect(bin.bin).toBe(8);
  });
});

it('measures the confidence of the class that is recommended, where that is another one', () => {
  const recommended = [1, 0];
  const { bins } = calibrate([1, 1], [0.8, 0.2, 0.7, 0.3], 2, { recommended });
  expect(bins.map(({ count, accuracy, confidence }) => [count, accuracy, confidence])).toEqual([
    [1, 1, 0.2],
    [1, 0, 0.7],
  ]);
});

describe('brierScore', () => {
  it('is the mean squared distance of the probability from the truth', () => {
    const labels = Int32Array.of(1, 0);
    expect(brierScore(labels, Float64Array.of(0.25, 0.75, 0.5, 0.5), 2, 1)).toBeCloseTo((0.0625 + 0.25) / 2, 15);
  });
});

describe('poolScores', () => {
  it('says what all examples together say', () => {
    const labels = [0, 1, 1, 0, 1];
    const probabilities = [0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.55, 0.45, 0.1, 0.9];
    const parts = [
      scoreProbabilities(labels.slice(0, 2), probabilities.slice(0, 4), 2),
      scoreProbabilities(labels.slice(2), probabilities.slice(4), 2),
    ];
    const pooled = poolScores(parts);
    const all = scoreProbabilities(labels, probabilities, 2);
    for (const score of ['ece', 'brier', 'logLoss'] as const) expect(pooled[score]).toBeCloseTo(all[score], 12);
    expect(pooled.bins.map(({ bin, count }) => [bin, count])).toEqual(all.bins.map(({ bin, count }) => [bin, count]));
  });
});
