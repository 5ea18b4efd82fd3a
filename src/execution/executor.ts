import type { Problem } from '../dataset/history.ts';
import type { Dataset } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import type { FitEvent } from './training-events.ts';
import type { FitJob } from './worker-service.ts';

/** A history read for an experiment. */
export interface LoadedDataset {
  readonly dataset: Dataset;
  readonly problems: readonly Problem[];
  readonly problemCount: number;
  readonly skipped: number;
}

/** Where fits are executed: worker threads here, a batch system elsewhere. */
export interface Executor {
  /** @throws InputError, Cancelled */
  load(experimentFile: string, experiment: Experiment, signal: AbortSignal): Promise<LoadedDataset>;
  /**
   * Runs all jobs; a failed one does not stop the others.
   *
   * @throws Cancelled
   */
  execute(
    dataset: Dataset,
    jobs: readonly FitJob[],
    listener: (event: FitEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Stops everything that is still running. */
  close(): Promise<void>;
}
