import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../../webview/components/curve.ts';
import { bandEdges, drawnPoints } from '../../../webview/components/curve-view.ts';
import { thinned } from '../../../webview/components/thinning.ts';

const curveOf = (values: readonly number[], std = 0): CurvePoint[] =>
  values.map((y, i) => ({ x: i + 1, y, std, fits: 1 }));

/** What a column of pixels shows of a line: where it enters and leaves, how far it goes down and up. */
function seen(points: readonly CurvePoint[], length: number, columns: number): unknown[] {
  return Array.from({ length: columns }, (_, column) => {
    const [first, end] = [column, column + 1].map((c) => Math.floor((c * length) / columns));
    const inside = points.filter(({ x }) => x > first && x <= end).map(({ y }) => y);
    return [inside[0], inside.at(-1), Math.min(...inside), Math.max(...inside)];
  });
}

describe('a line that is thinned', () => {
  it('looks the same in every column, with at most four points in each, in their order', () => {
    const lines = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 50 }), (values, columns) => {
        const points = curveOf(values);
        const kept = thinned(points, columns);
        expect(kept.length).toBeLessThanOrEqual(4 * columns);
        expect(kept.map(({ x }) => x)).toEqual([...new Set(kept.map(({ x }) => x))].sort((a, b) => a - b));
        expect(seen(kept, values.length, columns)).toEqual(seen(points, values.length, columns));
      }),
    );
  });

  it('has all of its points where they are few', () => {
    const points = curveOf([3, 1, 2]);
    expect(thinned(points, 1)).toBe(points);
  });

  it('keeps a peak of one epoch among a hundred thousand', () => {
    const values = Array.from({ length: 100_000 }, () => 0.5);
    values[54_321] = 9;
    const drawn = drawnPoints(curveOf(values), [1, 100_000]);
    expect(drawn.length).toBeLessThan(10_000);
    expect(drawn.find(({ y }) => y === 9)?.x).toBe(54_322);
  });
});

describe('a chart that is zoomed in', () => {
  const points = curveOf(Array.from({ length: 100 }, (_, i) => i));

  it('draws the points in sight and one beyond each end', () => {
    expect(drawnPoints(points, [10, 12]).map(({ x }) => x)).toEqual([9, 10, 11, 12, 13]);
    expect(drawnPoints(points, [1, 3]).map(({ x }) => x)).toEqual([1, 2, 3, 4]);
    expect(drawnPoints(points, [99, 110]).map(({ x }) => x)).toEqual([98, 99, 100]);
  });

  it('also where a line begins later', () => {
    expect(drawnPoints(points.slice(50), [10, 12])).toEqual([]);
    expect(drawnPoints(points.slice(50), [50, 52]).map(({ x }) => x)).toEqual([51, 52, 53]);
  });
});

it('a band keeps the ends of its widest epoch', () => {
  const points = curveOf(
    Array.from({ length: 50_000 }, () => 0.5),
    0.1,
  ).map((point, i) => ({
    ...point,
    std: i === 31_415 ? 0.4 : point.std,
  }));
  const [upper, lower] = bandEdges({ series: 0, set: 'validation', points }, [1, 50_000]);
  expect(Math.max(...upper.map(({ y }) => y))).toBeCloseTo(0.9);
  expect(Math.min(...lower.map(({ y }) => y))).toBeCloseTo(0.1);
});
