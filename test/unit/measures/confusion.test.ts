import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accuracyOf,
  classScores,
  confusionMse,
  countConfusion,
  NonFiniteProbabilityError,
  predictedClass,
} from '../../../src/measures/confusion.ts';
import { normaliseRows } from '../../../src/measures/normalise.ts';
import { meanOf } from '../../../src/measures/spread.ts';
import { predictions } from './predictions.ts';

describe('predictedClass', () => {
  it('is the class of the highest probability, the first of several', () => {
    expect(predictedClass(Float32Array.of(0.2, 0.4, 0.4), 0, 3)).toBe(1);
  });
});

describe('countConfusion', () => {
  it('counts truths by row and predictions by column', () => {
    const probabilities = Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.3, 0.7);
    expect([...countConfusion(Int32Array.of(0, 0, 1), probabilities, 2)]).toEqual([1, 1, 0, 1]);
  });

  it('counts every example once, in the row of its class', () => {
    fc.assert(
      fc.property(predictions, ({ labels, probabilities, classes }) => {
        const counts = countConfusion(labels, probabilities, classes);
        for (let c = 0; c < classes; c++) {
          const row = counts.subarray(c * classes, (c + 1) * classes);
          expect(row.reduce((sum, count) => sum + count, 0)).toBe(labels.filter((label) => label === c).length);
        }
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses the probability %d', (bad) => {
    const count = () => countConfusion(Int32Array.of(0, 1), Float32Array.of(0.5, 0.5, bad, 0.5), 2);
    expect(count).toThrow(NonFiniteProbabilityError);
    expect(count).toThrow('The probabilities of example 1 are not finite numbers.');
  });

  it('refuses arrays that do not belong together, and no examples', () => {
    expect(() => countConfusion(Int32Array.of(0, 1), Float32Array.of(0.5, 0.5), 2)).toThrow(RangeError);
    expect(() => countConfusion(new Int32Array(0), new Float32Array(0), 2)).toThrow(RangeError);
  });
});

describe('confusionMse', () => {
  it('is 0 for a perfect prediction', () => {
    expect(confusionMse([5, 0, 0, 2], 2)).toBe(0);
  });

  it('is the mean squared difference from the identity', () => {
    expect(confusionMse([3, 1, 1, 1], 2)).toBeCloseTo((0.25 ** 2 + 0.25 ** 2 + 0.5 ** 2 + 0.5 ** 2) / 4, 15);
  });

  it('includes 1 / classes² for a class that never occurs, as in the study', () => {
    expect(confusionMse([1, 0, 0, 0, 1, 0, 0, 0, 0], 3)).toBeCloseTo(1 / 9, 15);
  });
});

describe('classScores', () => {
  it('has precision by column, recall by row, and their harmonic mean', () => {
    const scores = classScores([3, 1, 2, 4], 2);
    expect(scores.support).toEqual([4, 6]);
    expect(scores.precision).toEqual([3 / 5, 4 / 5]);
    expect(scores.recall).toEqual([3 / 4, 4 / 6]);
    expect(scores.f1[0]).toBeCloseTo((2 * 0.6 * 0.75) / 1.35, 15);
  });

  it('is 0 where it is undefined', () => {
    const scores = classScores([2, 0, 0, 0], 2);
    expect([scores.precision[1], scores.recall[1], scores.f1[1]]).toEqual([0, 0, 0]);
  });
});

describe('accuracyOf', () => {
  it('is the share of the diagonal', () => {
    expect(accuracyOf([3, 1, 2, 4], 2)).toBe(0.7);
  });
});

describe('a class that is absent from truths and predictions', () => {
  it('has scores of 0 and leaves those of the others, in which macro means count it', () => {
    fc.assert(
      fc.property(predictions, ({ labels, probabilities, classes }) => {
        const counts = countConfusion(labels, probabilities, classes);
        const before = classScores(counts, classes);
        const after = classScores(withAbsentClass(counts, classes), classes + 1);
        for (const score of ['support', 'precision', 'recall', 'f1'] as const) {
          expect(after[score]).toEqual([...before[score], 0]);
          expect(meanOf(after[score])).toBeCloseTo((meanOf(before[score]) * classes) / (classes + 1), 12);
        }
      }),
    );
  });

  it('has an empty row in the confusion matrix, which differs from the identity by 1', () => {
    fc.assert(
      fc.property(predictions, ({ labels, probabilities, classes }) => {
        const counts = countConfusion(labels, probabilities, classes);
        const extended = withAbsentClass(counts, classes);
        expect([...normaliseRows(extended, classes + 1)]).toEqual(
          withAbsentClass(normaliseRows(counts, classes), classes),
        );
        const squares = confusionMse(counts, classes) * classes ** 2;
        expect(confusionMse(extended, classes + 1)).toBeCloseTo((squares + 1) / (classes + 1) ** 2, 12);
      }),
    );
  });
});

/** A matrix [classes × classes] with one class more, which never occurs. */
function withAbsentClass(matrix: ArrayLike<number>, classes: number): number[] {
  const rows = Array.from({ length: classes + 1 }, (_, truth) =>
    Array.from({ length: classes + 1 }, (_, c) => (truth < classes && c < classes ? matrix[truth * classes + c] : 0)),
  );
  return rows.flat();
}
