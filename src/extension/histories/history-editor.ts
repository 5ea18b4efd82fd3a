import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { requireDisk } from '../files/require-disk.ts';
import { pickRun } from '../runs/pick-run.ts';
import type { RunStore } from '../runs/run-store.ts';
import { chooseHistory } from './choose-history.ts';
import { CodeMeanings } from './code-meanings.ts';
import { formatInWindow } from './format-command.ts';
import type { HistoryDocument } from './history-document.ts';
import { HistoryDocuments } from './history-documents.ts';
import { HistoryProblems } from './history-problems.ts';
import { explanationHover, hover } from './hovers.ts';
import { InlinePredictions } from './inline-predictions.ts';
import { isLargeHistory, tooLarge } from './large-files.ts';
import { historyLenses } from './lenses.ts';
import { isOneLine } from './one-line.ts';
import { PolicyDiagnostics } from './policy-diagnostics.ts';
import { PredictingRuns } from './predicting-runs.ts';
import { PredictionStatus } from './prediction-status.ts';
import { Predictions } from './predictions.ts';
import { quickFixes } from './quick-fixes.ts';
import { ShownPredictions } from './shown-predictions.ts';

/** What the editor of histories needs of the window. */
export interface HistoryEditorHost {
  readonly extension: vscode.Uri;
  readonly state: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  /** The bundles of the worker threads. */
  readonly workerFile: string;
  readonly predictionsFile: string;
  readonly store: RunStore;
  /** Opens the History panel of a file. */
  inspect(file: string, notice: string): Promise<void>;
  /** Code lenses have changed. */
  lensesChanged(): void;
}

/** Predictions in open histories: hovers, lenses, lines, the status bar, problems. Made when the first history is opened. */
export class HistoryEditor implements vscode.Disposable {
  readonly #documents: HistoryDocuments;
  readonly #runs: PredictingRuns;
  readonly #predictions: Predictions;
  readonly #meanings: CodeMeanings;
  readonly #shown = new ShownPredictions();
  readonly #subscriptions: vscode.Disposable[];
  /** One-line histories that an offer was made for. */
  readonly #offered = new Set<string>();

  constructor(readonly host: HistoryEditorHost) {
    const { store, state, log, workerFile, predictionsFile, extension } = host;
    this.#documents = new HistoryDocuments(workerFile, log);
    this.#runs = new PredictingRuns(store, state);
    this.#predictions = new Predictions(this.#runs, predictionsFile, log);
    this.#meanings = new CodeMeanings(log);
    this.#subscriptions = [
      this.#documents,
      this.#runs,
      this.#predictions,
      this.#meanings,
      this.#shown,
      new InlinePredictions(this.#documents, this.#predictions, this.#shown, extension),
      new PredictionStatus(this.#documents, this.#predictions),
      new HistoryProblems(this.#documents),
      new PolicyDiagnostics(this.#predictions),
      this.#documents.onDidChange(() => this.#documentsChanged()),
      this.#runs.onDidChange(() => host.lensesChanged()),
      this.#shown.onDidChange(() => {
        host.lensesChanged();
        this.#tellContext();
      }),
    ];
    this.#documentsChanged();
  }

  hover(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken) {
    return hover(this.#sources, document, position, token);
  }

  explanationHover(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken) {
    return explanationHover(this.#sources, document, position, token);
  }

  lenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    return historyLenses(this.#documents, this.#runs, this.#shown, document);
  }

  quickFixes(document: vscode.TextDocument, context: vscode.CodeActionContext): vscode.CodeAction[] {
    return quickFixes(this.#documents, document, context);
  }

  /** Lets a run be chosen that predicts for a history from now on. */
  async chooseRun(uri: vscode.Uri | undefined): Promise<void> {
    const document = this.#historyOf(uri)?.document;
    const placeHolder = document
      ? l10n.t('Run that predicts for {0}', path.basename(document.fileName))
      : l10n.t('Run that predicts for histories');
    const folder = await pickRun(this.host.store, placeHolder);
    if (folder !== undefined) await this.#runs.choose(document, folder);
  }

  /** Shows or hides the predictions at the end of lines of a history. @param uri default: that of the active editor */
  async showPredictions(uri: vscode.Uri | undefined, shown: boolean): Promise<void> {
    const document = await this.#requireHistory(uri);
    if (!document) return;
    if (shown && !(await this.#runs.of(document))) await this.chooseRun(document.uri);
    if (!shown || (await this.#runs.of(document))) this.#shown.show(document, shown);
  }

  async formatHistory(uri: vscode.Uri | undefined): Promise<string | undefined> {
    const file = await chooseHistory(this.host.store.files, uri);
    if (file === undefined || !requireDisk(this.host.store.files.uriOf(file))) return undefined;
    return formatInWindow(file, this.host.log);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  get #sources() {
    return { documents: this.#documents, predictions: this.#predictions, meanings: this.#meanings };
  }

  #historyOf(uri: vscode.Uri | undefined): HistoryDocument | undefined {
    const wanted = uri?.toString() ?? vscode.window.activeTextEditor?.document.uri.toString();
    return this.#documents.all.find(({ document }) => document.uri.toString() === wanted);
  }

  /** The history for a command, in an editor; undefined if there is none, which is reported. */
  async #requireHistory(uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
    const open = this.#historyOf(uri);
    if (open) return open.document;
    const { files } = this.host.store;
    const file = await chooseHistory(files, uri);
    if (file === undefined) return undefined;
    await files.fetch(file);
    if (await isLargeHistory(file)) {
      await this.host.inspect(file, tooLarge);
      return undefined;
    }
    const document = await vscode.workspace.openTextDocument(files.uriOf(file));
    await vscode.window.showTextDocument(document);
    return this.#documents.adopt(document).document;
  }

  #documentsChanged(): void {
    this.host.lensesChanged();
    this.#tellContext();
    if (this.#documents.all.length === 0) this.#predictions.rest();
    for (const { document } of this.#documents.all) {
      void this.#offerFormat(document);
      void this.#predictions.warm(document);
    }
  }

  /**
   * Which histories are open, and which of them show predictions: for the buttons in their title bars. By their names, as
   * URIs are others in a window that is opened remotely.
   */
  #tellContext(): void {
    const histories = this.#documents.all.map(({ document }) => document);
    const names = (documents: readonly vscode.TextDocument[]): string[] =>
      documents.map(({ fileName }) => path.basename(fileName));
    const shown = histories.filter((document) => this.#shown.shown(document));
    void vscode.commands.executeCommand('setContext', 'operatorActions.histories', names(histories));
    void vscode.commands.executeCommand('setContext', 'operatorActions.shownHistories', names(shown));
  }

  /** Says once of a history in one line that it can be formatted. */
  async #offerFormat(document: vscode.TextDocument): Promise<void> {
    const { uri } = document;
    if (uri.scheme !== 'file' || this.#offered.has(uri.fsPath) || !isOneLine(document)) return;
    this.#offered.add(uri.fsPath);
    const format = l10n.t('Format History…');
    const answer = await vscode.window.showInformationMessage(
      l10n.t(
        '{0} is one long line, of which VS Code shows only the beginning. Formatted, it has one task per line.',
        path.basename(uri.fsPath),
      ),
      format,
    );
    if (answer === format) await this.formatHistory(uri);
  }
}
