import { afterAll } from 'vitest';
import { type Browser, launchBrowser, type Page } from './browser.ts';
import { openWorkbench, type Server, type ServerOptions, startServer, type WorkbenchOptions } from './vscode.ts';
import { vsix, type Workspace } from './workspace.ts';

/** A real VS Code with the packaged extension and a browser for it; both end, and the workspace goes, after the tests of the file. */
export class PackagedVsCode {
  #browser: Browser | undefined;
  #server: Server | undefined;

  constructor(readonly workspace: Workspace) {
    afterAll(async () => {
      await this.#browser?.close();
      await this.#server?.stop();
      workspace.remove();
    });
  }

  get browser(): Browser {
    if (!this.#browser) throw new Error('the browser has not been started');
    return this.#browser;
  }

  get server(): Server {
    if (!this.#server) throw new Error('VS Code has not been started');
    return this.#server;
  }

  async start(options: Omit<ServerOptions, 'vsix'> = {}): Promise<void> {
    this.#browser = await launchBrowser();
    this.#server = await startServer({ vsix: [vsix], ...options });
  }

  /** Opens a window, on the workspace unless told otherwise. */
  open(options: WorkbenchOptions): Promise<Page> {
    return openWorkbench(this.browser, this.server, { folder: this.workspace.folder, ...options });
  }
}
