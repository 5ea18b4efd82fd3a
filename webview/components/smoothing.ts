import type { CurvePoint, CurveSet } from './curve.ts';

/**
 * Exponential moving average of the values, freed of its start at zero as TensorBoard does it: each is
 * Σ wⁱ · y(n − i) / Σ wⁱ. Epochs and spreads stay.
 *
 * @param weight of what came before: 0 (the points themselves) to below 1
 */
export function smoothPoints(points: readonly CurvePoint[], weight: number): CurvePoint[] {
  let sum = 0;
  let total = 0;
  return points.map((point) => {
    sum = sum * weight + point.y;
    total = total * weight + 1;
    return { ...point, y: sum / total };
  });
}

/** The same lines with smoothed points. */
export function smoothedSet(set: CurveSet, weight: number): CurveSet {
  if (weight === 0) return set;
  return { ...set, curves: set.curves.map((curve) => ({ ...curve, points: smoothPoints(curve.points, weight) })) };
}
