import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Cancelled } from '../../execution/cancelled.ts';
import { failureOf } from '../../execution/failures.ts';
import type { PageService } from '../../protocol/page.ts';
import { type Asked, type Failure, type Implementation, serve } from '../../protocol/port.ts';
import type { Service } from '../../protocol/service.ts';
import { isMendable } from '../../runs/regular-file.ts';
import { savePicture } from '../files/save-file.ts';
import { panelHtml, webviewFolder } from './panel-html.ts';

/** What a page is made of. */
export interface PageOptions {
  readonly extension: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** The panel's folder under `webview`: `run` is the element `<run-panel>` of `run.js`. */
  readonly name: string;
  /** What the page keeps in its state, so that the panel can be filled again after a reload. */
  readonly identity: string;
  /** Where pictures are proposed to be saved. */
  pictures(): vscode.Uri;
}

/** The options of every panel with a page; pages follow again when they come back into sight. */
export function panelOptions(extension: vscode.Uri): vscode.WebviewPanelOptions & vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(extension)], enableFindWidget: true };
}

/** The host's side of a page in a panel: it answers the page's questions, and reports to it from when the page follows. */
export class PanelPage<Update> {
  /** The page that follows; a panel that is hidden has none. */
  #follower: Asked<Update> | undefined;
  /** Ends when the last message has arrived. */
  #delivered: PromiseLike<unknown> = Promise.resolve();

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly options: PageOptions,
  ) {
    panel.webview.options = panelOptions(options.extension);
    panel.onDidChangeViewState(() => {
      // A hidden panel loses its page, which follows again when it is back.
      if (!panel.visible) this.#follower = undefined;
    });
  }

  /** Loads the page, and answers it. @param implementation without what every page may ask */
  open<S extends Service>(service: S & PageService, implementation: Omit<Implementation<S>, keyof PageService>): void {
    const { extension, log, name, identity } = this.options;
    const { webview } = this.panel;
    const deeds = { ...implementation, ...this.#deeds } as unknown as Implementation<S>;
    const channel = {
      post: (message: object) => {
        this.#delivered = webview.postMessage(message);
      },
      onMessage: (listener: (message: unknown) => void) => {
        webview.onDidReceiveMessage((message: unknown) => {
          try {
            listener(message);
          } catch (error) {
            log.error(`the ${name} panel sent an invalid message: ${error}`);
          }
        });
      },
    };
    serve<S>(service, deeds, channel, (error) => this.#failureOf(error));
    webview.html = panelHtml(webview, extension, name, identity);
  }

  /** Reports to the page from now on. @returns what ends when it follows no more */
  follow(page: Asked<Update>): Promise<null> {
    this.#follower = page;
    return new Promise((resolve) => page.signal.addEventListener('abort', () => resolve(null)));
  }

  /** Whether a page follows. */
  get ready(): boolean {
    return this.#follower !== undefined;
  }

  /** The update is dropped while no page follows: it gets everything when it does. */
  post(update: Update): void {
    this.#follower?.progress(update);
  }

  /** As `post`; ends when the page has the update, or not at all if the page goes meanwhile. */
  async deliver(update: Update): Promise<void> {
    this.post(update);
    await this.#delivered;
  }

  readonly #deeds: Implementation<PageService> = {
    async copy({ text }) {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
      return null;
    },
    savePicture: async (picture) => {
      await savePicture(picture, this.options.pictures());
      return null;
    },
    failed: ({ message }) => {
      this.options.log.error(`${this.options.name} panel: ${message}`);
      return null;
    },
  };

  /** Bugs are logged, and shown outside of the page, too. */
  #failureOf(error: unknown): Failure {
    if (!(error instanceof Cancelled || isMendable(error))) {
      this.options.log.error(error instanceof Error ? error : String(error));
      const message = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(l10n.t('Operator Actions: {0}', message));
    }
    return failureOf(error);
  }
}
