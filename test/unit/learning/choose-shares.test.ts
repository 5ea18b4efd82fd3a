import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseShares } from '../../../src/learning/choose-shares.ts';

const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
const classWeights = [1, 1, 1];

/** Logarithms of a member that gives the true class this probability, and another class the rest where `wrong` says so. */
function member(p: number, isWrong: (example: number) => boolean = () => false): Float64Array {
  return Float64Array.from({ length: labels.length * 3 }, (_, i) => {
    const example = Math.floor(i / 3);
    const named = isWrong(example) ? (labels[example] + 1) % 3 : labels[example];
    return Math.log(i % 3 === named ? p : (1 - p) / 2);
  });
}

it('shares are not negative and together 1', () => {
  const members = fc.array(fc.tuple(fc.double({ min: 0.35, max: 0.99, noNaN: true }), fc.nat(10)), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(members, (list) => {
      const shares = chooseShares(
        list.map(([p, every]) => member(p, (example) => every > 0 && example % every === 0)),
        labels,
        classWeights,
      );
      expect(shares.every((share) => share >= 0)).toBe(true);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    }),
  );
});

it('members that are equally good get equal shares', () => {
  expect(chooseShares([member(0.8), member(0.8), member(0.8), member(0.8)], labels, classWeights)).toEqual([
    0.25, 0.25, 0.25, 0.25,
  ]);
});

it('a member that is mostly wrong gets little', () => {
  const [good, bad] = chooseShares([member(0.8), member(0.9, (example) => example % 4 !== 0)], labels, classWeights);
  expect(good).toBeGreaterThan(0.6);
  expect(bad).toBeLessThan(0.4);
});
