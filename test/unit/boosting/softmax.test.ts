import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softmax } from '../../../src/boosting/softmax.ts';

describe('softmax', () => {
  it('gives equal margins equal probabilities', () => {
    expect([...softmax(Float32Array.of(7, 7, -90, -90), 2)]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('follows the exponentials of the margins', () => {
    const [first, second, third] = softmax(Float32Array.of(1, 0, -1), 3);
    expect(first / second).toBeCloseTo(Math.E, 5);
    expect(second / third).toBeCloseTo(Math.E, 5);
  });

  it('gives probabilities that add up to 1, however far apart the margins are', () => {
    const margin = fc.float({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(margin, { minLength: 2, maxLength: 6 }), (margins) => {
        const probabilities = softmax(Float32Array.from(margins), margins.length);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      }),
    );
  });
});
