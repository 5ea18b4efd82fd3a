import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { principalComponents } from '../../../src/learning/principal-components.ts';

describe('principal components', () => {
  test('of points on a line are that line, and nothing across it', () => {
    const { coordinates, explained } = principalComponents(Float32Array.of(0, 0, 3, 4, 9, 12), 2, 2);
    for (const [i, along] of [-20 / 3, -5 / 3, 25 / 3].entries()) {
      expect(coordinates[2 * i]).toBeCloseTo(along, 9);
      expect(coordinates[2 * i + 1]).toBeCloseTo(0, 9);
    }
    expect(explained[0]).toBeCloseTo(1, 12);
    expect(explained[1]).toBeCloseTo(0, 12);
  });

  test('are all there is where there are no more columns: distances stay, means are 0', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, (points) => {
        const { coordinates } = principalComponents(Float32Array.from(points.flat()), 2, 2);
        const distance = ([ax, ay]: readonly number[], [bx, by]: readonly number[]) => Math.hypot(ax - bx, ay - by);
        const seen = points.map((_, i) => [coordinates[2 * i], coordinates[2 * i + 1]]);
        for (const [i, a] of points.entries()) {
          for (const [j, b] of points.entries()) expect(distance(seen[i], seen[j])).toBeCloseTo(distance(a, b), 6);
        }
        for (const axis of [0, 1]) expect(seen.reduce((sum, row) => sum + row[axis], 0)).toBeCloseTo(0, 6);
      }),
    );
  });

  test('of rows that do not differ are 0 and explain nothing', () => {
    const { coordinates, explained } = principalComponents(Float32Array.of(2, 3, 2, 3), 2, 2);
    expect([...coordinates]).toEqual([0, 0, 0, 0]);
    expect(explained).toEqual([0, 0]);
  });

  test('have a second axis of 0 where the rows have one column', () => {
    const { coordinates, explained } = principalComponents(Float32Array.of(1, 3), 1, 2);
    expect([...coordinates].map(Math.abs)).toEqual([1, 0, 1, 0]);
    expect(explained).toEqual([1, 0]);
  });

  test('point where the coordinate of largest size is positive', () => {
    const { coordinates } = principalComponents(Float32Array.of(0, 0, 1, 0, -9, 0), 2, 1);
    expect(Math.max(...coordinates)).toBeGreaterThan(-Math.min(...coordinates));
  });
});
