import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import { type PageRequest, pageRequest } from '../../protocol/page-request.ts';
import { savePicture } from '../files/save-file.ts';
import { panelHtml, webviewFolder } from './panel-html.ts';

/** What a page is made of. */
export interface PageOptions<Incoming> {
  readonly extension: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** The panel's folder under `webview`: `run` is the element `<run-panel>` of `run.js`. */
  readonly name: string;
  /** What the page keeps in its state, so that the panel can be filled again after a reload. */
  readonly identity: string;
  /** What the page may send, besides what every page may. */
  readonly messages: z.ZodMiniType<Incoming>;
  receive(message: Incoming): void | Promise<void>;
  /** Where pictures are proposed to be saved. */
  pictures(): vscode.Uri;
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
    const { log, name, messages, receive } = this.options;
    const message = messages.safeParse(data);
    if (message.success) {
      if (message.data.kind === 'ready') this.#ready = true;
      this.#run(() => receive(message.data));
      return;
    }
    const request = pageRequest.safeParse(data);
    if (request.success) this.#run(() => this.#answer(request.data));
    else log.error(`the ${name} panel sent an invalid message: ${message.error.issues[0].message}`);
  }

  /** Does what every page may ask. */
  async #answer(request: PageRequest): Promise<void> {
    const { log, name, pictures } = this.options;
    if (request.kind === 'copy') await copy(request.text);
    else if (request.kind === 'save-picture') await savePicture(request, pictures());
    else log.error(`${name} panel: ${request.message}`);
  }

  #run(act: () => void | Promise<void>): void {
    Promise.resolve()
      .then(act)
      .catch((error: unknown) => {
        this.options.log.error(error instanceof Error ? error : String(error));
        const message = error instanceof Error ? error.message : String(error);
        void vscode.window.showErrorMessage(l10n.t('Operator Actions: {0}', message));
      });
  }
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
}
