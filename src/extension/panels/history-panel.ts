import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { InputError } from '../../dataset/input-error.ts';
import { Cancelled } from '../../execution/cancelled.ts';
import { Newest } from '../../execution/lasting-worker.ts';
import { askOnce } from '../../execution/worker-thread.ts';
import { type HistoryPanelDescription, type HistoryUpdate, historyPanelService } from '../../protocol/history-panel.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import { OpenPanels } from './open-panels.ts';
import { PanelPage } from './panel-page.ts';

export const historyPanelType = 'operatorActions.history';

/** The open panels of histories, one for each file at most. */
export class HistoryPanels {
  readonly #open: OpenPanels<HistoryPanel>;

  constructor(
    readonly extension: vscode.Uri,
    /** The worker's bundle. */
    readonly workerFile: string,
    readonly log: vscode.LogOutputChannel,
    readonly files: WorkspaceFiles,
  ) {
    this.#open = new OpenPanels(historyPanelType, extension, (panel, file) => new HistoryPanel(panel, file, this));
  }

  /**
   * Shows the panel of a history next to the active editor, or where it already is.
   *
   * @param notice why it is shown, if the user did not open it
   */
  open(file: string, notice?: string): void {
    const title = l10n.t({ message: 'History', comment: 'Title of a panel' });
    this.#open.open(file, title, vscode.ViewColumn.Beside).say(notice);
  }

  /** Takes over a panel that VS Code restored. */
  adopt(panel: vscode.WebviewPanel, file: string): void {
    this.#open.adopt(panel, file);
  }
}

class HistoryPanel implements vscode.Disposable {
  readonly #page: PanelPage<HistoryUpdate>;
  readonly #watcher: vscode.FileSystemWatcher;
  readonly #reading = new Newest();
  #shown: HistoryUpdate | undefined;
  #notice: string | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly file: string,
    readonly panels: HistoryPanels,
  ) {
    panel.title = path.basename(file);
    const { extension, log, files } = panels;
    const pictures = (): vscode.Uri => files.uriOf(path.dirname(file));
    this.#page = new PanelPage(panel, { extension, log, name: 'history', identity: file, pictures });
    this.#page.open(historyPanelService, {
      follow: (_, page) => {
        const following = this.#page.follow(page);
        if (this.#shown) this.#page.post(this.#shown);
        else void this.#read();
        return following;
      },
      reveal: ({ line, column }) => this.#reveal(line, column),
    });
    const pattern = new vscode.RelativePattern(panels.files.uriOf(path.dirname(file)), path.basename(file));
    this.#watcher = vscode.workspace.createFileSystemWatcher(pattern);
    this.#watcher.onDidChange(() => this.#read());
    this.#watcher.onDidCreate(() => this.#read());
    this.#watcher.onDidDelete(() => this.#read());
  }

  /** Says why the panel is shown. */
  say(notice: string | undefined): void {
    this.#notice = notice;
    if (this.#shown?.kind === 'snapshot') this.#showHistory(this.#shown.history);
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#reading.cancel();
  }

  /** Reads the history in a worker; a reading overtaken by the next is cancelled. */
  async #read(): Promise<void> {
    const signal = this.#reading.next();
    this.#page.post({ kind: 'loading' });
    try {
      await this.panels.files.fetch(this.file);
      const ask = askOnce(
        this.panels.workerFile,
        ({ describe }, asking) => describe({ file: this.file }, asking),
        signal,
      );
      this.#showHistory(await ask);
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (!(error instanceof InputError)) this.panels.log.error(error instanceof Error ? error : String(error));
      const reason = error instanceof Error ? error.message : String(error);
      this.#show({ kind: 'unavailable', reason });
    }
  }

  #showHistory(history: HistoryPanelDescription): void {
    const notice = this.#notice === undefined ? {} : { notice: this.#notice };
    this.#show({ kind: 'snapshot', history, ...notice });
  }

  #show(update: HistoryUpdate): void {
    this.#shown = update;
    this.#page.post(update);
  }

  async #reveal(line = 1, column = 1): Promise<null> {
    const place = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
    const options = { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(place, place) };
    await vscode.commands.executeCommand('vscode.open', this.panels.files.uriOf(this.file), options);
    return null;
  }
}
