import type { RunThresholds } from '../../protocol/run-panel.ts';

/** Steps of the slider that chooses a threshold. */
const sliderSteps = 1000;
/** Points of a curve that lie no further apart are not told apart: as charts have it. */
const finest = 1 / 800;

/**
 * Fewer thresholds that tell the same: at every place of the slider the counts are exact, and both curves keep a point
 * wherever they go on.
 */
export function thinThresholds(all: RunThresholds): RunThresholds {
  const { thresholds } = all;
  let last: readonly number[] = [0, 0, 1];
  const kept = [...thresholds.keys()].filter((i) => {
    const rates = ratesAt(all, i);
    const isEnd = i === 0 || i === thresholds.length - 1;
    const goesOn = rates.some((rate, r) => Math.abs(rate - last[r]) >= finest);
    if (!isEnd && !goesOn && !isSmallestOfStep(thresholds[i], thresholds[i + 1])) return false;
    last = rates;
    return true;
  });
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

/** Recall, false positive rate and precision. */
function ratesAt({ truePositives, falsePositives, positives, negatives }: RunThresholds, i: number): readonly number[] {
  const [right, wrong] = [truePositives[i], falsePositives[i]];
  return [right / Math.max(1, positives), wrong / Math.max(1, negatives), right / (right + wrong)];
}

/** Whether a place of the slider lies above the next threshold, and not above this one. */
function isSmallestOfStep(threshold: number, next: number): boolean {
  const nearest = Math.round(threshold * sliderSteps);
  const place = (nearest / sliderSteps <= threshold ? nearest : nearest - 1) / sliderSteps;
  return next < place;
}
