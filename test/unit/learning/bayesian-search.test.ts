import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BayesianSearch } from '../../../src/learning/bayesian-search.ts';
import { RandomState } from '../../../src/learning/random.ts';

const start = Float64Array.of(0.9, 0.9);
const asItIs = (point: Float64Array): Float64Array => point;
/** A bowl with its least value, 0, at (0.3, 0.6). */
const bowl = ([x, y]: Float64Array): number => (x - 0.3) ** 2 + 3 * (y - 0.6) ** 2;

function searched(seed: number, calls: number, snap = asItIs, f = bowl): { points: Float64Array[]; best: number } {
  const search = new BayesianSearch({ start, initial: 4, seed, snap });
  const points = Array.from({ length: calls }, () => {
    const point = search.suggest();
    search.observe(point, f(point));
    return point;
  });
  return { points, best: Math.min(...points.map(f)) };
}

test('begins with the start and a design that covers every stratum of each dimension', () => {
  const { points } = searched(1, 4);
  expect(points[0]).toEqual(start);
  for (const d of [0, 1]) {
    expect(
      points
        .slice(1)
        .map((point) => Math.floor(3 * point[d]))
        .sort(),
    ).toEqual([0, 1, 2]);
  }
});

test('comes close to the least value where random points do not', () => {
  const seeds = [1, 2, 3, 4, 5];
  const found = seeds.map((seed) => searched(seed, 15).best);
  const random = seeds.map((seed) => {
    const state = new RandomState(seed);
    return Math.min(...Array.from({ length: 15 }, () => bowl(state.randomSample(2))));
  });
  expect(Math.max(...found)).toBeLessThan(0.005);
  expect(Math.max(...found)).toBeLessThan(Math.min(...random));
});

test('gives the same points for the same seed and values', () => {
  expect(searched(7, 8).points).toEqual(searched(7, 8).points);
  expect(searched(7, 8).points).not.toEqual(searched(8, 8).points);
});

test('tries every point of a coarse grid once before it tries one again', () => {
  const snap = (point: Float64Array): Float64Array => point.map((value) => Math.round(2 * value) / 2);
  fc.assert(
    fc.property(fc.nat(1000), (seed) => {
      const { points } = searched(seed, 9, snap);
      const later = points.slice(4).map(String);
      expect(new Set(later).size).toBe(later.length);
      expect(later.some((point) => points.slice(0, 4).map(String).includes(point))).toBe(false);
    }),
    { numRuns: 10 },
  );
});

test('goes on when there is nothing left to try, and when all values are the same', () => {
  const corner = (point: Float64Array): Float64Array => point.map(() => 0);
  expect(searched(1, 6, corner).points.at(-1)).toEqual(Float64Array.of(0, 0));
  expect(searched(1, 8, asItIs, () => 5).best).toBe(5);
});

test('refuses a value that is no number', () => {
  const search = new BayesianSearch({ start, initial: 1, seed: 1, snap: asItIs });
  expect(() => search.observe(search.suggest(), Number.NaN)).toThrow('finite');
});
