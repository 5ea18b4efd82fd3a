import type { CurvePoint } from './curve.ts';

/**
 * The points of a line that it looks the same with when it is so many columns of pixels wide: of each column the first, the
 * lowest, the highest and the last (M4 of Jugel, Jerzak, Hackenbroich and Markl, "M4: A Visualization-Oriented Time Series Data
 * Aggregation", VLDB 2014). So few that it makes no difference are given back as they are.
 *
 * @param points evenly spaced
 * @param heightOf what of a point is drawn
 */
export function thinned(
  points: readonly CurvePoint[],
  columns: number,
  heightOf: (point: CurvePoint) => number = ({ y }) => y,
): readonly CurvePoint[] {
  if (points.length <= 4 * columns) return points;
  const kept: CurvePoint[] = [];
  for (let column = 0; column < columns; column++) {
    const first = Math.floor((column * points.length) / columns);
    const end = Math.floor(((column + 1) * points.length) / columns);
    let [lowest, highest] = [first, first];
    for (let i = first + 1; i < end; i++) {
      const value = heightOf(points[i]);
      if (value < heightOf(points[lowest])) lowest = i;
      if (value > heightOf(points[highest])) highest = i;
    }
    const between = lowest < highest ? [lowest, highest] : [highest, lowest];
    for (const i of new Set([first, ...between, end - 1])) kept.push(points[i]);
  }
  return kept;
}
