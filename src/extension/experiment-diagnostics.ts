import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { readExperiment } from '../experiment/read-experiment.ts';
import { isExperiment } from './experiment-file.ts';

/** Typing pauses this long before a file is checked. */
const pauseMilliseconds = 250;

/** What the JSON schema cannot say, in the Problems view: unknown names with the nearest known one, missing files. */
export class ExperimentDiagnostics implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('operatorActions');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      this.#diagnostics,
      vscode.workspace.onDidOpenTextDocument((document) => this.#check(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#check(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)),
    ];
    for (const document of vscode.workspace.textDocuments) this.#check(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (!isExperiment(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => this.#check(document), pauseMilliseconds),
    );
  }

  #check(document: vscode.TextDocument): void {
    if (!isExperiment(document) || document.isClosed) return;
    const { experiment, problems, locate } = readExperiment(document.getText());
    const found = problems.map(({ offset, length, message }) =>
      diagnostic(document, { offset, length }, message, vscode.DiagnosticSeverity.Error),
    );
    if (experiment && document.uri.scheme === 'file') {
      const history = path.resolve(path.dirname(document.fileName), experiment.history);
      if (!fs.existsSync(history)) {
        const message = l10n.t('there is no file {0} beside this experiment', experiment.history);
        found.push(diagnostic(document, locate(['history']), message, vscode.DiagnosticSeverity.Error));
      }
    }
    this.#diagnostics.set(document.uri, found);
  }
}

function diagnostic(
  document: vscode.TextDocument,
  { offset, length }: { offset: number; length: number },
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const result = new vscode.Diagnostic(range, message, severity);
  result.source = l10n.t('Operator Actions');
  return result;
}
