import { afterAll, beforeAll, expect } from 'vitest';
import type { Browser } from './browser.ts';
import {
  openPanel,
  type PanelOptions,
  type PanelPage,
  type PanelServer,
  servePanels,
  type Texts,
} from './panel-page.ts';
import { sharing } from './shared.ts';

/** Panels for the tests of a file. */
export class Panels {
  #browser: Browser | undefined;
  #server: PanelServer | undefined;

  /** @param texts of the language of VS Code; none = English */
  constructor(texts?: Texts) {
    sharing.beforeAll(({ browser }) => {
      this.#browser = browser;
    });
    if (texts) {
      beforeAll(async () => {
        this.#server = await servePanels(texts);
      });
      afterAll(() => this.#server?.stop());
    } else {
      sharing.beforeAll(({ panelServer }) => {
        this.#server = panelServer;
      });
    }
  }

  get server(): PanelServer {
    if (!this.#server) throw new Error('the panels are served once the tests begin');
    return this.#server;
  }

  open(panel: string, options?: PanelOptions): Promise<PanelPage> {
    if (!this.#browser) throw new Error('the browser is there once the tests begin');
    return openPanel(this.#browser, this.server, panel, options);
  }

  /** Opens a panel, does something with it, and looks for faults before it is closed. */
  async with(name: string, options: PanelOptions, use: (panel: PanelPage) => Promise<void>): Promise<void> {
    const panel = await this.open(name, options);
    try {
      await use(panel);
      expect(await panel.faults()).toEqual([]);
    } finally {
      await panel.close();
    }
  }
}
