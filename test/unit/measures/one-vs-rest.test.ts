import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  brierScore,
  countByThreshold,
  precisionRecallCurve,
  rocAuc,
  rocCurve,
} from '../../../src/measures/one-vs-rest.ts';
import { type Predictions, predictions } from './predictions.ts';

/** Class 1 of two; scores of the class's examples and of the others. */
function counted(ofClass: readonly number[], ofOthers: readonly number[]) {
  const scores = [...ofClass, ...ofOthers];
  const labels = Int32Array.from(scores, (_, i) => (i < ofClass.length ? 1 : 0));
  return countByThreshold(labels, Float64Array.from(scores.flatMap((p) => [1 - p, p])), 2, 1);
}

describe('countByThreshold', () => {
  it('counts at each distinct probability what lies at or above it', () => {
    const counts = counted([0.9, 0.5, 0.5], [0.5, 0.1]);
    expect([...counts.thresholds]).toEqual([0.9, 0.5, 0.1]);
    expect([...counts.truePositives]).toEqual([1, 3, 3]);
    expect([...counts.falsePositives]).toEqual([0, 1, 2]);
  });

  it('agrees with counting anew for each threshold', () => {
    fc.assert(
      fc.property(predictions, (all) => {
        const counts = countByThreshold(all.labels, all.probabilities, all.classes, 0);
        const { ofClass, ofOthers } = scoresOfClass0(all);
        expect([...counts.thresholds]).toEqual([...new Set([...ofClass, ...ofOthers])].sort((a, b) => b - a));
        counts.thresholds.forEach((threshold, i) => {
          expect(counts.truePositives[i]).toBe(ofClass.filter((p) => p >= threshold).length);
          expect(counts.falsePositives[i]).toBe(ofOthers.filter((p) => p >= threshold).length);
        });
      }),
    );
  });
});

describe('averagePrecision', () => {
  it('sums precision over the steps of recall', () => {
    expect(averagePrecision(counted([0.9, 0.4], [0.6, 0.1]))).toBeCloseTo(0.5 * 1 + 0.5 * (2 / 3), 15);
  });

  it('is null without examples of the class', () => {
    expect(averagePrecision(counted([], [0.3]))).toBeNull();
  });
});

describe('rocAuc', () => {
  it('is the share of pairs in the right order, ties counting one half', () => {
    fc.assert(
      fc.property(predictions, (all) => {
        const { ofClass, ofOthers } = scoresOfClass0(all);
        const pairs = ofClass.flatMap((p) => ofOthers.map((q) => (p > q ? 1 : p === q ? 0.5 : 0)));
        const area = rocAuc(countByThreshold(all.labels, all.probabilities, all.classes, 0));
        if (pairs.length === 0) expect(area).toBeNull();
        else expect(area).toBeCloseTo(pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length, 12);
      }),
    );
  });
});

describe('precisionRecallCurve', () => {
  it('goes by ascending threshold and ends at precision 1, recall 0', () => {
    const curve = precisionRecallCurve(counted([0.9, 0.4], [0.6, 0.1]));
    expect([...(curve?.thresholds ?? [])]).toEqual([0.1, 0.4, 0.6, 0.9]);
    expect([...(curve?.precision ?? [])]).toEqual([2 / 4, 2 / 3, 1 / 2, 1, 1]);
    expect([...(curve?.recall ?? [])]).toEqual([1, 1, 0.5, 0.5, 0]);
  });

  it('is null without examples of the class', () => {
    expect(precisionRecallCurve(counted([], [0.3]))).toBeNull();
  });
});

describe('rocCurve', () => {
  it('goes from nothing found to everything found', () => {
    const curve = rocCurve(counted([0.9, 0.4], [0.6]));
    expect([...(curve?.thresholds ?? [])]).toEqual([1.9, 0.9, 0.6, 0.4]);
    expect([...(curve?.falsePositiveRate ?? [])]).toEqual([0, 0, 1, 1]);
    expect([...(curve?.truePositiveRate ?? [])]).toEqual([0, 0.5, 0.5, 1]);
  });

  it('is null unless there are examples of the class and of others', () => {
    expect(rocCurve(counted([], [0.3]))).toBeNull();
    expect(rocCurve(counted([0.3], []))).toBeNull();
  });
});

describe('brierScore', () => {
  it('is the mean squared distance of the probability from the truth', () => {
    const labels = Int32Array.of(1, 0);
    expect(brierScore(labels, Float64Array.of(0.25, 0.75, 0.5, 0.5), 2, 1)).toBeCloseTo((0.0625 + 0.25) / 2, 15);
  });
});

function scoresOfClass0({ labels, probabilities, classes }: Predictions) {
  const score = (example: number) => probabilities[example * classes];
  const examples = Array.from(labels.keys());
  return {
    ofClass: examples.filter((example) => labels[example] === 0).map(score),
    ofOthers: examples.filter((example) => labels[example] !== 0).map(score),
  };
}
