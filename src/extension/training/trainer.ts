import fs from 'node:fs';
import os from 'node:os';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { InputError } from '../../dataset/input-error.ts';
import { Cancelled } from '../../execution/cancelled.ts';
import type { Executor } from '../../execution/executor.ts';
import { localExecutor } from '../../execution/local-executor.ts';
import { CannotContinue, type EarlierPolicy, type TrainingRequest, trainModels } from '../../execution/train.ts';
import { type Trial, tuneModel } from '../../execution/tune.ts';
import { addModel } from '../../experiment/add-model.ts';
import type { Experiment } from '../../experiment/definition.ts';
import type { ModelSpecification } from '../../experiment/model-specification.ts';
import { placeError } from '../../experiment/place-error.ts';
import { readExperiment } from '../../experiment/read-experiment.ts';
import { type CheckedRun, experimentOfRun } from '../../experiment/read-specification.ts';
import { watchedFolds, watchesFolds } from '../../measures/watched-folds.ts';
import { finishedSelection, winnerText } from '../../measures/winner.ts';
import type { RunRecord } from '../../protocol/run.ts';
import { RunUnreadable, readRun } from '../../runs/read-run.ts';
import { runsFolder } from '../../runs/run-paths.ts';
import { experimentOf } from '../runs/run-store.ts';
import type { TrainingHost } from './training-host.ts';
import { WindowListener } from './window-listener.ts';

/**
 * Trains models of an experiment, with a cancellable progress, an item in the status bar, and the first run's panel next to
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
  const title =
    models.length === 1 ? l10n.t('Training {0}', models[0].name) : l10n.t('Training {0} models', models.length);
  return sessionInWindow(host, experimentFile, experiment, title, async ({ file, executor, listener, signal }) => {
    const request = { ...wanted, experimentFile: file, runs: runsFolder(file) };
    await trainModels(executor, request, listener.hear, signal);
    if (protocol === 'cross-validation' && models.length > 1) announceWinner(listener.records);
  });
}

/** Says which model of a selection is best. */
function announceWinner(runs: readonly RunRecord[]): void {
  const selection = finishedSelection(runs);
  if (!selection) return;
  const said = [
    l10n.t('Best model: {0}', winnerText(selection.standings, runs[0].targets.length)),
    ...(runs.some(watchesFolds) ? [watchedFolds()] : []),
  ];
  void vscode.window.showInformationMessage(said.join(' '));
}

/** Searches the settings of a model, and offers to add the best to the experiment. */
export async function tuneInWindow(
  host: TrainingHost,
  experimentFile: vscode.Uri,
  experiment: Experiment,
  specification: ModelSpecification,
  calls: number,
): Promise<RunRecord[]> {
  const title = l10n.t('Tuning {0}', specification.name);
  return sessionInWindow(host, experimentFile, experiment, title, async ({ file, executor, listener, signal }) => {
    const request = { experimentFile: file, experiment, specification, calls, runs: runsFolder(file), reuse: true };
    const { best, trials } = await tuneModel(executor, request, listener.hear, signal);
    if (best) void announceTuned(experimentFile, best, trials);
  });
}

/** Says what a search found, and offers to add it to the experiment. @param trials the first has the present settings */
async function announceTuned(experimentFile: vscode.Uri, best: Trial, trials: readonly Trial[]): Promise<void> {
  const score = best.score?.toFixed(4) ?? '';
  if (best === trials[0]) {
    const none = l10n.t('No other settings that were tried beat the present ones (confusion MSE {0}).', score);
    void vscode.window.showInformationMessage(none);
    return;
  }
  const add = l10n.t('Add to Experiment');
  const name = String(best.entry.name);
  const before = trials[0].score?.toFixed(4);
  const answer = await vscode.window.showInformationMessage(
    before === undefined
      ? l10n.t('{0} is best: confusion MSE {1}, mean over the targets.', name, score)
      : l10n.t('{0} is best: confusion MSE {1}, mean over the targets; {2} before.', name, score, before),
    add,
  );
  if (answer !== add) return;
  const document = await vscode.workspace.openTextDocument(experimentFile);
  const edit = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of addModel(document.getText(), best.entry)) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    edit.replace(experimentFile, range, content);
  }
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document);
}

