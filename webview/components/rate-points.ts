import { pointsApart } from '../../src/measures/points-apart.ts';

export interface RatePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * The points that a chart can show apart.
 *
 * @param width  of what is drawn, in the points' own unit
 * @param height likewise
 */
export function thinned(points: readonly RatePoint[], width: number, height: number): RatePoint[] {
  const kept = pointsApart(points.length, (i) => [points[i].x / width, points[i].y / height]);
  return kept.map((i) => points[i]);
}
