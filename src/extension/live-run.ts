import type { StartedRun } from '../execution/run-in-progress.ts';
import type { EpochRecord, FitRecord, FitView, RunRecord } from '../protocol/run.ts';
import { readEpochs } from '../runs/read-run.ts';

/** A run that this window trains: what panels and lists show of it while it goes on. */
export class LiveRun {
  readonly folder: string;
  readonly fits: FitView[];
  readonly #run: StartedRun;

  constructor(
    run: StartedRun,
    /** Cancels the training that the run belongs to. */
    readonly cancel: () => void,
  ) {
    this.#run = run;
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

  get record(): RunRecord {
    return this.#run.record;
  }

  get ended(): boolean {
    return this.record.state !== 'running';
  }

  start(target: string, index: number): FitView {
    return this.#change(target, index, { state: 'running' });
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
