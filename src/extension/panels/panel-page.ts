import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import { panelHtml, webviewFolder } from './panel-html.ts';

/** What a page is made of. */
export interface PageOptions<Incoming> {
  readonly extension: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** The panel's folder under `webview`: `run` is the element `<run-panel>` of `run.js`. */
  readonly name: string;
  /** What the page keeps in its state, so that the panel can be filled again after a reload. */
  readonly identity: string;
  /** What the page may send. */
  readonly messages: z.ZodMiniType<Incoming>;
  receive(message: Incoming): void | Promise<void>;
}

/** The options of every panel with a page; pages ask for a snapshot again when they come back into sight. */
export function panelOptions(extension: vscode.Uri): vscode.WebviewPanelOptions & vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(extension)], enableFindWidget: true };
}

/** The host's side of a page in a panel: typed messages both ways, and nothing sent before the page is ready. */
export class PanelPage<Incoming extends { readonly kind: string }, Outgoing> {
  /** The page asked for a snapshot. */
  #ready = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly options: PageOptions<Incoming>,
  ) {
    const { extension, name, identity } = options;
    panel.webview.options = panelOptions(extension);
    panel.webview.onDidReceiveMessage((data: unknown) => this.#receive(data));
    panel.onDidChangeViewState(() => {
      // A hidden panel loses its page; it asks for a snapshot again when it is back.
      if (!panel.visible) this.#ready = false;
    });
    panel.webview.html = panelHtml(panel.webview, extension, name, identity);
  }

  /** Whether messages arrive. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The message is dropped while the page is not there: it will ask for a snapshot. */
  post(message: Outgoing): void {
    void this.deliver(message);
  }

  /** As `post`; ends when the page has the message, or not at all if the page goes meanwhile. */
  async deliver(message: Outgoing): Promise<void> {
    if (this.#ready) await this.panel.webview.postMessage(message);
  }

  #receive(data: unknown): void {
    const { log, name, messages } = this.options;
    const message = messages.safeParse(data);
    if (!message.success) {
      log.error(`the ${name} panel sent a message that nobody understands: ${message.error.issues[0].message}`);
      return;
    }
    if (message.data.kind === 'ready') this.#ready = true;
    void Promise.resolve()
      .then(() => this.options.receive(message.data))
      .catch((error: unknown) => {
        log.error(error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(
          l10n.t('Operator Actions: {0}', error instanceof Error ? error.message : String(error)),
        );
      });
  }
}
