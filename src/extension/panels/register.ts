import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Host, lazy, registerCommands } from '../files/host.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import { type ExperimentArgument, folderOf, type RunArgument, type RunsArguments, uriOf } from '../runs/arguments.ts';
import type { Runs } from '../runs/register.ts';
import type { RunPanels } from './run-panels.ts';

/** The panels, for the rooms above. */
export interface Panels {
  readonly runs: () => Promise<RunPanels>;
  /**
   * Shows a history in its panel.
   *
   * @param notice why it is shown, if the user did not open it
   */
  inspect(file: string, notice?: string): Promise<void>;
}

/** What menus give to the command that exports a report, or the folders of the runs. */
type ReportArguments = RunsArguments | readonly [folders: readonly string[]];

/** Registers the panels of runs, comparisons and histories, and the commands that open them. */
export function registerPanels(host: Host, loadFiles: () => Promise<WorkspaceFiles>, runs: Runs): Panels {
  const { extensionUri, subscriptions } = host.context;
  const worker = host.file('dist', 'worker.js');
  const runPanels = lazy(async () => {
    const [{ RunPanels }, store] = await Promise.all([import('./run-panels.ts'), runs.store()]);
    const panels = new RunPanels(extensionUri, store, worker, host.log);
    subscriptions.push(panels);
    return panels;
  });
  const comparisons = lazy(async () => {
    const [{ ComparePanels }, store] = await Promise.all([import('./compare-panel.ts'), runs.store()]);
    const panels = new ComparePanels(extensionUri, store, host.log);
    subscriptions.push(panels);
    return panels;
  });
  const histories = lazy(async () => {
    const [{ HistoryPanels }, files] = await Promise.all([import('./history-panel.ts'), loadFiles()]);
    return new HistoryPanels(extensionUri, worker, host.log, files);
  });

  async function openRun(run?: RunArgument): Promise<void> {
    const { pickRun } = await import('../runs/pick-run.ts');
    const folder = folderOf(run) ?? (await pickRun(await runs.store(), l10n.t('Select a run to open')));
    if (folder === undefined) return;
    await runs.fetch([folder]);
    (await runPanels()).open(folder);
  }

  async function openSample(folder: string, target: string, name: string): Promise<void> {
    await runs.fetch([folder]);
    (await runPanels()).openSample(folder, target, name);
  }

  /** Shows runs side by side: those of these folders, or those that are chosen now, of an experiment if one is given. */
  async function compareRuns(of?: readonly string[] | ExperimentArgument): Promise<void> {
    const given = isFolders(of) ? of : [];
    const compared = given.length > 0 ? given : await chooseCompared(isFolders(of) ? undefined : of);
    if (!compared) return;
    await runs.fetch(compared);
    (await comparisons()).open(compared);
  }

  async function chooseCompared(of: ExperimentArgument | undefined): Promise<string[] | undefined> {
    const [store, { pickRuns }] = await Promise.all([runs.store(), import('../runs/pick-run.ts')]);
    const uri = uriOf(store.files, of);
    const experiment = uri && store.files.pathOf(uri);
    return pickRuns(store, {
      placeHolder: l10n.t('Select runs to compare'),
      ...(experiment !== undefined && { experiment }),
    });
  }

  /** Writes a report of the runs under nodes of the Runs view, of those of these folders, or of those that are chosen now. */
  async function exportReport(...[first, all]: ReportArguments): Promise<vscode.Uri | undefined> {
    const [store, { exportReport: write }, { pickRuns }] = await Promise.all([
      runs.store(),
      import('./export-report.ts'),
      import('../runs/pick-run.ts'),
    ]);
    const given = isFolders(first) ? first : await runs.foldersOf([first, all]);
    const folders = given ?? (await pickRuns(store, { placeHolder: l10n.t('Select runs for the report') })) ?? [];
    if (folders.length === 0) return undefined;
    await runs.fetch(folders);
    return write(extensionUri, store.files, worker, [...new Set(folders)]);
  }

  /** Fills a panel that VS Code restored. */
  const restore = (kind: string, fill: (panel: vscode.WebviewPanel, identity: string) => Promise<void>) =>
    vscode.window.registerWebviewPanelSerializer(`operatorActions.${kind}`, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const identity = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : '';
        if (typeof identity === 'string' && identity !== '') await fill(panel, identity);
        else panel.dispose();
      },
    });

  subscriptions.push(
    registerCommands({ openRun, openSample, compareRuns, exportReport }),
    restore('run', async (panel, folder) => {
      await runs.fetch([folder]);
      (await runPanels()).adopt(panel, folder);
    }),
    restore('history', async (panel, file) => (await histories()).adopt(panel, file)),
    restore('compare', async (panel, folders) => (await comparisons()).adopt(panel, folders)),
  );
  return { runs: runPanels, inspect: async (file, notice) => (await histories()).open(file, notice) };
}

function isFolders(argument: unknown): argument is readonly string[] {
  return Array.isArray(argument);
}
