import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NearestNeighbours } from '../../../src/learning/nearest-neighbours.ts';
import { nonZeroRows } from '../sparse-rows.ts';
import { countRows } from './count-rows.ts';
import { squaredDistance } from './dense-reference.ts';

describe('NearestNeighbours', () => {
  it('finds rows as near as comparing all dense rows does', () => {
    fc.assert(
      fc.property(countRows({ minLength: 4, maxLength: 40 }), fc.integer({ min: 1, max: 3 }), (rows, count) => {
        const matrix = nonZeroRows(rows, Float32Array);
        const nearest = new NearestNeighbours(matrix, Int32Array.from(rows.keys()), count);
        rows.forEach((row, place) => {
          const all = rows.map((other) => squaredDistance(row, other)).sort((a, b) => a - b);
          const found = Array.from(nearest.of(place), (other) => squaredDistance(row, rows[other]));
          // The nearest of all is at distance 0, the row itself or one like it, and dropped.
          expect(found).toEqual(all.slice(1, count + 1));
        });
      }),
    );
  });

  it('seeks among the given rows only and names their places', () => {
    const matrix = nonZeroRows([[1], [9], [2], [9], [4]], Float32Array);
    const nearest = new NearestNeighbours(matrix, Int32Array.of(0, 2, 4), 2);
    expect([...nearest.of(0)]).toEqual([1, 2]);
    expect([...nearest.of(2)]).toEqual([1, 0]);
  });

  it.each([
    { rows: 1024, first: [7, 28, 35, 21, 14], eleventh: [3, 31, 38, 24, 17] },
    { rows: 1025, first: [35, 21, 0, 14, 28], eleventh: [38, 24, 10, 17, 31] },
  ])('decides ties among $rows rows as scikit-learn 1.2.1 does with one thread', ({ rows, first, eleventh }) => {
    const values = Array.from({ length: rows }, (_, i) => [1 + (i % 7)]);
    const matrix = nonZeroRows(values, Float64Array);
    const nearest = new NearestNeighbours(matrix, Int32Array.from(values.keys()), 5);
    expect([...nearest.of(0)]).toEqual(first);
    expect([...nearest.of(10)]).toEqual(eleventh);
  });

  it('refuses to find as many neighbours as there are rows', () => {
    const matrix = nonZeroRows([[1], [2]], Float32Array);
    expect(() => new NearestNeighbours(matrix, Int32Array.of(0, 1), 2)).toThrow(RangeError);
    expect(() => new NearestNeighbours(matrix, Int32Array.of(0, 1), 0)).toThrow(RangeError);
  });
});
