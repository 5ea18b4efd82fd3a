import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { LoadedDataset } from '../execution/executor.ts';
import { fitsLeft, type StartedRun } from '../execution/run-in-progress.ts';
import { sayDuration, TimeLeft } from '../execution/time-left.ts';
import type { TuningListener } from '../execution/tune.ts';
import type { EpochRecord, FitRecord, RunRecord } from '../protocol/run.ts';
import { maxEpochsOf } from '../runs/max-epochs.ts';
import { LiveRun } from './live-run.ts';
import type { TrainingHost } from './trainer.ts';

/** Texts of progress change at most this often. */
const progressMilliseconds = 200;

/** Tells a window of a training: its progress and status bar, its panels, its Runs view. */
export class WindowListener implements TuningListener {
  readonly #runs = new Map<StartedRun, LiveRun>();
  #timeLeft: TimeLeft | undefined;
  #fits = 0;
  #ended = 0;
  /** Calls of a search; a training is one. */
  #calls = 1;
  #call = 0;
  #share = 0;
  #told = 0;

  constructor(
    readonly host: TrainingHost,
    readonly progress: vscode.Progress<{ message?: string; increment?: number }>,
    readonly cancel: () => void,
    readonly workers: number,
  ) {
    this.progress.report({ message: l10n.t('reading the history…') });
    const training = l10n.t({ message: 'Training', comment: 'In the status bar, while a model is trained' });
    this.host.status.text = `$(sync~spin) ${training}`;
    this.host.status.show();
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
    for (const run of runs) {
      const live = new LiveRun(run, this.cancel);
      this.#runs.set(run, live);
      this.host.store.add(live);
    }
    this.#fits = runs.reduce((sum, { record }) => sum + record.targets.length * record.fitsPerTarget, 0);
    const maxEpochs = Math.max(...runs.map(({ record }) => maxEpochsOf(record)));
    this.#ended = runs.reduce((sum, { completed }) => sum + completed.length, 0);
    this.#timeLeft = new TimeLeft(fitsLeft(runs), this.workers, maxEpochs);
    const [first] = runs;
    // A search makes many runs: its first is shown, the others are in the Runs view.
    if (first && this.#call === 0) this.host.panels.open(first.folder);
  }

  fitStarted(run: StartedRun, target: string, index: number): void {
    const live = this.#live(run);
    this.host.panels.fit(live, live.start(target, index));
    this.host.store.progress(run.folder);
  }

  epoch(run: StartedRun, target: string, index: number, record: EpochRecord): void {
    const live = this.#live(run);
    live.epoch(target, index, record);
    this.host.panels.epoch(live, target, index, record);
    this.host.store.progress(run.folder);
    this.#timeLeft?.epoch({ run: run.folder, target, index }, record);
    const mse = record.validation.confusionMse.toFixed(3);
    const text = l10n.t('{0}: {1}, epoch {2}, confusion MSE {3}', run.record.model, target, record.epoch + 1, mse);
    this.#tell(text, false);
  }

  fitDone(run: StartedRun, record: FitRecord): void {
    const live = this.#live(run);
    this.host.panels.fit(live, live.done(record));
    this.#endFit(run, record.target, record.index, record.seconds);
  }

  fitFailed(run: StartedRun, target: string, index: number, error: Error): void {
    const live = this.#live(run);
    this.host.log.error(error);
    this.host.panels.fit(live, live.fail(target, index, error));
    this.#endFit(run, target, index, 0);
  }

  ended(run: StartedRun): void {
    this.host.store.changed(run.folder);
  }

  close(): void {
    this.host.status.hide();
    for (const { folder } of this.#runs.keys()) this.host.store.release(folder);
  }

  #endFit(run: StartedRun, target: string, index: number, seconds: number): void {
    this.#ended++;
    this.#timeLeft?.ended({ run: run.folder, target, index }, seconds);
    this.#tell(l10n.t('{0}: {1} done', run.record.model, target), true);
  }

  #tell(text: string, always: boolean): void {
    const now = Date.now();
    if (!always && now - this.#told < progressMilliseconds) return;
    this.#told = now;
    const share = (100 * (this.#call + (this.#fits === 0 ? 0 : this.#ended / this.#fits))) / this.#calls;
    const overall = this.#overall();
    this.progress.report({ message: `${overall}. ${text}`, increment: share - this.#share });
    this.#share = share;
    this.host.status.text = `$(sync~spin) ${overall}`;
    this.host.status.tooltip = text;
  }

  #overall(): string {
    const fits = this.#fitsText();
    if (this.#calls === 1) return fits;
    const args = [this.#call + 1, this.#calls, fits];
    return l10n.t({ message: 'Call {0} of {1}: {2}', args, comment: 'Of a search for settings; {2} = its fits' });
  }

  #fitsText(): string {
    const estimate = this.#ended < this.#fits ? this.#timeLeft?.estimate() : undefined;
    if (!estimate) return l10n.t('{0} of {1} fits', this.#ended, this.#fits);
    const duration = sayDuration(estimate.seconds);
    return estimate.atMost
      ? l10n.t('{0} of {1} fits, at most {2} left', this.#ended, this.#fits, duration)
      : l10n.t('{0} of {1} fits, about {2} left', this.#ended, this.#fits, duration);
  }

  #live(run: StartedRun): LiveRun {
    const live = this.#runs.get(run);
    if (!live) throw new Error(`nothing is known of the run ${path.basename(run.folder)}`);
    return live;
  }
}
