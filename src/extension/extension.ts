import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ProtocolName, RunRecord } from '../protocol/run.ts';
import type { LanguageModelTools } from './assistants/language-model-tools.ts';
import type { ExperimentDiagnostics } from './experiments/experiment-diagnostics.ts';
import type { ExperimentLanguage } from './experiments/experiment-language.ts';
import { registerExperimentProviders } from './experiments/experiment-providers.ts';
import type { WorkspaceFiles } from './files/workspace-files.ts';
import type { HistoryDescriptions } from './histories/history-descriptions.ts';
import type { HistoryEditor } from './histories/history-editor.ts';
import { registerHistoryEditor } from './histories/register.ts';
import type { ComparePanels } from './panels/compare-panel.ts';
import type { HistoryPanels } from './panels/history-panel.ts';
import type { RunPanels } from './panels/run-panels.ts';
import type { RunStore } from './runs/run-store.ts';
import type { Node, RunsView } from './runs/runs-view.ts';
import type { OapTasks } from './training/oap-tasks.ts';
import type { TrainingHost } from './training/trainer.ts';
import type { TrainingStatus } from './training/training-status.ts';

/*
 * The entry of the extension. Nothing here may be slow: every part is loaded when it is first needed.
 */

export function activate(context: vscode.ExtensionContext): void {
  // First: parts that are loaded have texts in constants.
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const window = new Window(context);
  context.subscriptions.push(
    window,
    vscode.commands.registerCommand('operatorActions.train', (of?: ExperimentArgument) => window.train(of, 'holdout')),
    vscode.commands.registerCommand('operatorActions.select', (of?: ExperimentArgument) =>
      window.train(of, 'cross-validation'),
    ),
    vscode.commands.registerCommand('operatorActions.evaluate', (of?: ExperimentArgument) =>
      window.train(of, 'repeated-test'),
    ),
    vscode.commands.registerCommand('operatorActions.tune', (of?: ExperimentArgument) => window.tune(of)),
    vscode.commands.registerCommand('operatorActions.inspectHistory', (uri?: vscode.Uri) => window.inspectHistory(uri)),
    vscode.commands.registerCommand('operatorActions.showPredictions', (uri?: vscode.Uri) =>
      window.onHistories((editor) => editor.showPredictions(uri, true)),
    ),
    vscode.commands.registerCommand('operatorActions.hidePredictions', (uri?: vscode.Uri) =>
      window.onHistories((editor) => editor.showPredictions(uri, false)),
    ),
    vscode.commands.registerCommand('operatorActions.chooseRun', (of?: vscode.Uri | string) =>
      window.onHistories((editor) => editor.chooseRun(typeof of === 'string' ? vscode.Uri.parse(of, true) : of)),
    ),
    vscode.commands.registerCommand('operatorActions.formatHistory', (uri?: vscode.Uri) =>
      window.onHistories((editor) => editor.formatHistory(uri)),
    ),
    vscode.commands.registerCommand('operatorActions.toggleHovers', (of?: string) => toggleHovers(of)),
    vscode.commands.registerCommand('operatorActions.openSample', (folder: string, target: string, name: string) =>
      window.openSample(folder, target, name),
    ),
    vscode.commands.registerCommand('operatorActions.continueRun', (run?: RunArgument) => window.continueRun(run)),
    vscode.commands.registerCommand('operatorActions.runAgain', (run?: { folder: string }) => window.runAgain(run)),
    vscode.commands.registerCommand('operatorActions.cancel', () => window.cancel()),
    vscode.commands.registerCommand('operatorActions.openRun', (run?: RunArgument) => window.openRun(run)),
    vscode.commands.registerCommand('operatorActions.deleteRun', (...runs: RunsArguments) =>
      window.onRuns(l10n.t('Run to delete'), runs, ({ deleteRuns }, store, folders) => deleteRuns(store, folders)),
    ),
    vscode.commands.registerCommand('operatorActions.starRun', (...runs: RunsArguments) =>
      window.onRuns(l10n.t('Run to star'), runs, ({ starRuns }, store, folders) => starRuns(store, folders, true)),
    ),
    vscode.commands.registerCommand('operatorActions.unstarRun', (...runs: RunsArguments) =>
      window.onRuns(l10n.t('Star to take off'), runs, ({ starRuns }, store, folders) =>
        starRuns(store, folders, false),
      ),
    ),
    vscode.commands.registerCommand('operatorActions.renameRun', (...runs: RunsArguments) =>
      window.onRuns(l10n.t('Run to rename'), runs, ({ renameRun }, store, [folder]) => renameRun(store, folder)),
    ),
    vscode.commands.registerCommand('operatorActions.noteRun', (...runs: RunsArguments) =>
      window.onRuns(l10n.t('Run to note something on'), runs, ({ noteRun }, store, [folder]) => noteRun(store, folder)),
    ),
    vscode.commands.registerCommand('operatorActions.exportModels', (run?: RunArgument) => window.exportModels(run)),
    vscode.commands.registerCommand('operatorActions.filterRuns', () => window.onView((view) => view.chooseFilter())),
    vscode.commands.registerCommand('operatorActions.clearRunFilter', () =>
      window.onView((view) => view.setFilter('')),
    ),
    vscode.commands.registerCommand('operatorActions.sortRuns', () => window.onView((view) => view.chooseOrder())),
    vscode.commands.registerCommand('operatorActions.compareChecked', () =>
      window.onView((view) => vscode.commands.executeCommand('operatorActions.compareRuns', view.checked)),
    ),
    vscode.commands.registerCommand('operatorActions.compareRuns', (of?: readonly string[] | ExperimentArgument) =>
      window.compareRuns(of),
    ),
    vscode.commands.registerCommand('operatorActions.newExperiment', (history?: vscode.Uri) =>
      window.newExperiment(history),
    ),
    vscode.commands.registerCommand('operatorActions.exportReport', (...runs: ReportArguments) =>
      window.exportReport(runs),
    ),
    vscode.commands.registerCommand('operatorActions.refreshRuns', () => window.refreshRuns()),
    vscode.commands.registerCommand('operatorActions.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`),
    ),
    vscode.commands.registerCommand('operatorActions.openSampleWorkspace', () => window.openSampleWorkspace()),
    registerExperimentProviders(() => window.loadLanguage()),
    vscode.lm.registerTool('operatorActions_runMetrics', {
      invoke: async ({ input }) => (await window.loadTools()).runMetrics(input),
    }),
    vscode.lm.registerTool('operatorActions_historyStatistics', {
      invoke: async ({ input }) => (await window.loadTools()).historyStatistics(input),
    }),
    vscode.lm.registerTool('operatorActions_predictTask', {
      invoke: async ({ input }) => (await window.loadTools()).predictTask(input),
    }),
    vscode.tasks.registerTaskProvider('operatorActions', {
      provideTasks: async () => (await window.loadTasks()).provideTasks(),
      resolveTask: async (task) => (await window.loadTasks()).resolveTask(task),
    }),
    vscode.window.registerWebviewPanelSerializer('operatorActions.run', {
      deserializeWebviewPanel: (panel, state: unknown) => window.restore(panel, state),
    }),
    vscode.window.registerWebviewPanelSerializer('operatorActions.history', {
      deserializeWebviewPanel: (panel, state: unknown) => window.restoreHistory(panel, state),
    }),
    vscode.window.registerWebviewPanelSerializer('operatorActions.compare', {
      deserializeWebviewPanel: (panel, state: unknown) => window.restoreComparison(panel, state),
    }),
    vscode.workspace.onDidOpenTextDocument((document) => window.diagnose(document)),
    registerHistoryEditor(
      () => window.loadHistoryEditor(),
      (file, notice) => window.inspectFile(file, notice),
      window.historyLenses,
    ),
  );
  for (const document of vscode.workspace.textDocuments) window.diagnose(document);
  window.showRuns();
}

