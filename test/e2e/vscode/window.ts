import path from 'node:path';
import { eventually } from '../../eventually.ts';
import type { Browser, Page } from '../browser.ts';
import { givePage, takePage } from '../page-pool.ts';
import { ExtensionHost } from './extension-host.ts';
import type { Server } from './server.ts';

/*
 * Windows of a real VS Code, in a browser, each with the extension host that can be asked directly. The selectors of this folder
 * were found by trial on VS Code 1.100.
 */

export interface WorkbenchOptions {
  /** Absolute path; an empty window without it. */
  readonly folder?: string | undefined;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A page to show it in; one that has shown another before, if there is one, without it. */
  readonly page?: Page;
  /** A window that is exactly what people have: its extension host cannot be asked. */
  readonly isPlain?: boolean;
}

const hosts = new WeakMap<Page, ExtensionHost>();

/** The extension host of a window. */
export function hostOf(page: Page): ExtensionHost {
  const host = hosts.get(page);
  if (!host) throw new Error('the window was opened without an extension host to ask');
  return host;
}

/** Pages that were made for one window. */
const strangers = new WeakSet<Page>();
let opened = 0;

/** Opens a window and waits until it can be used. */
export async function openWorkbench(browser: Browser, server: Server, options: WorkbenchOptions = {}): Promise<Page> {
  const viewport = options.viewport ?? { width: 1280, height: 800 };
  const page = options.page ?? (await takePage(browser, { viewport }));
  if (options.page) strangers.add(page);
  await forget(page, server.origin);
  const query = new URLSearchParams(options.folder === undefined ? { ew: 'true' } : { folder: options.folder });
  const payload = [['skipWelcome', 'true']];
  if (!options.isPlain) {
    const host = new ExtensionHost(path.join(server.home, `host-${++opened}`));
    hosts.set(page, host);
    payload.push(['extensionDevelopmentPath', `vscode-remote://${server.authority}${host.folder}`]);
  }
  query.set('payload', JSON.stringify(payload));
  await page.goto(`${server.origin}/?${query}`);
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
  if (options.folder !== undefined) {
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
  }
  return page;
}

/** Closes a window, with whatever was not saved in it, and keeps its page for the next unless it was made for this one. */
export async function closeWorkbench(browser: Browser, page: Page): Promise<void> {
  await hosts.get(page)?.close();
  hosts.delete(page);
  if (strangers.has(page)) await page.context().close();
  else await givePage(browser, page, {});
}

/** Deletes what a page has stored of VS Code. Its code stays. */
async function forget(page: Page, origin: string): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const storageTypes = 'cookies,indexeddb,local_storage,service_workers,cache_storage';
  await devTools.send('Storage.clearDataForOrigin', { origin, storageTypes });
  await devTools.detach();
}

/**
 * Loads the window anew once VS Code has stored its layout with all of these texts in it: what it has not stored is lost. It
 * stores when it is idle for long enough, and when the window loses the focus. Texts are as JSON has them, `"tab":"memory"`.
 */
export async function reloadWindow(page: Page, ...texts: readonly string[]): Promise<void> {
  await eventually(
    async () => {
      await page.evaluate(loseFocus);
      return String(await page.evaluate(readLayout));
    },
    (stored) => texts.every((text) => stored.includes(text)),
  );
  hosts.get(page)?.renew();
  await page.reload();
}

/** The window of a test always has the focus: for a moment VS Code is told otherwise. It looks a little after the event. */
const loseFocus = `(async () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
  const { hasFocus } = document;
  document.hasFocus = () => false;
  window.dispatchEvent(new Event('blur'));
  await pause();
  document.hasFocus = hasFocus;
  window.dispatchEvent(new Event('focus'));
  await pause();
})()`;

/** The editors of the window as VS Code keeps them in the browser, without the backslashes of JSON inside JSON. */
const readLayout = `(async () => {
  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const texts = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db')) continue;
    const database = await asked(indexedDB.open(name));
    if (database.objectStoreNames.contains('ItemTable')) {
      const store = database.transaction('ItemTable').objectStore('ItemTable');
      texts.push(String(await asked(store.get('memento/workbench.parts.editor'))));
    }
    database.close();
  }
  return texts.join(' ').replaceAll('\\\\', '');
})()`;
