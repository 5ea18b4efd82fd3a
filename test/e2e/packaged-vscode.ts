import { afterAll, beforeAll } from 'vitest';
import type { Browser, Page } from './browser.ts';
import { sharing } from './shared.ts';
import { type Server, type ServerOptions, startServer } from './vscode/server.ts';
import { closeWorkbench, openWorkbench, type WorkbenchOptions } from './vscode/window.ts';
import { vsix, type Workspace } from './workspace.ts';

/**
 * A real VS Code with the packaged extension, for the tests of a file: after them its windows are closed and the workspace goes.
 * The browser is the one that files share, and so is the server unless it is to be of another kind.
 */
export class PackagedVsCode {
  #browser: Browser | undefined;
  #server: Server | undefined;
  readonly #windows = new Set<Page>();

  /** @param options of a server of its own */
  constructor(
    readonly workspace: Workspace,
    options?: Omit<ServerOptions, 'vsix'>,
  ) {
    sharing.beforeAll(({ browser }) => {
      this.#browser = browser;
    });
    if (options) {
      beforeAll(async () => {
        this.#server = await startServer({ vsix: [vsix], ...options });
      });
    } else {
      sharing.beforeAll(({ server }) => {
        this.#server = server;
      });
    }
    afterAll(async () => {
      for (const page of this.#windows) await this.close(page);
      if (options) await this.#server?.stop();
      workspace.remove();
    });
  }

  get browser(): Browser {
    if (!this.#browser) throw new Error('the browser is there once the tests begin');
    return this.#browser;
  }

  get server(): Server {
    if (!this.#server) throw new Error('the server is there once the tests begin');
    return this.#server;
  }

  /** Opens a window, on the workspace unless told otherwise. */
  async open(options: WorkbenchOptions = {}): Promise<Page> {
    const page = await openWorkbench(this.browser, this.server, { folder: this.workspace.folder, ...options });
    this.#windows.add(page);
    return page;
  }

  /** Closes a window before the tests end. */
  async close(page: Page): Promise<void> {
    this.#windows.delete(page);
    await closeWorkbench(this.browser, page);
  }
}