type RunCommands = typeof import('./runs/run-commands.ts');
/** What menus give to commands on experiments: a file, or its node in the Runs view. */
type ExperimentArgument = vscode.Uri | Node;
/** What menus and other parts give to commands on one run. */
type RunArgument = { readonly folder: string } | Node;
/** What menus give to commands on runs: the node, and all that are selected if it is among them; keys mean the selection. */
type RunsArguments = readonly [first?: Node | 'selection', all?: readonly Node[]];

/** The same, or the folders of the runs. */
type ReportArguments = RunsArguments | readonly [folders: readonly string[]];

function uriOf(files: WorkspaceFiles, argument: ExperimentArgument | undefined): vscode.Uri | undefined {
  if (!argument || argument instanceof vscode.Uri) return argument;
  return argument.kind === 'experiment' ? files.uriOf(argument.file) : undefined;
}

/** What a page kept as its identity. */
function identityOf(state: unknown): string | undefined {
  const identity = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : undefined;
  return typeof identity === 'string' ? identity : undefined;
}

function isFolders(argument: ReportArguments[0]): argument is readonly string[] {
  return Array.isArray(argument);
}

function folderOf(argument: RunArgument | undefined): string | undefined {
  if (!argument) return undefined;
  if ('folder' in argument) return argument.folder;
  return argument.kind === 'run' ? argument.shown.folder : undefined;
}

