import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { InputError } from '../dataset/input-error.ts';
import { Cancelled } from '../execution/cancelled.ts';
import type { LoadedDataset } from '../execution/executor.ts';
import { LocalExecutor } from '../execution/local-executor.ts';
import { fitsLeft, type StartedRun } from '../execution/run-in-progress.ts';
import { sayTimeLeft, TimeLeft } from '../execution/time-left.ts';
import { CannotContinue, type TrainingListener, type TrainingRequest, trainModels } from '../execution/train.ts';
import type { Experiment } from '../experiment/definition.ts';
import type { ModelSpecification } from '../experiment/model-specification.ts';
import { placeError } from '../experiment/place-error.ts';
import { readExperiment } from '../experiment/read-experiment.ts';
import type { EpochRecord, FitRecord, ProtocolName, RunRecord } from '../protocol/run.ts';
import { maxEpochsOf } from '../runs/max-epochs.ts';
import { RunUnreadable, readRun } from '../runs/read-run.ts';
import { runsFolder } from '../runs/run-paths.ts';
import { rankModels, winnerRule } from '../runs/winner.ts';
import { LiveRun } from './live-run.ts';
import type { RunPanels } from './run-panels.ts';
import { experimentOf, type RunStore } from './run-store.ts';

/** Texts of progress change at most this often. */
const progressMilliseconds = 200;

/** What other parts of the window must know of a training. */
export interface TrainingHost {
  readonly store: RunStore;
  readonly panels: RunPanels;
  readonly status: vscode.StatusBarItem;
  readonly log: vscode.LogOutputChannel;
  /** The worker's bundle. */
  readonly workerFile: string;
}

/**
 * Trains models of an experiment, with a cancellable progress, an item in the status bar, and the first run's panel beside
 * the editor.
 *
 * @returns the runs as they ended; empty if the training did not start or was cancelled before it had runs
 */
export async function trainInWindow(
  host: TrainingHost,
  experimentFile: vscode.Uri,
  wanted: Omit<TrainingRequest, 'experimentFile' | 'runs'>,
): Promise<RunRecord[]> {
  const { models, protocol, experiment } = wanted;
  const title = models.length === 1 ? `Training ${models[0].name}` : `Training ${models.length} models`;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const workers = configuredWorkers();
      const executor = new LocalExecutor(host.workerFile, workers);
      const listener = new WindowListener(host, progress, () => controller.abort(), workers);
      try {
        const file = experimentFile.fsPath;
        const request = { ...wanted, experimentFile: file, runs: runsFolder(file) };
        await trainModels(executor, request, listener, controller.signal);
        listener.sayEnd(protocol);
      } catch (error) {
        if (!(error instanceof Cancelled)) sayFailure(placed(error, experimentFile.fsPath, experiment), host.log);
      } finally {
        listener.close();
        await executor.close();
      }
      return listener.records;
    },
  );
}

/** Does the fits that a run is missing, or says why it cannot go on. */
export async function continueInWindow(host: TrainingHost, folder: string): Promise<void> {
  let run: RunRecord;
  try {
    run = readRun(folder);
  } catch (error) {
    sayFailure(error, host.log);
    return;
  }
  const file = experimentOf(folder, run.experimentFile);
  if (file === undefined) {
    void vscode.window.showWarningMessage(`The experiment ${run.experimentFile} is no longer where it was.`);
    return;
  }
  await trainInWindow(host, vscode.Uri.file(file), {
    experiment: run.experiment as Experiment,
    models: [run.specification as unknown as ModelSpecification],
    protocol: run.protocol,
    earlier: { only: folder },
  });
}

function configuredWorkers(): number {
  const configured = vscode.workspace.getConfiguration('operatorActions').get<number>('workers', 0);
  return configured > 0 ? configured : os.availableParallelism();
}

/** An error of the experiment or its history with the place in the experiment where it can be mended. */
function placed(error: unknown, file: string, experiment: Experiment): unknown {
  if (!(error instanceof InputError)) return error;
  const text = fs.readFileSync(file, 'utf8');
  return placeError(error, file, text, experiment, readExperiment(text));
}

