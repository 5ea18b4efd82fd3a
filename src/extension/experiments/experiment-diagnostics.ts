import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HistoryProblem } from '../../experiment/history-mismatches.ts';
import { isExperiment } from '../files/experiment-name.ts';
import type { HistoryDescriptions } from '../histories/history-descriptions.ts';
import { experimentProblems, historyOfExperiment } from './experiment-problems.ts';

/** Typing pauses this long before a file is checked. */
const pauseMilliseconds = 250;

/**
 * What the JSON schema cannot say, in the Problems view: unknown names with the nearest known one, missing files, targets
 * and values that the history does not have.
 */
export class ExperimentDiagnostics implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('operatorActions');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(readonly histories: HistoryDescriptions) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.{json,jsonl}');
    const look = (uri: vscode.Uri): void => this.#checkUsersOf(uri);
    this.#subscriptions = [
      this.#diagnostics,
      watcher,
      watcher.onDidCreate(look),
      watcher.onDidChange(look),
      watcher.onDidDelete(look),
      vscode.workspace.onDidOpenTextDocument((document) => void this.#check(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)),
      vscode.workspace.onDidSaveTextDocument((document) => void this.#check(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)),
    ];
    for (const document of vscode.workspace.textDocuments) void this.#check(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (!isExperiment(document.fileName)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#check(document), pauseMilliseconds),
    );
  }

  /** A file has changed: checks the open experiments whose history it is. */
  #checkUsersOf(uri: vscode.Uri): void {
    const { files } = this.histories;
    const file = files.pathOf(uri);
    for (const document of vscode.workspace.textDocuments) {
      if (file !== undefined && isExperiment(document.fileName) && historyOfExperiment(files, document) === file) {
        this.#checkSoon(document);
      }
    }
  }

  /** Until a history is read, earlier problems stay. */
  async #check(document: vscode.TextDocument): Promise<void> {
    if (!isExperiment(document.fileName) || document.isClosed) return;
    const { version } = document;
    const problems = await experimentProblems(this.histories, document);
    if (document.version !== version || document.isClosed) return;
    this.#diagnostics.set(
      document.uri,
      problems.map((problem) => diagnostic(document, problem)),
    );
  }
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  information: vscode.DiagnosticSeverity.Information,
};

function diagnostic(
  document: vscode.TextDocument,
  { offset, length, message, severity }: HistoryProblem,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const result = new vscode.Diagnostic(range, message, severities[severity]);
  result.source = l10n.t('Operator Actions');
  return result;
}
