import fs from 'node:fs';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { InputError } from '../dataset/input-error.ts';
import { historyProblems } from '../experiment/history-problems.ts';
import { historyFile } from '../experiment/place-error.ts';
import { readExperiment } from '../experiment/read-experiment.ts';
import { isExperiment } from './experiment-file.ts';
import type { HistoryDescriptions } from './history-descriptions.ts';

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

  /** A file has changed: checks the open experiments whose history it is. */
  #checkUsersOf(uri: vscode.Uri): void {
    const file = this.histories.files.pathOf(uri);
    for (const document of vscode.workspace.textDocuments) {
      if (file !== undefined && this.#historyOf(document) === file) this.#checkSoon(document);
    }
  }

  #check(document: vscode.TextDocument): void {
    if (!isExperiment(document) || document.isClosed) return;
    const { problems } = readExperiment(document.getText());
    const history = this.#historyOf(document);
    if (history !== undefined) {
      void this.#checkHistory(document, history);
      return;
    }
    this.#diagnostics.set(
      document.uri,
      problems.map(({ offset, length, message }) =>
        diagnostic(document, { offset, length }, message, vscode.DiagnosticSeverity.Error),
      ),
    );
  }

  /** What the history of an experiment without problems of its own lacks; until it is read, what was said before stands. */
  async #checkHistory(document: vscode.TextDocument, history: string): Promise<void> {
    const { version } = document;
    const reading = readExperiment(document.getText());
    const { experiment, locate } = reading;
    if (!experiment) return;
    const atHistory = (message: string): vscode.Diagnostic[] => [
      diagnostic(document, locate(['history']), message, vscode.DiagnosticSeverity.Error),
    ];
    let found: vscode.Diagnostic[];
    try {
      await this.histories.files.fetch(history);
      found = fs.existsSync(history)
        ? historyProblems(experiment, reading, await this.histories.of(history)).map((problem) =>
            diagnostic(document, problem, problem.message, severities[problem.severity]),
          )
        : atHistory(l10n.t('there is no file {0} beside this experiment', experiment.history));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      found = atHistory(error.message);
    }
    if (document.version === version && !document.isClosed) this.#diagnostics.set(document.uri, found);
  }

  /** The history of an experiment that has no problems of its own. */
  #historyOf(document: vscode.TextDocument): string | undefined {
    const file = isExperiment(document) ? this.histories.files.pathOf(document.uri) : undefined;
    if (file === undefined) return undefined;
    const { experiment } = readExperiment(document.getText());
    return experiment && historyFile(file, experiment);
  }
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  information: vscode.DiagnosticSeverity.Information,
};

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
