export interface RatePoint {
  readonly x: number;
  readonly y: number;
}

/** More points than a canvas of this size can show apart are not drawn. */
const finest = 1 / 800;

/**
 * The first and the last point, and of the others those that lie apart.
 *
 * @param width  of what is drawn, in the points' own unit
 * @param height likewise
 */
export function thinned(points: readonly RatePoint[], width: number, height: number): RatePoint[] {
  const kept: RatePoint[] = [];
  for (const [i, point] of points.entries()) {
    const last = kept.at(-1);
    const apart =
      last === undefined ||
      Math.abs(point.x - last.x) >= finest * width ||
      Math.abs(point.y - last.y) >= finest * height;
    if (apart || i === points.length - 1) kept.push(point);
  }
  return kept;
}
