import type { FitName } from '../measures/time-left.ts';
import type { EpochRecord, FitRecord } from '../protocol/run.ts';
import type { LoadedDataset } from './executor.ts';
import type { StartedRun } from './run-in-progress.ts';

/** An event of a fit, wherever it is executed; `fit.run` is the folder of its run. */
export type FitEvent =
  | { readonly kind: 'fit-started'; readonly fit: FitName }
  | { readonly kind: 'epoch'; readonly fit: FitName; readonly record: EpochRecord }
  | { readonly kind: 'fit-done'; readonly fit: FitName; readonly record: FitRecord }
  | { readonly kind: 'fit-failed'; readonly fit: FitName; readonly error: Error };

/** The next settings of a search are tried; `call` counts from 0. */
interface CallEvent {
  readonly kind: 'call';
  readonly call: number;
  readonly calls: number;
  readonly names: readonly string[];
  readonly values: readonly number[];
}

/** All events of a training or a search, in order. */
export type TrainingEvent =
  | { readonly kind: 'loaded'; readonly loaded: LoadedDataset }
  | CallEvent
  /** All runs exist; none of their missing fits has started. */
  | { readonly kind: 'runs'; readonly runs: readonly StartedRun[] }
  | FitEvent
  /** A run has ended, in any state. */
  | { readonly kind: 'run-ended'; readonly run: StartedRun };

export type TrainingListener = (event: TrainingEvent) => void;
