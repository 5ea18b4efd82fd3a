import type { StartedRun } from '../../execution/run-in-progress.ts';
import type { CheckedRun } from '../../experiment/read-specification.ts';
import { type RunStatus, statusOf } from '../../measures/run-status.ts';
import type { EpochRecord, FitRecord, FitView } from '../../protocol/run.ts';
import type { TimeLeft } from '../../protocol/run-panel.ts';
import { readEpochs } from '../../runs/read-run.ts';
import { withSummary } from '../../runs/summary.ts';

/** The training that a run of this window belongs to. */
export interface OngoingTraining {
  cancel(): void;
  /** How long the run in a folder still takes. */
  timeLeft(folder: string): TimeLeft | undefined;
}

/** A run that this window trains: what panels and lists show of it while it is trained. */
export class LiveRun {
  readonly folder: string;
  readonly fits: FitView[];
  readonly #run: StartedRun;
  readonly #training: OngoingTraining;
  /** The last record that was requested, and what it was made of. */
  #shown: { readonly of: CheckedRun; readonly done: number; readonly record: CheckedRun } | undefined;

  constructor(run: StartedRun, training: OngoingTraining) {
    this.#run = run;
    this.#training = training;
    this.folder = run.folder;
    const { targets, fitsPerTarget } = run.record;
    this.fits = targets.flatMap(({ target }) =>
      Array.from({ length: fitsPerTarget }, (_, index): FitView => {
        const record = run.completed.find((fit) => fit.target === target && fit.index === index);
        if (!record) return { target, index, state: 'waiting', epochs: [] };
        return { target, index, state: 'done', epochs: readEpochs(run.folder, target, index), record };
      }),
    );
  }

  /** With the means of the fits that are complete. */
  get record(): CheckedRun {
    const { record: of } = this.#run;
    const { done } = this.status;
    if (this.#shown?.of !== of || this.#shown.done !== done) {
      this.#shown = { of, done, record: withSummary(this.folder, of, this.fits) };
    }
    return this.#shown.record;
  }

  get model(): string {
    return this.#run.record.model;
  }

  get status(): RunStatus<FitView> {
    return statusOf(this.#run.record, this.fits);
  }

  get timeLeft(): TimeLeft | undefined {
    return this.ended ? undefined : this.#training.timeLeft(this.folder);
  }

  get ended(): boolean {
    return this.#run.record.state !== 'running';
  }

  /** Cancels the training that the run belongs to. */
  cancel(): void {
    this.#training.cancel();
  }

  start(target: string, index: number): FitView {
    return this.#change(target, index, { state: 'running', epochs: [] });
  }

  epoch(target: string, index: number, record: EpochRecord): void {
    this.#fit(target, index).epochs.push(record);
  }

  done(record: FitRecord): FitView {
    return this.#change(record.target, record.index, { state: 'done', record });
  }

  fail(target: string, index: number, error: Error): FitView {
    return this.#change(target, index, { state: 'failed', error: error.message });
  }

  #change(target: string, index: number, change: Partial<FitView>): FitView {
    return Object.assign(this.#fit(target, index), change);
  }

  #fit(target: string, index: number): FitView {
    const fit = this.fits.find((candidate) => candidate.target === target && candidate.index === index);
    if (!fit) throw new Error(`the run has no fit ${index} of ${target}`);
    return fit;
  }
}