function sayFailure(error: unknown, log: vscode.LogOutputChannel): void {
  if (error instanceof InputError || error instanceof CannotContinue || error instanceof RunUnreadable) {
    void vscode.window.showErrorMessage(error.message);
    return;
  }
  log.error(error instanceof Error ? error : String(error));
  const show = 'Show Log';
  const message = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(`Training failed: ${message}`, show).then((answer) => {
    if (answer === show) log.show();
  });
}

class WindowListener implements TrainingListener {
  readonly #runs = new Map<StartedRun, LiveRun>();
  #timeLeft: TimeLeft | undefined;
  #fits = 0;
  #ended = 0;
  #share = 0;
  #told = 0;

  constructor(
    readonly host: TrainingHost,
    readonly progress: vscode.Progress<{ message?: string; increment?: number }>,
    readonly cancel: () => void,
    readonly workers: number,
  ) {
    this.progress.report({ message: 'reading the history…' });
    this.host.status.text = '$(sync~spin) Training';
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
        `${skipped} tasks of the history were skipped because of ${problemCount} problems. The log lists them.`,
      );
    }
  }

  created(runs: readonly StartedRun[]): void {
    for (const run of runs) {
      const live = new LiveRun(run, this.cancel);
      this.#runs.set(run, live);
      this.host.store.add(live);
    }
    this.#fits = runs.reduce((sum, { record }) => sum + record.targets.length * record.fitsPerTarget, 0);
    const maxEpochs = Math.max(...[...this.#runs.keys()].map(({ record }) => maxEpochsOf(record)));
    this.#ended = runs.reduce((sum, { completed }) => sum + completed.length, 0);
    this.#timeLeft = new TimeLeft(fitsLeft(runs), this.workers, maxEpochs);
    const [first] = runs;
    if (first) this.host.panels.open(first.folder);
  }

  fitStarted(run: StartedRun, target: string, index: number): void {
    const live = this.#live(run);
    this.host.panels.fit(live, live.start(target, index));
  }

  epoch(run: StartedRun, target: string, index: number, record: EpochRecord): void {
    const live = this.#live(run);
    live.epoch(target, index, record);
    this.host.panels.epoch(live, target, index, record);
    this.#timeLeft?.epoch({ run: run.folder, target, index }, record);
    const text = `${run.record.model}: ${target}, epoch ${record.epoch + 1}, confusion MSE ${record.validation.confusionMse.toFixed(3)}`;
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

  /** Tells how it went: failures of single fits, and which model a selection chose. */
  sayEnd(protocol: ProtocolName): void {
    const [best] = protocol === 'cross-validation' ? rankModels(this.records) : [];
    if (best) void vscode.window.showInformationMessage(`Best model: ${best.model}. ${winnerRule}`);

    const failures = this.records.filter(({ state }) => state === 'failed');
    for (const { model, error } of failures) {
      void vscode.window.showErrorMessage(`${model} failed: ${error ?? 'the log says more'}`);
    }
  }

  close(): void {
    this.host.status.hide();
    for (const { folder } of this.#runs.keys()) this.host.store.release(folder);
  }

  #endFit(run: StartedRun, target: string, index: number, seconds: number): void {
    this.#ended++;
    this.#timeLeft?.ended({ run: run.folder, target, index }, seconds);
    this.#tell(`${run.record.model}: ${target} done`, true);
  }

  #tell(text: string, always: boolean): void {
    const now = Date.now();
    if (!always && now - this.#told < progressMilliseconds) return;
    this.#told = now;
    const share = this.#fits === 0 ? 0 : (100 * this.#ended) / this.#fits;
    const left = this.#timeLeft ? sayTimeLeft(this.#timeLeft) : '';
    const overall = `${this.#ended} of ${this.#fits} fits${left && this.#ended < this.#fits ? `, ${left}` : ''}`;
    this.progress.report({ message: `${overall}. ${text}`, increment: share - this.#share });
    this.#share = share;
    this.host.status.text = `$(sync~spin) ${overall}`;
    this.host.status.tooltip = text;
  }

  #live(run: StartedRun): LiveRun {
    const live = this.#runs.get(run);
    if (!live) throw new Error(`nothing is known of the run ${path.basename(run.folder)}`);
    return live;
  }
}
