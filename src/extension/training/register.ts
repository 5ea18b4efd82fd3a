import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ProtocolName, RunRecord } from '../../protocol/run.ts';
import { type Host, lazy, registerCommands } from '../files/host.ts';
import { requireDisk } from '../files/require-disk.ts';
import type { Panels } from '../panels/register.ts';
import { type ExperimentArgument, folderOf, type RunArgument, uriOf } from '../runs/arguments.ts';
import type { Runs } from '../runs/register.ts';
import { requireTrust } from './require-trust.ts';
import type { TrainingHost } from './training-host.ts';

/** Registers the commands that train, and the tasks. What the commands return is for other extensions: the runs. */
export function registerTraining(host: Host, runs: Runs, panels: Panels): void {
  const { subscriptions } = host.context;
  const status = lazy(async () => {
    const { TrainingStatus } = await import('./training-status.ts');
    const item = vscode.window.createStatusBarItem('operatorActions.training', vscode.StatusBarAlignment.Left, 10);
    item.name = l10n.t('Operator Actions Training');
    item.command = 'operatorActions.runs.focus';
    subscriptions.push(item);
    return new TrainingStatus(item);
  });
  const trainingHost = async (): Promise<TrainingHost> => ({
    store: await runs.store(),
    panels: await panels.runs(),
    status: await status(),
    log: host.log,
    workerFile: host.file('dist', 'worker.js'),
  });

  /** The experiment that a command means, as its file says; undefined if there is none that can be trained. */
  async function chosenExperiment(of: ExperimentArgument | undefined) {
    if (!(await requireTrust())) return undefined;
    const { chooseExperiment, loadExperiment } = await import('../experiments/experiment-file.ts');
    const { files } = await runs.store();
    const file = await chooseExperiment(files, uriOf(files, of));
    const experiment = file && requireDisk(file) ? await loadExperiment(file) : undefined;
    return file && experiment && { file, experiment };
  }

  const train =
    (protocol: ProtocolName) =>
    async (of?: ExperimentArgument): Promise<RunRecord[]> => {
      const chosen = await chosenExperiment(of);
      if (!chosen) return [];
      const { file, experiment } = chosen;
      const { chooseModels } = await import('../experiments/experiment-file.ts');
      const models = await chooseModels(experiment, file, protocol, await (await runs.store()).list());
      if (!models) return [];
      const { trainInWindow } = await import('./trainer.ts');
      return trainInWindow(await trainingHost(), file, { experiment, models, protocol, earlier: 'continue' });
    };

  /** Searches the settings of a model. */
  async function tune(of?: ExperimentArgument): Promise<RunRecord[]> {
    const chosen = await chosenExperiment(of);
    if (!chosen) return [];
    const { chooseCalls, chooseTuned } = await import('../experiments/experiment-file.ts');
    const model = await chooseTuned(chosen.experiment);
    const calls = model && (await chooseCalls());
    if (!model || calls === undefined) return [];
    const { tuneInWindow } = await import('./trainer.ts');
    return tuneInWindow(await trainingHost(), chosen.file, chosen.experiment, model, calls);
  }

  /** Trains what a run is missing, or all of it as a new run. */
  async function repeat(
    folder: string | undefined,
    how: 'continueInWindow' | 'runAgainInWindow',
  ): Promise<RunRecord[]> {
    const { files } = await runs.store();
    if (folder === undefined || !requireDisk(files.uriOf(folder))) return [];
    const trainer = await import('./trainer.ts');
    return trainer[how](await trainingHost(), folder);
  }

  async function continueRun(run?: RunArgument): Promise<RunRecord[]> {
    if (!(await requireTrust())) return [];
    const { pickUnfinishedRun } = await import('../runs/pick-run.ts');
    return repeat(folderOf(run) ?? (await pickUnfinishedRun(await runs.store())), 'continueInWindow');
  }

  async function runAgain(run?: { folder: string }): Promise<RunRecord[]> {
    if (!(await requireTrust())) return [];
    const { pickRun } = await import('../runs/pick-run.ts');
    return repeat(
      run?.folder ?? (await pickRun(await runs.store(), l10n.t('Select a run to repeat'))),
      'runAgainInWindow',
    );
  }

  /** Cancels all that this window trains, also what only reads its history so far. */
  async function cancel(): Promise<void> {
    if ((await status()).cancel()) return;
    void vscode.window.showInformationMessage(l10n.t('No training is running in this window.'));
  }

  const tasks = lazy(async () => new (await import('./oap-tasks.ts')).OapTasks(host.file('dist', 'oap.js')));
  subscriptions.push(
    registerCommands({
      train: train('holdout'),
      select: train('cross-validation'),
      evaluate: train('repeated-test'),
      tune,
      continueRun,
      runAgain,
      cancel,
    }),
    vscode.tasks.registerTaskProvider('operatorActions', {
      provideTasks: async () => (await tasks()).provideTasks(),
      resolveTask: async (task) => (await tasks()).resolveTask(task),
    }),
  );
}
