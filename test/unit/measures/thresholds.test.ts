import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsAt, countByThreshold, precisionOf, recallOf } from '../../../src/measures/thresholds.ts';
import { counted, predictions, scoresOfClass0 } from './predictions.ts';

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

describe('cellsAt', () => {
  it('counts what any threshold finds and misses', () => {
    fc.assert(
      fc.property(predictions, fc.double({ min: 0, max: 1, noNaN: true }), (all, at) => {
        const counts = countByThreshold(all.labels, all.probabilities, all.classes, 0);
        const { ofClass, ofOthers } = scoresOfClass0(all);
        const above = (scores: readonly number[]): number => scores.filter((p) => p >= at).length;
        expect(cellsAt(counts, at)).toEqual({
          truePositives: above(ofClass),
          falsePositives: above(ofOthers),
          falseNegatives: ofClass.length - above(ofClass),
          trueNegatives: ofOthers.length - above(ofOthers),
        });
      }),
    );
  });

  it('has no shares of nothing', () => {
    const nothing = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 3 };
    expect(precisionOf(nothing)).toBeNull();
    expect(recallOf(nothing)).toBeNull();
  });
});
