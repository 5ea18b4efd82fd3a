import { meanCurves } from '../measures/mean-curves.ts';
import type { MeanCurves } from '../protocol/compare-panel.ts';
import { readEpochs, readRun } from './read-run.ts';

/** The curves of a run's target as they are in its folder. @throws RunUnreadable */
export function readMeanCurves(run: string, target: string): MeanCurves {
  const { fitsPerTarget } = readRun(run);
  return meanCurves(Array.from({ length: fitsPerTarget }, (_, index) => readEpochs(run, target, index)));
}
