import * as vscode from 'vscode';
import type { ProtocolName, RunRecord } from '../protocol/run.ts';
import type { ListedRun } from '../runs/read-run.ts';
import type { ComparePanels } from './compare-panel.ts';
import type { ExperimentDiagnostics } from './experiment-diagnostics.ts';
import type { RunPanels } from './run-panels.ts';
import type { RunStore } from './run-store.ts';
import type { TrainingHost } from './trainer.ts';

/*
 * The entry of the extension. Nothing here may be slow: every part is loaded when it is first needed.
 */

export function activate(context: vscode.ExtensionContext): void {
  const window = new Window(context);
  context.subscriptions.push(
    window,
    vscode.commands.registerCommand('operatorActions.train', (uri?: vscode.Uri) => window.train(uri, 'holdout')),
    vscode.commands.registerCommand('operatorActions.select', (uri?: vscode.Uri) =>
      window.train(uri, 'cross-validation'),
    ),
    vscode.commands.registerCommand('operatorActions.evaluate', (uri?: vscode.Uri) =>
      window.train(uri, 'repeated-test'),
    ),
    vscode.commands.registerCommand('operatorActions.tune', (uri?: vscode.Uri) => window.tune(uri)),
    vscode.commands.registerCommand('operatorActions.continueRun', (run?: { folder: string }) =>
      window.continueRun(run),
    ),
    vscode.commands.registerCommand('operatorActions.cancel', () => window.cancel()),
    vscode.commands.registerCommand('operatorActions.openRun', (run?: { folder: string }) => window.openRun(run)),
    vscode.commands.registerCommand('operatorActions.deleteRun', (run?: ListedRun) => window.deleteRun(run)),
    vscode.commands.registerCommand('operatorActions.compareRuns', (folders?: readonly string[]) =>
      window.compareRuns(folders),
    ),
    vscode.commands.registerCommand('operatorActions.refreshRuns', () => window.refreshRuns()),
    vscode.commands.registerCommand('operatorActions.openSampleWorkspace', () => window.openSampleWorkspace()),
    vscode.languages.registerCodeLensProvider(
      { pattern: '**/*.oap.json' },
      {
        provideCodeLenses: async (document) => {
          const { ExperimentLenses } = await import('./experiment-lenses.ts');
          return new ExperimentLenses().provideCodeLenses(document);
        },
      },
    ),
    vscode.window.registerWebviewPanelSerializer('operatorActions.run', {
      deserializeWebviewPanel: (panel, state: unknown) => window.restore(panel, state),
    }),
    vscode.window.registerWebviewPanelSerializer('operatorActions.compare', {
      deserializeWebviewPanel: (panel, state: unknown) => window.restoreComparison(panel, state),
    }),
    vscode.workspace.onDidOpenTextDocument((document) => window.diagnose(document)),
  );
  for (const document of vscode.workspace.textDocuments) window.diagnose(document);
  window.showRuns();
}

