import { afterAll } from 'vitest';
import type { Browser, Page } from './browser.ts';
import { sharing } from './shared.ts';
import {
  closeWorkbench,
  openWorkbench,
  runInExtensionHost,
  type Server,
  type ServerOptions,
  startServer,
  type WorkbenchOptions,
} from './vscode.ts';
import { vsix, type Workspace } from './workspace.ts';

/**
 * A real VS Code with the packaged extension, for the tests of a file: after them its windows are closed, it ends, and the
 * workspace goes. The browser is the one that files share.
 */
export class PackagedVsCode {
  #browser: Browser | undefined;
  #server: Server | undefined;
  /** Windows, and whether their pages are for others afterwards. */
  readonly #windows = new Map<Page, boolean>();

  constructor(readonly workspace: Workspace) {
    sharing.beforeAll(({ browser }) => {
      this.#browser = browser;
    });
    afterAll(async () => {
      for (const page of this.#windows.keys()) await this.close(page);
      await this.#server?.stop();
      workspace.remove();
    });
  }

  get browser(): Browser {
    if (!this.#browser) throw new Error('the browser is there once the tests begin');
    return this.#browser;
  }

  get server(): Server {
    if (!this.#server) throw new Error('VS Code has not been started');
    return this.#server;
  }

  async start(options: Omit<ServerOptions, 'vsix'> = {}): Promise<void> {
    this.#server = await startServer({ vsix: [vsix], ...options });
  }

  /** Opens a window, on the workspace unless told otherwise. */
  async open(options: WorkbenchOptions = {}): Promise<Page> {
    const page = await openWorkbench(this.browser, this.server, { folder: this.workspace.folder, ...options });
    this.#windows.set(page, options.page === undefined);
    return page;
  }

  /** Closes a window before the tests end. */
  async close(page: Page): Promise<void> {
    const serves = this.#windows.get(page);
    this.#windows.delete(page);
    if (serves) await closeWorkbench(this.browser, page);
    else await page.context().close();
  }

  /** Runs a script in the extension host of a window on the workspace: see `runInExtensionHost`. */
  runInExtensionHost(script: string): Promise<unknown> {
    return runInExtensionHost(this.browser, this.server, this.workspace.folder, script);
  }
}
