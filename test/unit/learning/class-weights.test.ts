import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classCounts, classWeights } from '../../../src/learning/class-weights.ts';

describe('classWeights', () => {
  it('gives a class with half of its share twice the weight', () => {
    expect([...classWeights([0, 0, 0, 1], 2)]).toEqual([4 / 6, 2]);
  });

  it('gives 99 to a class without examples', () => {
    expect([...classWeights([0, 0], 2)]).toEqual([0.5, 99]);
  });

  it('makes the classes that occur weigh the same', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1 }), (labels) => {
        const weights = classWeights(labels, 5);
        classCounts(labels, 5).forEach((count, c) => {
          if (count > 0) expect(weights[c] * count).toBeCloseTo(labels.length / 5, 9);
        });
      }),
    );
  });
});
