import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HistoryDocument } from './history-document.ts';
import type { HistoryDocuments } from './history-documents.ts';

export const problemSource = l10n.t('Operator Actions');

/** What is wrong with open histories, in the Problems view: some of it, and how much there is. */
export class HistoryProblems implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('operatorActions.histories');
  readonly #subscriptions: vscode.Disposable[];

  constructor(documents: HistoryDocuments) {
    this.#subscriptions = [
      this.#diagnostics,
      documents.onDidDescribe((history) => this.#show(history)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)),
    ];
    for (const history of documents.all) this.#show(history);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #show({ document, description }: HistoryDocument): void {
    // The other side of a comparison with git cannot be fixed.
    if (!description || document.isClosed || document.uri.scheme === 'git') return;
    const { faults, faultCount, problems, problemCount } = description;
    const shown = [
      ...faults.map((fault) => diagnostic(document, fault, vscode.DiagnosticSeverity.Error)),
      ...problems.map((problem) => diagnostic(document, problem, vscode.DiagnosticSeverity.Warning)),
    ];
    const more = faultCount + problemCount - shown.length;
    if (more > 0) {
      const message =
        more === 1
          ? l10n.t('1 more problem is not listed.')
          : l10n.t('{0} more problems are not listed.', more.toLocaleString('en'));
      shown.push(diagnostic(document, { line: 1, column: 1, message }, vscode.DiagnosticSeverity.Information));
    }
    this.#diagnostics.set(document.uri, shown);
  }
}

function diagnostic(
  document: vscode.TextDocument,
  { line, column, message }: { readonly line: number; readonly column: number; readonly message: string },
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const start = document.validatePosition(new vscode.Position(line - 1, column - 1));
  const rest = document.getText(new vscode.Range(start, start.translate(0, 200)));
  // A text in quotes, a number or word, or the sign that is there.
  const [token] = /^(?:"(?:[^"\\]|\\.)*"?|[^\s,:{}[\]"]+|.)/.exec(rest) ?? [''];
  const shown = new vscode.Diagnostic(new vscode.Range(start, start.translate(0, token.length)), message, severity);
  shown.source = problemSource;
  return shown;
}