/** What this window has loaded so far. */
class Window implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log = vscode.window.createOutputChannel('Operator Actions', { log: true });
  #runs: Promise<{ store: RunStore; panels: RunPanels }> | undefined;
  #comparisons: Promise<ComparePanels> | undefined;
  #diagnostics: Promise<ExperimentDiagnostics> | undefined;
  #status: vscode.StatusBarItem | undefined;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  dispose(): void {
    this.#log.dispose();
  }

  /** Trains models of an experiment under a protocol; gives other extensions the runs. */
  async train(uri: vscode.Uri | undefined, protocol: ProtocolName): Promise<RunRecord[]> {
    if (!(await requireTrust())) return [];
    const { chooseExperiment, chooseModels, loadExperiment } = await import('./experiment-file.ts');
    const file = await chooseExperiment(uri);
    const experiment = file && (await loadExperiment(file));
    if (!file || !experiment) return [];
    const { store } = await this.#loadRuns();
    const models = await chooseModels(experiment, file, protocol, await store.list());
    if (!models) return [];
    const { trainInWindow } = await import('./trainer.ts');
    return trainInWindow(await this.#trainingHost(), file, { experiment, models, protocol, earlier: 'continue' });
  }

  /** Searches the settings of a model. */
  async tune(uri: vscode.Uri | undefined): Promise<RunRecord[]> {
    if (!(await requireTrust())) return [];
    const { chooseCalls, chooseExperiment, chooseTuned, loadExperiment } = await import('./experiment-file.ts');
    const file = await chooseExperiment(uri);
    const experiment = file && (await loadExperiment(file));
    const model = experiment && (await chooseTuned(experiment));
    const calls = model && (await chooseCalls());
    if (!file || !experiment || !model || calls === undefined) return [];
    const { tuneInWindow } = await import('./trainer.ts');
    return tuneInWindow(await this.#trainingHost(), file, experiment, model, calls);
  }

  /** Does the fits that a run is missing. */
  async continueRun(run: { folder: string } | undefined): Promise<void> {
    if (!(await requireTrust())) return;
    const { store } = await this.#loadRuns();
    const { pickUnfinishedRun } = await import('./pick-run.ts');
    const folder = run?.folder ?? (await pickUnfinishedRun(store));
    if (folder === undefined) return;
    const { continueInWindow } = await import('./trainer.ts');
    await continueInWindow(await this.#trainingHost(), folder);
  }

  async cancel(): Promise<void> {
    const { store } = await this.#loadRuns();
    const running = store.training;
    if (running.length === 0) void vscode.window.showInformationMessage('Nothing is being trained in this window.');
    for (const run of running) run.cancel();
  }

  async openRun(run: { folder: string } | undefined): Promise<void> {
    const { store, panels } = await this.#loadRuns();
    const { pickRun } = await import('./pick-run.ts');
    const folder = run?.folder ?? (await pickRun(store, 'Run to open'));
    if (folder !== undefined) panels.open(folder);
  }

  async deleteRun(run: ListedRun | undefined): Promise<void> {
    const { store } = await this.#loadRuns();
    const { pickRun } = await import('./pick-run.ts');
    const folder = run?.folder ?? (await pickRun(store, 'Run to delete'));
    if (folder === undefined) return;
    if (store.training.some((live) => live.folder === folder)) {
      void vscode.window.showWarningMessage('This run is being trained. Cancel it before deleting it.');
      return;
    }
    const really = 'Delete';
    const detail = 'Its folder with the models, curves and predictions is removed from the disk.';
    const answer = await vscode.window.showWarningMessage('Delete this run?', { modal: true, detail }, really);
    if (answer === really) store.delete(folder);
  }

  async refreshRuns(): Promise<void> {
    (await this.#loadRuns()).store.refresh();
  }

  async openSampleWorkspace(): Promise<void> {
    const { openSampleWorkspace } = await import('./sample-workspace.ts');
    await openSampleWorkspace(this.#context.extensionUri);
  }

  /** Fills a panel that VS Code restored; one that belongs to no run any more says so itself. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { panels } = await this.#loadRuns();
    const folder = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : undefined;
    if (typeof folder === 'string') panels.adopt(panel, folder);
    else panel.dispose();
  }

  /** Shows runs side by side: those of these folders, or those that are chosen now. */
  async compareRuns(folders: readonly string[] | undefined): Promise<void> {
    const { store } = await this.#loadRuns();
    const { pickRuns } = await import('./compare-panel.ts');
    const compared = folders && folders.length > 0 ? folders : await pickRuns(store);
    if (compared) (await this.#loadComparisons()).open(compared);
  }

  /** Fills a comparison that VS Code restored. */
  async restoreComparison(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : undefined;
    (await this.#loadComparisons()).adopt(panel, kept);
  }

  /** The Runs view fills itself when it is shown. */
  showRuns(): void {
    const pending = new vscode.EventEmitter<void>();
    const provider = this.#lazyRunsView(pending);
    this.#context.subscriptions.push(pending, vscode.window.registerTreeDataProvider('operatorActions.runs', provider));
  }

  diagnose(document: vscode.TextDocument): void {
    if (!document.fileName.endsWith('.oap.json')) return;
    this.#diagnostics ??= import('./experiment-diagnostics.ts').then(({ ExperimentDiagnostics }) => {
      const diagnostics = new ExperimentDiagnostics();
      this.#context.subscriptions.push(diagnostics);
      return diagnostics;
    });
  }

  #lazyRunsView(changed: vscode.EventEmitter<void>): vscode.TreeDataProvider<ListedRun> {
    const view = async () => {
      const { store } = await this.#loadRuns();
      const { RunsView } = await import('./runs-view.ts');
      const loaded = new RunsView(store);
      this.#context.subscriptions.push(
        loaded,
        loaded.onDidChangeTreeData(() => changed.fire()),
      );
      return loaded;
    };
    let loaded: ReturnType<typeof view> | undefined;
    const load = () => (loaded ??= view());
    return {
      onDidChangeTreeData: changed.event,
      getChildren: async (element) => (await load()).getChildren(element),
      getTreeItem: async (element) => (await load()).getTreeItem(element),
    };
  }

  #loadRuns(): Promise<{ store: RunStore; panels: RunPanels }> {
    this.#runs ??= (async () => {
      const [{ RunStore }, { RunPanels }] = await Promise.all([import('./run-store.ts'), import('./run-panels.ts')]);
      const store = new RunStore();
      const panels = new RunPanels(this.#context.extensionUri, store, this.#log);
      this.#context.subscriptions.push(store, panels);
      return { store, panels };
    })();
    return this.#runs;
  }

  #loadComparisons(): Promise<ComparePanels> {
    this.#comparisons ??= (async () => {
      const [{ store }, { ComparePanels }] = await Promise.all([this.#loadRuns(), import('./compare-panel.ts')]);
      const panels = new ComparePanels(this.#context.extensionUri, store, this.#log);
      this.#context.subscriptions.push(panels);
      return panels;
    })();
    return this.#comparisons;
  }

  async #trainingHost(): Promise<TrainingHost> {
    const { store, panels } = await this.#loadRuns();
    const workerFile = this.#file('dist', 'worker.js');
    return { store, panels, status: this.#statusItem(), log: this.#log, workerFile };
  }

  #statusItem(): vscode.StatusBarItem {
    if (!this.#status) {
      this.#status = vscode.window.createStatusBarItem('operatorActions.training', vscode.StatusBarAlignment.Left, 10);
      this.#status.name = 'Operator Actions Training';
      this.#status.command = 'operatorActions.runs.focus';
      this.#context.subscriptions.push(this.#status);
    }
    return this.#status;
  }

  #file(...segments: string[]): string {
    return vscode.Uri.joinPath(this.#context.extensionUri, ...segments).fsPath;
  }
}

async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  await vscode.window.showWarningMessage('Training runs on data of this workspace: trust the workspace first.');
  return false;
}
