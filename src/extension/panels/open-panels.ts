import * as vscode from 'vscode';
import { panelOptions } from './panel-page.ts';

/** A panel with what fills it. */
export interface FilledPanel extends vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
}

/** The open panels of a kind, one for each key at most. */
export class OpenPanels<Filled extends FilledPanel> implements vscode.Disposable {
  readonly #panels = new Map<string, Filled>();
  readonly #subscriptions: vscode.Disposable[] = [];

  /**
   * @param type of the panels, as VS Code knows it
   * @param fill fills a panel, a new one or one that VS Code restored
   */
  constructor(
    readonly type: string,
    readonly extension: vscode.Uri,
    readonly fill: (panel: vscode.WebviewPanel, key: string) => Filled,
  ) {}

  get all(): Iterable<Filled> {
    return this.#panels.values();
  }

  get(key: string): Filled | undefined {
    return this.#panels.get(key);
  }

  /** Shows the panel of a key where it already is, or a new one. */
  open(key: string, title: string, column: vscode.ViewColumn): Filled {
    const open = this.#panels.get(key);
    const preserveFocus = column === vscode.ViewColumn.Beside;
    if (open) {
      open.panel.reveal(undefined, preserveFocus);
      return open;
    }
    const place = { viewColumn: column, preserveFocus };
    return this.adopt(vscode.window.createWebviewPanel(this.type, title, place, panelOptions(this.extension)), key);
  }

  /** Takes over a panel: a new one, or one that VS Code restored after a reload. */
  adopt(panel: vscode.WebviewPanel, key: string): Filled {
    const filled = this.fill(panel, key);
    this.#panels.set(key, filled);
    panel.onDidDispose(() => {
      this.#panels.delete(key);
      filled.dispose();
    });
    return filled;
  }

  /** What ends with them. */
  own(...subscriptions: readonly vscode.Disposable[]): void {
    this.#subscriptions.push(...subscriptions);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
