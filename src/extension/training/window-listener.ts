import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { LoadedDataset } from '../../execution/executor.ts';
import { fitsLeft, type StartedRun } from '../../execution/run-in-progress.ts';
import type { TuningListener } from '../../execution/tune.ts';
import { TrainingClock } from '../../measures/time-left.ts';
import type { EpochRecord, FitRecord, RunRecord } from '../../protocol/run.ts';
import { LiveRun } from '../runs/live-run.ts';
import type { TrainingHost } from './training-host.ts';
import { progressText, type TrainingProgress } from './training-status.ts';

/** Texts of progress change at most this often. */
const progressMilliseconds = 200;

/** Shows a training in its window: progress and status bar, panels, the Runs view. */
export class WindowListener implements TuningListener {
  readonly #runs = new Map<StartedRun, LiveRun>();
  #clock: TrainingClock | undefined;
  #now = l10n.t('reading the history…');
  /** Calls of a search; a training is one. */
  #calls = 1;
  #call = 0;
  /** The runs of this call. */
  #current: readonly LiveRun[] = [];
  #share = 0;
  #shownAt = 0;

  constructor(
    readonly host: TrainingHost,
    readonly progress: vscode.Progress<{ message?: string; increment?: number }>,
    readonly cancel: () => void,
    readonly workers: number,
  ) {
    this.progress.report({ message: this.#now });
    this.host.status.set(this, this.#state());
  }

  get records(): RunRecord[] {
    return [...this.#runs.keys()].map(({ record }) => record);
  }

  loaded({ problemCount, skipped, problems, dataset }: LoadedDataset): void {
    const { log } = this.host;
    log.info(`read ${dataset.tasks.count} tasks, ${skipped} skipped`);
    for (const { line, column, message } of problems) log.warn(`history:${line}:${column}: ${message}`);
    if (skipped > 0) {
      void vscode.window.showWarningMessage(
        l10n.t(
          '{0} tasks of the history were skipped because of {1} problems. The log lists them.',
          skipped,
          problemCount,
        ),
      );
    }
  }

  call(call: number, calls: number): void {
    this.#call = call;
    this.#calls = calls;
  }

  created(runs: readonly StartedRun[]): void {
    const maxEpochs = Math.max(...runs.map(({ record }) => record.specification.training.maxEpochs));
    const clock = new TrainingClock(fitsLeft(runs), this.workers, maxEpochs);
    this.#clock = clock;
    this.#current = runs.map((run) => {
      const live = new LiveRun(run, { cancel: this.cancel, timeLeft: (folder) => clock.estimate(folder) });
      this.#runs.set(run, live);
      this.host.store.add(live);
      this.host.panels.begin(live);
      return live;
    });
    const [first] = runs;
    // A search makes many runs: its first is shown, the others are in the Runs view.
    if (first && this.#call === 0) this.host.panels.open(first.folder);
    this.#show(this.#now, true);
  }

  fitStarted(run: StartedRun, target: string, index: number): void {
    const live = this.#live(run);
    this.host.panels.fit(live, live.start(target, index));
    this.host.store.progress(run.folder);
  }

  epoch(run: StartedRun, target: string, index: number, record: EpochRecord): void {
    const live = this.#live(run);
    live.epoch(target, index, record);
    this.#clock?.epoch({ run: run.folder, target, index }, record);
    this.host.panels.epoch(live, target, index, record);
    this.host.store.progress(run.folder);
    const mse = record.validation.confusionMse.toFixed(3);
    const text = l10n.t('{0}: {1}, epoch {2}, confusion MSE {3}', run.record.model, target, record.epoch + 1, mse);
    this.#show(text, false);
  }

  fitDone(run: StartedRun, record: FitRecord): void {
    const live = this.#live(run);
    const { target, index, seconds } = record;
    this.#clock?.done({ run: run.folder, target, index }, seconds);
    this.host.panels.fit(live, live.done(record));
    this.host.store.progressed(run.folder);
    this.#show(l10n.t('{0}: {1} done', run.record.model, target), true);
  }

  fitFailed(run: StartedRun, target: string, index: number, error: Error): void {
    const live = this.#live(run);
    this.host.log.error(error);
    this.#clock?.failed({ run: run.folder, target, index });
    this.host.panels.fit(live, live.fail(target, index, error));
    this.host.store.progressed(run.folder);
    this.#show(l10n.t('{0}: {1} failed', run.record.model, target), true);
  }

  ended(run: StartedRun): void {
    this.host.store.changed(run.folder);
  }

  close(): void {
    this.host.status.end(this);
    for (const { folder } of this.#runs.keys()) this.host.store.release(folder);
  }

  #show(now: string, always: boolean): void {
    const time = Date.now();
    if (!always && time - this.#shownAt < progressMilliseconds) return;
    this.#shownAt = time;
    this.#now = now;
    const state = this.#state();
    const share = (100 * (this.#call + this.#endedShare())) / this.#calls;
    this.progress.report({ message: `${progressText(state)}. ${now}`, increment: share - this.#share });
    this.#share = share;
    this.host.status.set(this, state);
  }

  #state(): TrainingProgress {
    const all = this.#current.map(({ status }) => status);
    return {
      done: all.reduce((sum, { done }) => sum + done, 0),
      total: all.reduce((sum, { total }) => sum + total, 0),
      left: this.#clock?.estimate(),
      call: this.#calls === 1 ? undefined : { number: this.#call + 1, of: this.#calls },
      now: this.#now,
    };
  }

  /** Of the fits of this call, those that have ended. */
  #endedShare(): number {
    const all = this.#current.map(({ status }) => status);
    const total = all.reduce((sum, one) => sum + one.total, 0);
    return total === 0 ? 0 : all.reduce((sum, { done, failed }) => sum + done + failed, 0) / total;
  }

  #live(run: StartedRun): LiveRun {
    const live = this.#runs.get(run);
    if (!live) throw new Error(`nothing is known of the run ${path.basename(run.folder)}`);
    return live;
  }
}
