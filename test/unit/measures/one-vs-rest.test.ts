import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from '../../../src/measures/one-vs-rest.ts';
import { countByThreshold } from '../../../src/measures/thresholds.ts';
import { counted, predictions, scoresOfClass0 } from './predictions.ts';

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
