import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { LoadedDataset } from '../../execution/executor.ts';
import { fitsLeft, type StartedRun } from '../../execution/run-in-progress.ts';
import type { FitEvent, TrainingEvent } from '../../execution/training-events.ts';
import { TrainingClock } from '../../measures/time-left.ts';
import type { RunRecord } from '../../protocol/run.ts';
import { LiveRun } from '../runs/live-run.ts';
import type { TrainingHost } from './training-host.ts';
import { progressText, type TrainingProgress } from './training-status.ts';

/** Texts of progress change at most this often. */
const progressMilliseconds = 200;

/** Shows a training in its window: progress and status bar, panels, the Runs view. */
export class WindowListener {
  readonly #started: StartedRun[] = [];
  /** By their folders. */
  readonly #runs = new Map<string, LiveRun>();
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
    return this.#started.map(({ record }) => record);
  }

  readonly hear = (event: TrainingEvent): void => {
    if (event.kind === 'loaded') this.#loaded(event.loaded);
    else if (event.kind === 'runs') this.#created(event.runs);
    else if (event.kind === 'run-ended') this.host.store.changed(event.run.folder);
    else if (event.kind === 'call') {
      this.#call = event.call;
      this.#calls = event.calls;
    } else this.#fit(event, this.#live(event.fit.run));
  };

  #loaded({ problemCount, skipped, problems, dataset }: LoadedDataset): void {
    const { log } = this.host;
    log.info(`read ${dataset.tasks.count} tasks, ${skipped} skipped`);
    for (const { line, column, message } of problems) log.warn(`history:${line}:${column}: ${message}`);
    if (skipped === 0) return;
    void vscode.window.showWarningMessage(
      l10n.t(
        '{0} tasks of the history were skipped because of {1} problems. The log lists them.',
        skipped,
        problemCount,
      ),
    );
  }

  #created(runs: readonly StartedRun[]): void {
    const maxEpochs = Math.max(...runs.map(({ record }) => record.specification.training.maxEpochs));
    const clock = new TrainingClock(fitsLeft(runs), this.workers, maxEpochs);
    this.#clock = clock;
    this.#started.push(...runs);
    this.#current = runs.map((run) => {
      const live = new LiveRun(run, { cancel: this.cancel, timeLeft: (folder) => clock.estimate(folder) });
      this.#runs.set(run.folder, live);
      this.host.store.add(live);
      this.host.panels.begin(live);
      return live;
    });
    const [first] = runs;
    // A search makes many runs: its first is shown, the others are in the Runs view.
    if (first && this.#call === 0) this.host.panels.open(first.folder);
    this.#show(this.#now, true);
  }

  #fit(event: FitEvent, live: LiveRun): void {
    const { store, panels, log } = this.host;
    const { fit } = event;
    const { model } = live;
    if (event.kind === 'fit-started') {
      panels.fit(live, live.start(fit.target, fit.index));
      store.progress(fit.run);
    } else if (event.kind === 'epoch') {
      const { record } = event;
      live.epoch(fit.target, fit.index, record);
      this.#clock?.epoch(fit, record);
      panels.epoch(live, fit.target, fit.index, record);
      store.progress(fit.run);
      const mse = record.validation.confusionMse.toFixed(3);
      const text = l10n.t('{0}: {1}, epoch {2}, confusion MSE {3}', model, fit.target, record.epoch + 1, mse);
      this.#show(text, false);
    } else if (event.kind === 'fit-done') {
      this.#clock?.done(fit, event.record.seconds);
      panels.fit(live, live.done(event.record));
      store.progressed(fit.run);
      this.#show(l10n.t('{0}: {1} done', model, fit.target), true);
    } else {
      log.error(event.error);
      this.#clock?.failed(fit);
      panels.fit(live, live.fail(fit.target, fit.index, event.error));
      store.progressed(fit.run);
      this.#show(l10n.t('{0}: {1} failed', model, fit.target), true);
    }
  }

  close(): void {
    this.host.status.end(this);
    for (const folder of this.#runs.keys()) this.host.store.release(folder);
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

  #live(folder: string): LiveRun {
    const live = this.#runs.get(folder);
    if (!live) throw new Error(`nothing is known of the run ${path.basename(folder)}`);
    return live;
  }
}
