import * as vscode from 'vscode';
import type { ExperimentLanguage } from './experiment-language.ts';

/** Registers what helps in experiment files; it is loaded when it is first asked for. */
export function registerExperimentProviders(load: () => Promise<ExperimentLanguage>): vscode.Disposable {
  const files: vscode.DocumentSelector = { pattern: '**/*.oap.json' };
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerCodeLensProvider(files, {
      provideCodeLenses: async (document) => {
        const { ExperimentLenses } = await import('./experiment-lenses.ts');
        return new ExperimentLenses().provideCodeLenses(document);
      },
    }),
    languages.registerCompletionItemProvider(
      files,
      { provideCompletionItems: async (...asked) => (await load()).provideCompletionItems(asked[0], asked[1]) },
      '"',
    ),
    languages.registerHoverProvider(files, {
      provideHover: async (document, position) => (await load()).provideHover(document, position),
    }),
    languages.registerCodeActionsProvider(
      files,
      { provideCodeActions: async (...asked) => (await load()).provideCodeActions(asked[0], asked[1], asked[2]) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    languages.registerDocumentLinkProvider(files, {
      provideDocumentLinks: async (document) => (await load()).provideDocumentLinks(document),
    }),
  );
}
