import * as vscode from 'vscode';
import { isExperiment } from '../files/experiment-name.ts';
import { type Host, lazy, registerCommands } from '../files/host.ts';
import { isPolicy } from '../files/policy-name.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import type { Runs } from '../runs/register.ts';
import { historyLanguages, isHistory } from './candidates.ts';
import type { HistoryDescriptions } from './history-descriptions.ts';
import type { HistoryEditor } from './history-editor.ts';
import type { LargeFiles } from './large-files.ts';

/** The histories, for the rooms above. */
export interface Histories {
  readonly descriptions: () => Promise<HistoryDescriptions>;
}

/** Opens the History panel of a file. `notice`: why, if the user did not open it. */
type Inspect = (file: string, notice?: string) => Promise<void>;

const selector = historyLanguages.map((language) => ({ language }));

/**
 * Registers the commands on histories, and has VS Code ask for hovers and the like in JSON files. The editor of histories is
 * loaded when the first one turns up; other JSON files are checked briefly.
 */
export function registerHistories(
  host: Host,
  loadFiles: () => Promise<WorkspaceFiles>,
  runs: Runs,
  inspect: Inspect,
): Histories {
  const { extensionUri, subscriptions, workspaceState } = host.context;
  const workerFile = host.file('dist', 'worker.js');
  /** Code lenses have changed. */
  const lenses = new vscode.EventEmitter<void>();
  const editor = lazy(async () => {
    const [{ HistoryEditor }, store] = await Promise.all([import('./history-editor.ts'), runs.store()]);
    const loaded = new HistoryEditor({
      extension: extensionUri,
      state: workspaceState,
      log: host.log,
      workerFile,
      predictionsFile: host.file('dist', 'predictions.js'),
      store,
      inspect,
      lensesChanged: () => lenses.fire(),
    });
    subscriptions.push(loaded);
    return loaded;
  });
  const descriptions = lazy(async () => {
    const [{ HistoryDescriptions }, files] = await Promise.all([import('./history-descriptions.ts'), loadFiles()]);
    return new HistoryDescriptions(workerFile, files);
  });

  subscriptions.push(
    lenses,
    registerCommands({
      showPredictions: async (uri?: vscode.Uri) => (await editor()).showPredictions(uri, true),
      hidePredictions: async (uri?: vscode.Uri) => (await editor()).showPredictions(uri, false),
      chooseRun: async (of?: vscode.Uri | string) =>
        (await editor()).chooseRun(typeof of === 'string' ? vscode.Uri.parse(of, true) : of),
      formatHistory: async (uri?: vscode.Uri) => (await editor()).formatHistory(uri),
      toggleHovers: async (of?: string) => {
        const { toggleHovers } = await import('./toggle-hovers.ts');
        await toggleHovers(of);
      },
      inspectHistory: async (uri?: vscode.Uri) => {
        const { chooseHistory } = await import('./choose-history.ts');
        const file = await chooseHistory(await loadFiles(), uri);
        if (file !== undefined) await inspect(file);
      },
    }),
    registerProviders(editor, lenses.event),
    watchOpened(editor, inspect),
  );
  return { descriptions };
}

const editorFor = (editor: () => Promise<HistoryEditor>, document: vscode.TextDocument) =>
  isHistory(document) ? editor() : undefined;

function registerProviders(load: () => Promise<HistoryEditor>, lensesChanged: vscode.Event<void>): vscode.Disposable {
  const { languages } = vscode;
  const editorOf = (document: vscode.TextDocument) => editorFor(load, document);
  return vscode.Disposable.from(
    // What is registered last is shown first.
    languages.registerHoverProvider(selector, {
      provideHover: async (document, position, token) =>
        (await editorOf(document))?.explanationHover(document, position, token),
    }),
    languages.registerHoverProvider(selector, {
      provideHover: async (document, position, token) => (await editorOf(document))?.hover(document, position, token),
    }),
    languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: lensesChanged,
      provideCodeLenses: async (document) => (await editorOf(document))?.lenses(document),
    }),
    languages.registerCodeActionsProvider(
      selector,
      { provideCodeActions: async (document, _, context) => (await editorOf(document))?.quickFixes(document, context) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

/** Loads the editor of histories as soon as one is open. */
function watchOpened(load: () => Promise<HistoryEditor>, inspect: Inspect): vscode.Disposable {
  const large = largeFiles(inspect);
  const look = (document: vscode.TextDocument): void =>
    void (isPolicy(document.fileName) ? load() : editorFor(load, document));
  // What is open already waits until the extension is active.
  const waiting = setImmediate(() => {
    vscode.workspace.textDocuments.forEach(look);
    for (const { tabs } of vscode.window.tabGroups.all) tabs.forEach(large);
  });
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => opened.forEach(large)),
    { dispose: () => clearImmediate(waiting) },
  );
}

/** Looks at tabs of JSON files that VS Code may keep from extensions. */
function largeFiles(inspect: Inspect): (tab: vscode.Tab) => void {
  let loaded: Promise<LargeFiles> | undefined;
  return ({ input }) => {
    if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== 'file') return;
    if (!/\.jsonl?$/.test(input.uri.path) || isExperiment(input.uri.path)) return;
    loaded ??= import('./large-files.ts').then(({ LargeFiles }) => new LargeFiles(inspect));
    void loaded.then((files) => files.look(input.uri));
  };
}
