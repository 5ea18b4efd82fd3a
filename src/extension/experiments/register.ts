import * as vscode from 'vscode';
import { experimentPattern, isExperiment } from '../files/experiment-name.ts';
import { type Host, lazy, registerCommands } from '../files/host.ts';
import type { Histories } from '../histories/register.ts';
import type { ExperimentLanguage } from './experiment-language.ts';

/** Registers what helps in experiment files, and the commands that make them. */
export function registerExperiments(host: Host, { descriptions }: Histories): void {
  const { extension, extensionUri, subscriptions } = host.context;
  const language = lazy(async () => {
    const [{ ExperimentLanguage }, histories] = await Promise.all([import('./experiment-language.ts'), descriptions()]);
    return new ExperimentLanguage(histories);
  });
  const diagnostics = lazy(async () => {
    const [{ ExperimentDiagnostics }, histories] = await Promise.all([
      import('./experiment-diagnostics.ts'),
      descriptions(),
    ]);
    subscriptions.push(new ExperimentDiagnostics(histories));
  });
  const diagnose = ({ fileName }: vscode.TextDocument): void => {
    if (isExperiment(fileName)) void diagnostics();
  };
  subscriptions.push(
    registerCommands({
      newExperiment: async (history?: vscode.Uri) => {
        const { newExperiment } = await import('./create-experiment.ts');
        return newExperiment(await descriptions(), history);
      },
      openSampleWorkspace: async () => {
        const { openSampleWorkspace } = await import('./sample-workspace.ts');
        await openSampleWorkspace(extensionUri);
      },
      openWalkthrough: () =>
        vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#start`),
    }),
    registerProviders(language),
    vscode.workspace.onDidOpenTextDocument(diagnose),
  );
  vscode.workspace.textDocuments.forEach(diagnose);
}

function registerProviders(load: () => Promise<ExperimentLanguage>): vscode.Disposable {
  const files: vscode.DocumentSelector = { pattern: experimentPattern };
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
