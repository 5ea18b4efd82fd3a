import * as vscode from 'vscode';
import { isHistory, takeForHistory } from './candidates.ts';
import { HistoryDocument } from './history-document.ts';

/** The open documents that are histories. */
export class HistoryDocuments implements vscode.Disposable {
  readonly #documents = new Map<vscode.TextDocument, HistoryDocument>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #indexed = new vscode.EventEmitter<HistoryDocument>();
  readonly #described = new vscode.EventEmitter<HistoryDocument>();
  readonly #subscriptions: vscode.Disposable[];

  /** A history was opened or closed. */
  readonly onDidChange = this.#changed.event;
  readonly onDidIndex = this.#indexed.event;
  readonly onDidDescribe = this.#described.event;

  constructor(
    readonly workerFile: string,
    readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscriptions = [
      this.#changed,
      this.#indexed,
      this.#described,
      vscode.workspace.onDidOpenTextDocument((document) => this.of(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        this.#documents.get(document)?.follow(contentChanges);
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.of(document);
  }

  /** The history that a document is, if it looks like one. */
  of(document: vscode.TextDocument): HistoryDocument | undefined {
    const known = this.#documents.get(document);
    if (known || document.isClosed || !isHistory(document)) return known;
    return this.adopt(document);
  }

  /** Takes a document for a history whatever it looks like. */
  adopt(document: vscode.TextDocument): HistoryDocument {
    const known = this.#documents.get(document);
    if (known) return known;
    takeForHistory(document);
    const history = new HistoryDocument(document, this.workerFile, this.log);
    history.onDidIndex(() => this.#indexed.fire(history));
    history.onDidDescribe(() => this.#described.fire(history));
    this.#documents.set(document, history);
    this.#changed.fire();
    return history;
  }

  get all(): readonly HistoryDocument[] {
    return [...this.#documents.values()];
  }

  dispose(): void {
    for (const history of this.#documents.values()) history.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #close(document: vscode.TextDocument): void {
    const history = this.#documents.get(document);
    if (!history) return;
    this.#documents.delete(document);
    history.dispose();
    this.#changed.fire();
  }
}