async function pickOne(store: RunStore, placeHolder: string): Promise<string[]> {
  const { pickRun } = await import('./runs/pick-run.ts');
  const folder = await pickRun(store, placeHolder);
  return folder === undefined ? [] : [folder];
}

/** What this window has loaded so far. */
class Window implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log = vscode.window.createOutputChannel(l10n.t('Operator Actions'), { log: true });
  #files: Promise<WorkspaceFiles> | undefined;
  #runs: Promise<{ store: RunStore; panels: RunPanels }> | undefined;
  #comparisons: Promise<ComparePanels> | undefined;
  #diagnostics: Promise<ExperimentDiagnostics> | undefined;
  #status: Promise<TrainingStatus> | undefined;
  #runsTree:
    | { readonly view: vscode.TreeView<Node>; readonly changed: vscode.EventEmitter<Node | undefined> }
    | undefined;
  #runsView: Promise<RunsView> | undefined;
  #histories: Promise<HistoryPanels> | undefined;
  #descriptions: Promise<HistoryDescriptions> | undefined;
  #language: Promise<ExperimentLanguage> | undefined;
  #historyEditor: Promise<HistoryEditor> | undefined;
  /** Code lenses of histories have changed. */
  readonly historyLenses = new vscode.EventEmitter<void>();

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  dispose(): void {
    this.#log.dispose();
    this.historyLenses.dispose();
  }

  /** Trains models of an experiment under a protocol; gives other extensions the runs. */
  async train(of: ExperimentArgument | undefined, protocol: ProtocolName): Promise<RunRecord[]> {
    if (!(await requireTrust())) return [];
    const { chooseExperiment, chooseModels, loadExperiment } = await import('./experiments/experiment-file.ts');
    const { store } = await this.#loadRuns();
    const file = await chooseExperiment(store.files, uriOf(store.files, of));
    if (!file || !requireDisk(file)) return [];
    const experiment = await loadExperiment(file);
    if (!experiment) return [];
    const models = await chooseModels(experiment, file, protocol, await store.list());
    if (!models) return [];
    const { trainInWindow } = await import('./training/trainer.ts');
    return trainInWindow(await this.#trainingHost(), file, { experiment, models, protocol, earlier: 'continue' });
  }

  /** Searches the settings of a model. */
  async tune(of: ExperimentArgument | undefined): Promise<RunRecord[]> {
    if (!(await requireTrust())) return [];
    const { chooseCalls, chooseExperiment, chooseTuned, loadExperiment } = await import(
      './experiments/experiment-file.ts'
    );
    const files = await this.#loadFiles();
    const file = await chooseExperiment(files, uriOf(files, of));
    if (!file || !requireDisk(file)) return [];
    const experiment = await loadExperiment(file);
    const model = experiment && (await chooseTuned(experiment));
    const calls = model && (await chooseCalls());
    if (!experiment || !model || calls === undefined) return [];
    const { tuneInWindow } = await import('./training/trainer.ts');
    return tuneInWindow(await this.#trainingHost(), file, experiment, model, calls);
  }

  /** Does the fits that a run is missing; gives other extensions the run. */
  async continueRun(run: RunArgument | undefined): Promise<RunRecord[]> {
    if (!(await requireTrust())) return [];
    const { store } = await this.#loadRuns();
    const { pickUnfinishedRun } = await import('./runs/pick-run.ts');
    const folder = folderOf(run) ?? (await pickUnfinishedRun(store));
    if (folder === undefined || !requireDisk(store.files.uriOf(folder))) return [];
    const { continueInWindow } = await import('./training/trainer.ts');
    return continueInWindow(await this.#trainingHost(), folder);
  }

  /** Trains what a run trained, as a new run, which it gives other extensions. */
  async runAgain(run: { folder: string } | undefined): Promise<RunRecord[]> {
    if (!(await requireTrust())) return [];
    const { store } = await this.#loadRuns();
    const { pickRun } = await import('./runs/pick-run.ts');
    const folder = run?.folder ?? (await pickRun(store, l10n.t('Run to make again')));
    if (folder === undefined || !requireDisk(store.files.uriOf(folder))) return [];
    const { runAgainInWindow } = await import('./training/trainer.ts');
    return runAgainInWindow(await this.#trainingHost(), folder);
  }

  /** Shows what is in a history. */
  async inspectHistory(uri: vscode.Uri | undefined): Promise<void> {
    const { chooseHistory } = await import('./experiments/history-file.ts');
    const file = await chooseHistory(await this.#loadFiles(), uri);
    if (file !== undefined) await this.inspectFile(file);
  }

  /** @param notice why it is shown, if nobody asked for it */
  async inspectFile(file: string, notice?: string): Promise<void> {
    (await this.#loadHistories()).open(file, notice);
  }

  async onHistories<T>(act: (editor: HistoryEditor) => Promise<T>): Promise<T> {
    return act(await this.loadHistoryEditor());
  }

  /** Writes an experiment for a history, and opens it. */
  async newExperiment(history: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
    const { newExperiment } = await import('./experiments/new-experiment.ts');
    return newExperiment(await this.#loadDescriptions(), history, requireDisk);
  }

  /** What helps in experiment files. */
  loadLanguage(): Promise<ExperimentLanguage> {
    this.#language ??= Promise.all([import('./experiments/experiment-language.ts'), this.#loadDescriptions()]).then(
      ([{ ExperimentLanguage }, descriptions]) => new ExperimentLanguage(descriptions),
    );
    return this.#language;
  }

  /** What assistants may ask. */
  async loadTools(): Promise<LanguageModelTools> {
    const [{ LanguageModelTools }, { store }, descriptions] = await Promise.all([
      import('./assistants/language-model-tools.ts'),
      this.#loadRuns(),
      this.#loadDescriptions(),
    ]);
    return new LanguageModelTools({
      store,
      histories: descriptions,
      state: this.#context.workspaceState,
      workerFile: this.#file('dist', 'worker.js'),
      predictionsFile: this.#file('dist', 'predictions.js'),
    });
  }

  async loadTasks(): Promise<OapTasks> {
    const { OapTasks } = await import('./training/oap-tasks.ts');
    return new OapTasks(this.#file('dist', 'oap.js'));
  }

  async restoreHistory(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const file = identityOf(state);
    if (file === undefined) panel.dispose();
    else (await this.#loadHistories()).adopt(panel, file);
  }

  /** Cancels all that this window trains, also what only reads its history so far. */
  async cancel(): Promise<void> {
    if (!(await this.#loadStatus()).cancel()) {
      void vscode.window.showInformationMessage(l10n.t('Nothing is being trained in this window.'));
    }
  }

  async openRun(run: RunArgument | undefined): Promise<void> {
    const { store, panels } = await this.#loadRuns();
    const { pickRun } = await import('./runs/pick-run.ts');
    const folder = folderOf(run) ?? (await pickRun(store, l10n.t('Run to open')));
    if (folder === undefined) return;
    await this.#fetch([folder]);
    panels.open(folder);
  }

  /** Writes a run's models for other tools. */
  async exportModels(run: RunArgument | undefined): Promise<vscode.Uri | undefined> {
    const folder =
      folderOf(run) ?? (await pickOne((await this.#loadRuns()).store, l10n.t('Run whose models to export')))[0];
    if (folder === undefined) return undefined;
    await this.#fetch([folder]);
    const { exportModels } = await import('./runs/export-models.ts');
    return exportModels(folder, this.#file('dist', 'oap.js'));
  }

  /** Shows a task among the samples of a run. */
  async openSample(folder: string, target: string, name: string): Promise<void> {
    await this.#fetch([folder]);
    (await this.#loadRuns()).panels.openSample(folder, target, name);
  }

  /** Does something with the runs under nodes of the Runs view, or with one that is picked. */
  async onRuns(
    placeHolder: string,
    [first, all]: RunsArguments,
    act: (commands: RunCommands, store: RunStore, folders: readonly string[]) => void | Promise<void>,
  ): Promise<void> {
    const { store } = await this.#loadRuns();
    const [commands, { foldersOf }] = await Promise.all([
      import('./runs/run-commands.ts'),
      import('./runs/runs-view.ts'),
    ]);
    const nodes = this.#nodesOf(first, all);
    const folders = nodes ? nodes.flatMap(foldersOf) : await pickOne(store, placeHolder);
    if (folders.length > 0 && folders.every((folder) => requireDisk(store.files.uriOf(folder)))) {
      await act(commands, store, [...new Set(folders)]);
    }
  }

  /** Undefined if a command was given none. */
  #nodesOf(first: RunsArguments[0], all: RunsArguments[1]): readonly Node[] | undefined {
    return first === 'selection' ? (this.#runsTree?.view.selection ?? []) : (all ?? (first ? [first] : undefined));
  }

  async onView(act: (view: RunsView) => unknown): Promise<void> {
    await act(await this.#loadRunsView());
  }

  async refreshRuns(): Promise<void> {
    (await this.#loadRuns()).store.refresh();
  }

  async openSampleWorkspace(): Promise<void> {
    const { openSampleWorkspace } = await import('./experiments/sample-workspace.ts');
    await openSampleWorkspace(this.#context.extensionUri);
  }

  /** Fills a panel that VS Code restored; one that belongs to no run any more says so itself. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { panels } = await this.#loadRuns();
    const folder = identityOf(state);
    if (folder === undefined) {
      panel.dispose();
      return;
    }
    await this.#fetch([folder]);
    panels.adopt(panel, folder);
  }

  /** Shows runs side by side: those of these folders, or those that are chosen now, of an experiment if one is given. */
  async compareRuns(of: readonly string[] | ExperimentArgument | undefined): Promise<void> {
    const { store } = await this.#loadRuns();
    const { pickRuns } = await import('./panels/compare-panel.ts');
    const folders = Array.isArray(of) ? (of as readonly string[]) : [];
    const experiment = Array.isArray(of) ? undefined : this.#pathOf(store.files, of as ExperimentArgument | undefined);
    const compared =
      folders.length > 0
        ? folders
        : await pickRuns(store, {
            placeHolder: l10n.t('Runs to compare'),
            ...(experiment !== undefined && { experiment }),
          });
    if (!compared) return;
    await this.#fetch(compared);
    (await this.#loadComparisons()).open(compared);
  }

  /** Writes a report of the runs under nodes of the Runs view, of those of these folders, or of those that are chosen now. */
  async exportReport([first, all]: ReportArguments): Promise<vscode.Uri | undefined> {
    const { store } = await this.#loadRuns();
    const [{ exportReport }, { pickRuns }, { foldersOf }] = await Promise.all([
      import('./panels/export-report.ts'),
      import('./panels/compare-panel.ts'),
      import('./runs/runs-view.ts'),
    ]);
    const given = isFolders(first) ? first : this.#nodesOf(first, all)?.flatMap(foldersOf);
    const folders = given ?? (await pickRuns(store, { placeHolder: l10n.t('Runs of the report') })) ?? [];
    if (folders.length === 0) return undefined;
    await this.#fetch(folders);
    const { extensionUri } = this.#context;
    return exportReport(extensionUri, store.files, this.#file('dist', 'worker.js'), [...new Set(folders)]);
  }

  /** Fills a comparison that VS Code restored. */
  async restoreComparison(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : undefined;
    (await this.#loadComparisons()).adopt(panel, kept);
  }

  /** The Runs view fills itself when it is shown. */
  showRuns(): void {
    const changed = new vscode.EventEmitter<Node | undefined>();
    const view = vscode.window.createTreeView<Node>('operatorActions.runs', {
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getChildren: async (node) => (await this.#loadRunsView()).getChildren(node),
        getTreeItem: async (node) => (await this.#loadRunsView()).getTreeItem(node),
      },
      canSelectMany: true,
      manageCheckboxStateManually: true,
      showCollapseAll: true,
    });
    view.onDidChangeCheckboxState(({ items }) => this.onView((runs) => runs.check(items)));
    this.#runsTree = { view, changed };
    this.#context.subscriptions.push(changed, view);
  }

  diagnose(document: vscode.TextDocument): void {
    if (!document.fileName.endsWith('.oap.json')) return;
    this.#diagnostics ??= Promise.all([
      import('./experiments/experiment-diagnostics.ts'),
      this.#loadDescriptions(),
    ]).then(([{ ExperimentDiagnostics }, descriptions]) => {
      const diagnostics = new ExperimentDiagnostics(descriptions);
      this.#context.subscriptions.push(diagnostics);
      return diagnostics;
    });
  }

  #loadFiles(): Promise<WorkspaceFiles> {
    this.#files ??= import('./files/workspace-files.ts').then(({ WorkspaceFiles }) => {
      const { storageUri, globalStorageUri } = this.#context;
      return new WorkspaceFiles(vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'virtual').fsPath, this.#log);
    });
    return this.#files;
  }

  /** Has everything at hand of runs that are looked at next. */
  async #fetch(folders: readonly string[]): Promise<void> {
    const { store } = await this.#loadRuns();
    if (!folders.some((folder) => store.files.isCopy(folder))) return;
    const options = { location: vscode.ProgressLocation.Window, title: l10n.t('Fetching runs') };
    await vscode.window.withProgress(options, () => Promise.all(folders.map((folder) => store.fetch(folder))));
  }

  #pathOf(files: WorkspaceFiles, of: ExperimentArgument | undefined): string | undefined {
    const uri = uriOf(files, of);
    return uri && files.pathOf(uri);
  }

  #loadDescriptions(): Promise<HistoryDescriptions> {
    this.#descriptions ??= Promise.all([import('./histories/history-descriptions.ts'), this.#loadFiles()]).then(
      ([{ HistoryDescriptions }, files]) => new HistoryDescriptions(this.#file('dist', 'worker.js'), files),
    );
    return this.#descriptions;
  }

  loadHistoryEditor(): Promise<HistoryEditor> {
    this.#historyEditor ??= (async () => {
      const [{ store }, { HistoryEditor }] = await Promise.all([
        this.#loadRuns(),
        import('./histories/history-editor.ts'),
      ]);
      const editor = new HistoryEditor({
        extension: this.#context.extensionUri,
        state: this.#context.workspaceState,
        log: this.#log,
        workerFile: this.#file('dist', 'worker.js'),
        predictionsFile: this.#file('dist', 'predictions.js'),
        store,
        inspect: (file, notice) => this.inspectFile(file, notice),
        requireDisk: (file) => requireDisk(store.files.uriOf(file)),
        lensesChanged: () => this.historyLenses.fire(),
      });
      this.#context.subscriptions.push(editor);
      return editor;
    })();
    return this.#historyEditor;
  }

  #loadHistories(): Promise<HistoryPanels> {
    this.#histories ??= Promise.all([import('./panels/history-panel.ts'), this.#loadFiles()]).then(
      ([{ HistoryPanels }, files]) =>
        new HistoryPanels(this.#context.extensionUri, this.#file('dist', 'worker.js'), this.#log, files),
    );
    return this.#histories;
  }

  #loadRunsView(): Promise<RunsView> {
    this.#runsView ??= (async () => {
      if (!this.#runsTree) throw new Error('the Runs view is not there');
      const { view, changed } = this.#runsTree;
      const { store } = await this.#loadRuns();
      const { RunsView } = await import('./runs/runs-view.ts');
      const loaded = new RunsView(store, view, this.#context.workspaceState);
      this.#context.subscriptions.push(
        loaded,
        loaded.onDidChangeTreeData((node) => changed.fire(node)),
      );
      return loaded;
    })();
    return this.#runsView;
  }

  #loadRuns(): Promise<{ store: RunStore; panels: RunPanels }> {
    this.#runs ??= (async () => {
      const [{ RunStore }, { RunPanels }, files] = await Promise.all([
        import('./runs/run-store.ts'),
        import('./panels/run-panels.ts'),
        this.#loadFiles(),
      ]);
      const store = new RunStore(files);
      const panels = new RunPanels(this.#context.extensionUri, store, this.#file('dist', 'worker.js'), this.#log);
      this.#context.subscriptions.push(store, panels);
      return { store, panels };
    })();
    return this.#runs;
  }

  #loadComparisons(): Promise<ComparePanels> {
    this.#comparisons ??= (async () => {
      const [{ store }, { ComparePanels }] = await Promise.all([this.#loadRuns(), import('./panels/compare-panel.ts')]);
      const panels = new ComparePanels(this.#context.extensionUri, store, this.#log);
      this.#context.subscriptions.push(panels);
      return panels;
    })();
    return this.#comparisons;
  }

  async #trainingHost(): Promise<TrainingHost> {
    const [{ store, panels }, status] = await Promise.all([this.#loadRuns(), this.#loadStatus()]);
    const workerFile = this.#file('dist', 'worker.js');
    return { store, panels, status, log: this.#log, workerFile };
  }

  #loadStatus(): Promise<TrainingStatus> {
    this.#status ??= import('./training/training-status.ts').then(({ TrainingStatus }) => {
      const item = vscode.window.createStatusBarItem('operatorActions.training', vscode.StatusBarAlignment.Left, 10);
      item.name = l10n.t('Operator Actions Training');
      item.command = 'operatorActions.runs.focus';
      this.#context.subscriptions.push(item);
      return new TrainingStatus(item);
    });
    return this.#status;
  }

  #file(...segments: string[]): string {
    return vscode.Uri.joinPath(this.#context.extensionUri, ...segments).fsPath;
  }
}

async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = l10n.t('Manage Workspace Trust');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Training runs on data of this workspace: trust the workspace first.'),
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

/** Whether something is on the disk, where it can be trained on and written to; says so if it is not. */
function requireDisk({ scheme }: vscode.Uri): boolean {
  if (scheme === 'file') return true;
  void vscode.window.showWarningMessage(
    l10n.t(
      'This is not on a disk ({0}:). Experiments, runs and histories can be looked at; training and changing them needs a folder on a disk.',
      scheme,
    ),
  );
  return false;
}

/** @param of URI of the history whose hovers are meant; that of the active editor unless given */
async function toggleHovers(of?: string): Promise<void> {
  const document =
    vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === of) ?? vscode.window.activeTextEditor?.document;
  const settings = vscode.workspace.getConfiguration('operatorActions', document);
  const on = !settings.get<boolean>('hovers');
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const said = settings.inspect<boolean>('hovers');
  // Where the value comes from that counts now, the most special place first.
  const [target, ofLanguage] = (
    [
      [WorkspaceFolder, true, said?.workspaceFolderLanguageValue],
      [Workspace, true, said?.workspaceLanguageValue],
      [Global, true, said?.globalLanguageValue],
      [WorkspaceFolder, false, said?.workspaceFolderValue],
      [Workspace, false, said?.workspaceValue],
    ] as const
  ).find(([, , value]) => value !== undefined) ?? [Global, false];
  await settings.update('hovers', on, target, ofLanguage);
  vscode.window.setStatusBarMessage(
    on ? l10n.t('Hovers in histories are on') : l10n.t('Hovers in histories are off'),
    5000,
  );
}