interface WindowSession {
  /** Path of the experiment. */
  readonly file: string;
  readonly executor: Executor;
  readonly listener: WindowListener;
  readonly signal: AbortSignal;
}

/** Trains with a progress that can be cancelled, and says what went wrong. @returns the runs as they ended */
async function sessionInWindow(
  host: TrainingHost,
  experimentFile: vscode.Uri,
  experiment: Experiment,
  title: string,
  train: (session: WindowSession) => Promise<void>,
): Promise<RunRecord[]> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const workers = configuredWorkers();
      const executor = localExecutor(host.workerFile, workers, experiment, configuredTensorFlow());
      const listener = new WindowListener(host, progress, () => controller.abort(), workers);
      const file = experimentFile.fsPath;
      try {
        await train({ file, executor, listener, signal: controller.signal });
        for (const { model, state, error } of listener.records) {
          if (state === 'failed') {
            void vscode.window.showErrorMessage(
              error === undefined
                ? l10n.t('{0} failed: the log says more', model)
                : l10n.t('{0} failed: {1}', model, error),
            );
          }
        }
      } catch (error) {
        if (!(error instanceof Cancelled)) reportFailure(placed(error, file, experiment), host.log);
      } finally {
        listener.close();
        await executor.close();
      }
      return listener.records;
    },
  );
}

/** Does the fits that a run is missing, or says why it cannot continue. */
export function continueInWindow(host: TrainingHost, folder: string): Promise<RunRecord[]> {
  return repeatInWindow(host, folder, { only: folder });
}

/** Trains the same model under the same protocol again, as a new run, or reports why it cannot. */
export function runAgainInWindow(host: TrainingHost, folder: string): Promise<RunRecord[]> {
  return repeatInWindow(host, folder, 'ignore');
}

async function repeatInWindow(host: TrainingHost, folder: string, earlier: EarlierPolicy): Promise<RunRecord[]> {
  let run: CheckedRun;
  try {
    run = readRun(folder);
  } catch (error) {
    reportFailure(error, host.log);
    return [];
  }
  const file = experimentOf(folder, run.experimentFile);
  if (file === undefined) {
    void vscode.window.showWarningMessage(l10n.t('The experiment {0} was moved or deleted.', run.experimentFile));
    return [];
  }
  return trainInWindow(host, vscode.Uri.file(file), {
    experiment: experimentOfRun(run),
    models: [run.specification],
    protocol: run.protocol,
    earlier,
  });
}

function configuredWorkers(): number {
  const configured = vscode.workspace.getConfiguration('operatorActions').get<number>('workers', 0);
  return configured > 0 ? configured : os.availableParallelism();
}

/** Where `@tensorflow/tfjs-node` is installed, as the user's setting says: a workspace cannot set it. */
function configuredTensorFlow(): string | undefined {
  const configured = vscode.workspace.getConfiguration('operatorActions').inspect<string>('tfjsNode')?.globalValue;
  return configured === undefined || configured === '' ? undefined : configured;
}

/** An error of the experiment or its history with the place in the experiment where it can be fixed. */
function placed(error: unknown, file: string, experiment: Experiment): unknown {
  if (!(error instanceof InputError)) return error;
  const text = fs.readFileSync(file, 'utf8');
  return placeError(error, file, text, experiment, readExperiment(text));
}

function reportFailure(error: unknown, log: vscode.LogOutputChannel): void {
  if (error instanceof InputError || error instanceof CannotContinue || error instanceof RunUnreadable) {
    void vscode.window.showErrorMessage(error.message);
    return;
  }
  log.error(error instanceof Error ? error : String(error));
  const show = l10n.t('Show Log');
  const message = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(l10n.t('Training failed: {0}', message), show).then((answer) => {
    if (answer === show) log.show();
  });
}
