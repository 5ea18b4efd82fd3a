import type { RunThresholds } from '../protocol/run-panel.ts';
import { pointsApart } from './points-apart.ts';
import { cellsOf, falsePositiveRateOf, precisionOf, recallOf } from './thresholds.ts';

/** Steps of the slider that chooses a threshold. */
export const thresholdSteps = 1000;

/**
 * Fewer thresholds that show the same: at every place of the slider the counts are exact, and both curves keep the points
 * that are apart.
 */
export function thinThresholds(all: RunThresholds): RunThresholds {
  const { thresholds } = all;
  const kept = pointsApart(
    thresholds.length,
    (i) => ratesAt(all, i),
    (i) => isSmallestOfStep(thresholds[i], thresholds[i + 1]),
  );
  const pick = (column: readonly number[]): number[] => kept.map((i) => column[i]);
  if (kept.length === thresholds.length) return all;
  return {
    ...all,
    distinct: thresholds.length,
    thresholds: pick(thresholds),
    truePositives: pick(all.truePositives),
    falsePositives: pick(all.falsePositives),
  };
}

/** Where a threshold is in the curves. */
function ratesAt(counts: RunThresholds, i: number): readonly number[] {
  const cells = cellsOf(counts, i);
  return [recallOf(cells) ?? 0, falsePositiveRateOf(cells) ?? 0, precisionOf(cells) ?? 1];
}

/** Whether a place of the slider lies above the next threshold, and not above this one. */
function isSmallestOfStep(threshold: number, next: number): boolean {
  const nearest = Math.round(threshold * thresholdSteps);
  const place = (nearest / thresholdSteps <= threshold ? nearest : nearest - 1) / thresholdSteps;
  return next < place;
}
