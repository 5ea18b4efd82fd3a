import { pointsApart } from '../../src/measures/points-apart.ts';

export interface RatePoint {
  readonly x: number;
  readonly y: number;
}

/** Radius of a dot that stands for this many of at most `most`, in pixels: the area is as the number. */
export function dotRadius(count: number, most: number): number {
  return Math.max(2, 12 * Math.sqrt(count / most));
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
