import fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinThresholds } from '../../../src/measures/thin-thresholds.ts';
import { cellsAt, countByThreshold } from '../../../src/measures/thresholds.ts';
import type { RunThresholds } from '../../../src/protocol/run-panel.ts';

/** Class 1 against class 0, of these truths and probabilities of class 1. */
function thresholds(samples: readonly { readonly truth: number; readonly p: number }[]): RunThresholds {
  const truth = Int32Array.from(samples, (one) => one.truth);
  const probabilities = Float64Array.from(samples.flatMap(({ p }) => [1 - p, p]));
  const counts = countByThreshold(truth, probabilities, 2, 1);
  return {
    fit: null,
    ...counts,
    perFit: [],
  };
}

/** Crowded near 1, as of a network that is sure of itself, and with values just at places of the slider. */
const probability = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0.999, max: 1, noNaN: true }),
  fc.nat(1000).map((n) => n / 1000),
);
const someSamples = fc.array(fc.record({ truth: fc.nat(1), p: probability }), { minLength: 1, maxLength: 300 });

test('at every place of the slider the counts are exact', () => {
  fc.assert(
    fc.property(someSamples, (samples) => {
      const all = thresholds(samples);
      const thin = thinThresholds(all);
      for (let place = 0; place <= 1000; place++) {
        const at = Number((place / 1000).toFixed(3));
        expect(cellsAt(thin, at)).toEqual(cellsAt(all, at));
      }
    }),
    { numRuns: 50 },
  );
});

test('of very many thresholds few are left, and it is said how many there were', () => {
  const samples = Array.from({ length: 20_000 }, (_, i) => ({ truth: i % 3 === 0 ? 0 : 1, p: (i + 0.5) / 20_000 }));
  const thin = thinThresholds(thresholds(samples));
  expect(thin.distinct).toBe(20_000);
  expect(thin.thresholds.length).toBeLessThan(3000);
  // The curves have no gap that could be seen.
  const { truePositives, falsePositives, positives, negatives } = thin;
  for (let i = 1; i < thin.thresholds.length; i++) {
    expect((truePositives[i] - truePositives[i - 1]) / positives).toBeLessThan(1 / 400);
    expect((falsePositives[i] - falsePositives[i - 1]) / negatives).toBeLessThan(1 / 400);
  }
});

test('a few thresholds stay as they are', () => {
  const all = thresholds([
    { truth: 1, p: 0.9 },
    { truth: 0, p: 0.4 },
  ]);
  expect(thinThresholds(all)).toEqual(all);
});
