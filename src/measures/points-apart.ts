/** Points that are no further apart, on an axis from 0 to 1, look like one in a chart. */
const finest = 1 / 800;

/**
 * The first and the last point, and of the others those that are apart from the one kept before them.
 *
 * @param count       of points, in the order of the line
 * @param coordinates of a point, 0 … 1 on its axes
 * @param isNeeded    whether a point is kept wherever it is
 * @returns numbers of the points that are kept
 */
export function pointsApart(
  count: number,
  coordinates: (point: number) => readonly number[],
  isNeeded: (point: number) => boolean = () => false,
): number[] {
  const kept: number[] = [];
  let last: readonly number[] = [];
  for (let point = 0; point < count; point++) {
    const place = coordinates(point);
    const isApart = point === 0 || place.some((value, axis) => Math.abs(value - last[axis]) >= finest);
    if (!isApart && point !== count - 1 && !isNeeded(point)) continue;
    kept.push(point);
    last = place;
  }
  return kept;
}
