import type { RunRecord } from '../protocol/run.ts';

/** Most epochs (or rounds) a run's fits train; 0 if its specification does not say. */
export function maxEpochsOf({ specification }: RunRecord): number {
  const { training } = specification as { training?: { maxEpochs?: unknown } };
  return typeof training?.maxEpochs === 'number' ? training.maxEpochs : 0;
}
