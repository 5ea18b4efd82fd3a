import * as vscode from 'vscode';
import { historyLanguages, isHistory } from './candidates.ts';
import type { HistoryEditor } from './history-editor.ts';
import type { LargeFiles } from './large-files.ts';

const selector = historyLanguages.map((language) => ({ language }));

/**
 * Has VS Code ask for hovers and the like in JSON files. The editor of histories is loaded when the first one turns up; other
 * JSON files are looked at briefly.
 *
 * @param load    makes the editor, once
 * @param inspect opens the History panel of a file
 * @param lenses  is fired when code lenses have changed
 */
export function registerHistoryEditor(
  load: () => Promise<HistoryEditor>,
  inspect: (file: string, notice: string) => Promise<void>,
  lenses: vscode.EventEmitter<void>,
): vscode.Disposable {
  const editorFor = (document: vscode.TextDocument): Promise<HistoryEditor> | undefined =>
    isHistory(document) ? load() : undefined;
  const large = largeFiles(inspect);
  const subscriptions = [
    // What is registered last is shown first.
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position, token) =>
        (await editorFor(document))?.explanationHover(document, position, token),
    }),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position, token) => (await editorFor(document))?.hover(document, position, token),
    }),
    vscode.languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: lenses.event,
      provideCodeLenses: async (document) => (await editorFor(document))?.lenses(document),
    }),
    vscode.languages.registerCodeActionsProvider(
      selector,
      {
        provideCodeActions: async (document, _, context) => (await editorFor(document))?.quickFixes(document, context),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.workspace.onDidOpenTextDocument((document) => void editorFor(document)),
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
      for (const tab of opened) large(tab);
    }),
  ];
  // What is open already waits until the extension is active.
  const waiting = setImmediate(() => {
    for (const document of vscode.workspace.textDocuments) void editorFor(document);
    for (const { tabs } of vscode.window.tabGroups.all) for (const tab of tabs) large(tab);
  });
  return vscode.Disposable.from(...subscriptions, { dispose: () => clearImmediate(waiting) });
}

/** Looks at tabs of JSON files that VS Code may keep from extensions. */
function largeFiles(inspect: (file: string, notice: string) => Promise<void>): (tab: vscode.Tab) => void {
  let loaded: Promise<LargeFiles> | undefined;
  return ({ input }) => {
    if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== 'file') return;
    if (!/\.jsonl?$/.test(input.uri.path) || input.uri.path.endsWith('.oap.json')) return;
    loaded ??= import('./large-files.ts').then(({ LargeFiles }) => new LargeFiles(inspect));
    void loaded.then((files) => files.look(input.uri));
  };
}
