import { recordsAt } from '../../src/measures/mean-curves.ts';
import { spreadOf } from '../../src/measures/spread.ts';
import type { EpochRecord } from '../../src/protocol/run.ts';
import type { Curve, CurveSet } from '../components/curve.ts';
import { type FitMetric, fitMetrics } from './fit-metrics.ts';

/**
 * The four charts' lines of some fits, as mean and spread per epoch. `extend` takes in what the fits got since; it costs
 * as much as is new, not as much as there is.
 */
export class FitCurves {
  readonly sets: readonly CurveSet[];
  /** The fits' own arrays, which others append to. */
  readonly #epochs: readonly (readonly EpochRecord[])[];
  /** How many epochs of each fit are in the curves. */
  readonly #seen: number[];

  constructor(classes: readonly string[], epochs: readonly (readonly EpochRecord[])[]) {
    this.#epochs = epochs;
    this.#seen = epochs.map(() => 0);
    this.sets = fitMetrics.map((metric) => emptySet(metric, classes, epochs.length));
    this.extend();
  }

  /** True if these curves are of just these fits. */
  covers(epochs: readonly (readonly EpochRecord[])[]): boolean {
    return epochs.length === this.#epochs.length && epochs.every((one, i) => one === this.#epochs[i]);
  }

  extend(): void {
    const changed = new Set<number>();
    for (const [fit, epochs] of this.#epochs.entries()) {
      for (; this.#seen[fit] < epochs.length; this.#seen[fit]++) changed.add(this.#seen[fit]);
    }
    for (const epoch of [...changed].sort((a, b) => a - b)) this.#recompute(epoch);
  }

  #recompute(epoch: number): void {
    const records = recordsAt(this.#epochs, epoch);
    for (const [i, metric] of fitMetrics.entries()) {
      for (const { series, set, points } of this.sets[i].curves) {
        const { mean, std } = spreadOf(records.map((record) => metric.of(record[set])[series]));
        points[epoch] = { x: epoch + 1, y: mean, std, fits: records.length };
      }
    }
  }
}

function emptySet(metric: FitMetric, classes: readonly string[], fits: number): CurveSet {
  const series = metric.perClass ? classes : [];
  const curves = Array.from({ length: Math.max(series.length, 1) }, (_, i): Curve[] => [
    { series: i, set: 'validation', points: [] },
    { series: i, set: 'training', points: [] },
  ]).flat();
  return { series, curves, fits };
}
