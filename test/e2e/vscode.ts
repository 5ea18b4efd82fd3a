import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type Frame, type FrameLocator, type Locator, type Page, toolsFolder } from './browser.ts';
import { givePage, takePage } from './page-pool.ts';

/*
 * Drives a real VS Code: its own server (from the npm package code-server), opened in a browser. The selectors were
 * found by trial on VS Code 1.100.
 */

const serverScript = fileURLToPath(new URL('node_modules/code-server/lib/vscode/out/server-main.js', toolsFolder));

/** Nothing fetched, nothing asked, nothing moving. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'window.menuBarVisibility': 'compact',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'editor.accessibilitySupport': 'off',
  'editor.hover.delay': 100,
  'files.autoSave': 'off',
};

export interface Server {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** `127.0.0.1:<port>`: the authority of `vscode-remote:` URIs. */
  readonly authority: string;
  /** Folder with everything the server writes; gone after `stop`. */
  readonly home: string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Extension packages to install. */
  readonly vsix?: readonly string[];
  /** User settings on top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables that the extension host sees. */
  readonly environment?: Readonly<Record<string, string>>;
  /** With workspace trust, folders open restricted and VS Code asks. */
  readonly workspaceTrust?: boolean;
}

/** Starts VS Code's server with user data of its own. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  if (!fs.existsSync(serverScript)) {
    throw new Error('No VS Code to test with: run "node scripts/setup-tests.mjs".');
  }
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-e2e-'));
  const workspaceTrust = options.workspaceTrust ?? false;
  const settings = { ...quietSettings, 'security.workspace.trust.enabled': workspaceTrust, ...options.settings };
  fs.mkdirSync(path.join(home, 'data/User'), { recursive: true });
  fs.writeFileSync(path.join(home, 'data/User/settings.json'), JSON.stringify(settings, null, 2));
  const folders = ['--server-data-dir', 'server', '--user-data-dir', 'data', '--extensions-dir', 'extensions'].map(
    (word) => (word.startsWith('--') ? word : path.join(home, word)),
  );
  const args = [serverScript, '--accept-server-license-terms', '--telemetry-level', 'off', ...folders];
  const env = serverEnvironment(home, options.environment ?? {});
  for (const file of options.vsix ?? []) {
    execFileSync(process.execPath, [...args, '--install-extension', path.resolve(file), '--force'], { env });
  }

  const port = await freePort();
  const logFile = path.join(home, 'server.log');
  const log = fs.openSync(logFile, 'w');
  args.push('--host', '127.0.0.1', '--port', String(port), '--without-connection-token');
  if (!workspaceTrust) args.push('--disable-workspace-trust');
  // Detached: a process group of its own, so that stopping it ends the extension host, too.
  const server = spawn(process.execPath, args, { env, stdio: ['ignore', log, log], detached: true });
  fs.closeSync(log);
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const kill = (signal: NodeJS.Signals) => {
    try {
      process.kill(-(server.pid ?? Number.NaN), signal);
    } catch {
      // The group has ended already.
    }
  };
  const stop = async () => {
    kill('SIGTERM');
    await Promise.race([exited, sleep(3000)]);
    kill('SIGKILL');
    await Promise.race([exited, sleep(3000)]);
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };

  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  while (!(await answers(`${origin}/version`))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      const said = fs.readFileSync(logFile, 'utf8');
      await stop();
      throw new Error(`VS Code's server did not start: ${said}`);
    }
    await sleep(50);
  }
  return { origin, authority: `127.0.0.1:${port}`, home, stop };
}

/** A home of its own, no extension gallery, and nothing of a VS Code terminal in which the tests may run. */
function serverEnvironment(home: string, extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|CODE_SERVER|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_RUNTIME_DIR: home,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...extra,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Refused: not up yet.
    return false;
  }
}

/** The port of this process's last server: a page knows VS Code's code by its origin, too. */
let lastPort = 0;

/** A port that nothing listens to, the last one if it can be had. */
async function freePort(): Promise<number> {
  lastPort = await listenable(lastPort).catch(() => listenable(0));
  return lastPort;
}

function listenable(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}

export interface WorkbenchOptions {
  /** Absolute path; an empty window without it. */
  readonly folder?: string | undefined;
  /** Pairs for VS Code's environment, e.g. `['extensionDevelopmentPath', 'vscode-remote://<authority>/absolute/path']`. */
  readonly payload?: readonly (readonly [string, string])[];
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A page to show it in; one that has shown another before, if there is one, without it. */
  readonly page?: Page;
}

/** Opens a window and waits until it can be used. */
export async function openWorkbench(browser: Browser, server: Server, options: WorkbenchOptions = {}): Promise<Page> {
  const viewport = options.viewport ?? { width: 1280, height: 800 };
  const page = options.page ?? (await takePage(browser, { viewport }));
  await forget(page, server.origin);
  const query = new URLSearchParams(options.folder === undefined ? { ew: 'true' } : { folder: options.folder });
  query.set('payload', JSON.stringify([['skipWelcome', 'true'], ...(options.payload ?? [])]));
  await page.goto(`${server.origin}/?${query}`);
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
  if (options.folder !== undefined) {
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
  }
  return page;
}

/** Closes a window, with whatever was not saved in it, and keeps its page for the next. */
export function closeWorkbench(browser: Browser, page: Page): Promise<void> {
  return givePage(browser, page, {});
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
  const deadline = Date.now() + 60_000;
  for (;;) {
    const stored = (await page.evaluate(readLayout)) as string;
    const missing = texts.filter((text) => !stored.includes(text));
    if (missing.length === 0) break;
    if (Date.now() > deadline) throw new Error(`VS Code has not stored ${missing.join(', ')} in its layout: ${stored}`);
    await page.evaluate(loseFocus);
    await page.waitForTimeout(500);
  }
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

/** What is told of a script in the extension host. */
interface ScriptListener {
  /** The status is 0 if it succeeded. */
  exit(status: number): void;
  log(type: string, args: readonly unknown[]): void;
}

/** The page of each browser in which scripts are run, and who listens to it: functions can be given to a page once. */
const scriptPages = new WeakMap<Browser, { readonly page: Page; listener: ScriptListener }>();

async function scriptPage(browser: Browser, listener: ScriptListener): Promise<Page> {
  const there = scriptPages.get(browser);
  if (there) {
    there.listener = listener;
    return there.page;
  }
  const page = await (await browser.newContext()).newPage();
  const created = { page, listener };
  scriptPages.set(browser, created);
  await page.exposeFunction('codeAutomationExit', (status: number) => created.listener.exit(status));
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) =>
    created.listener.log(type, args),
  );
  return page;
}

/**
 * Runs a script in the extension host, as another extension would run: VS Code's own way of testing extensions. The script is the
 * body of an async function that has `vscode`; what it returns must be JSON.
 *
 * @returns what the script returned
 */
export async function runInExtensionHost(
  browser: Browser,
  server: Server,
  folder: string,
  script: string,
): Promise<unknown> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'caller-'));
  const answer = path.join(home, 'answer.json');
  const manifest = {
    name: 'caller',
    publisher: 'test',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    main: './main.js',
    activationEvents: ['*'],
  };
  fs.writeFileSync(path.join(home, 'package.json'), JSON.stringify(manifest));
  fs.writeFileSync(path.join(home, 'main.js'), 'exports.activate = () => {};');
  fs.writeFileSync(
    path.join(home, 'script.js'),
    `const vscode = require('vscode');
exports.run = async () => {
  const answer = await (async () => {${script}})();
  require('node:fs').writeFileSync(${JSON.stringify(answer)}, JSON.stringify(answer ?? null));
};`,
  );
  const log: string[] = [];
  let exit: ScriptListener['exit'] = () => {};
  const exited = new Promise<number>((resolve) => {
    exit = resolve;
  });
  const page = await scriptPage(browser, { exit, log: (type, args) => log.push(`${type}: ${args.join(' ')}`) });
  try {
    const uri = (file: string): string => `vscode-remote://${server.authority}${file}`;
    const opened = openWorkbench(browser, server, {
      folder,
      page,
      payload: [
        ['extensionDevelopmentPath', uri(home)],
        ['extensionTestsPath', uri(path.join(home, 'script.js'))],
      ],
    });
    const late = sleep(150_000, undefined, { ref: false }).then(() => {
      throw new Error(`the script did not end: ${log.join('\n')}`);
    });
    // The script may have ended before the window has all that a user waits for.
    const status = await Promise.race([exited, opened.then(() => exited), late]);
    if (status !== 0) throw new Error(`the script failed: ${log.join('\n')}`);
    return JSON.parse(fs.readFileSync(answer, 'utf8'));
  } finally {
    await page.goto('about:blank');
    fs.rmSync(home, { recursive: true, force: true });
  }
}

const quickInput = '.quick-input-widget:visible';

/** Runs a command from the palette by its full title, `Category: Title`. */
export function runCommand(page: Page, title: string): Promise<void> {
  return pickQuickly(page, 'F1', `>${title}`, title);
}

/**
 * Runs a command that asks something, until its own quick input is there: the palette, as it closes, swallows it now and then.
 *
 * @param title of the quick input, if it has one
 */
export async function runAskingCommand(page: Page, command: string, title?: string): Promise<void> {
  await untilAsked(page, title, () => runCommand(page, command));
}

/** Does something again until it has opened a quick input with this title, or one that is not the palette. */
export async function untilAsked(page: Page, title: string | undefined, act: () => Promise<void>): Promise<void> {
  const asked =
    title === undefined
      ? `[...document.querySelectorAll('.quick-input-widget')].some((one) =>
          one.checkVisibility() && !one.querySelector('input.input')?.value.startsWith('>'))`
      : `[...document.querySelectorAll('.quick-input-widget .quick-input-title')].some((one) =>
          one.checkVisibility() && one.textContent.includes(${JSON.stringify(title)}))`;
  for (let attempt = 1; ; attempt++) {
    await act();
    try {
      await page.waitForFunction(asked, undefined, { timeout: 10_000 });
      // A palette that is closing looks like it, and may take with it what has just been asked.
      await page.waitForTimeout(400);
      if (await page.evaluate(asked)) return;
      throw new Error('what was asked has gone');
    } catch (error) {
      if (attempt === 5) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/**
 * Opens a text file of the workspace by the end of its path, until its editor has the focus: VS Code shows the tab first, and
 * keys pressed before are lost.
 */
export async function openFile(page: Page, file: string): Promise<void> {
  const name = path.basename(file);
  const editor = page.locator(`.editor-group-container.active .monaco-editor.focused[data-uri$="/${name}"]`);
  for (let attempt = 1; ; attempt++) {
    await pickQuickly(page, 'Control+P', file, name);
    try {
      await editor.waitFor({ timeout: 20_000 });
      return;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** Puts the cursor of the active editor somewhere, by 1-based line and column. */
export async function goTo(page: Page, line: number, column: number): Promise<void> {
  const input = page.locator(`${quickInput} input.input`);
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await page.keyboard.press('Control+G');
      await input.waitFor({ timeout: 2000 });
      await input.fill(`:${line}:${column}`, { timeout: 2000 });
      await page.keyboard.press('Enter');
      await input.waitFor({ state: 'hidden', timeout: 5000 });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`The cursor did not get to ${line}:${column}`, { cause: error });
      await page.keyboard.press('Escape');
    }
  }
}

/**
 * Opens a quick input by its key, types, and presses Enter on the wanted row. Tries again: the list
 * is a snapshot that late extensions are not in, and a quick input that is closing swallows the next. Clicks on rows
 * are lost now and then; Enter is not.
 */
async function pickQuickly(page: Page, key: string, text: string, label: string): Promise<void> {
  const input = page.locator(`${quickInput} input.input`);
  const exactly = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await page.keyboard.press(key);
      await input.waitFor({ timeout: 2000 });
      await input.fill(text, { timeout: 2000 });
      await enterRow(page, exactly);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`"${label}" did not come up in the quick input`, { cause: error });
      await page.keyboard.press('Escape');
      await page.waitForTimeout(300);
    }
  }
}

/** Picks the row with this label in the quick pick that is open. */
export async function pick(page: Page, label: string): Promise<void> {
  await page.locator(`${quickInput} input.input`).fill(label);
  await enterRow(page, label);
}

/** Walks down to the row with this label, which need not be the first, and presses Enter. */
async function enterRow(page: Page, label: string | RegExp): Promise<void> {
  const rows = page.locator(`${quickInput} .monaco-list-row`);
  const row = rows.filter({ has: page.locator('.label-name', { hasText: label }) }).first();
  await row.waitFor({ timeout: 3000 });
  for (let steps = await rows.count(); steps > 0; steps--) {
    // The quick input may have been closed meanwhile, or its list filled anew.
    const classes = await row.getAttribute('class', { timeout: 2000 });
    if (/\bfocused\b/.test(classes ?? '')) return page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The quick input did not get to ${label}`);
}

/** Answers an open or save dialog, which is a quick input in a VS Code of the browser. */
export async function answerFileDialog(page: Page, file: string): Promise<void> {
  const input = page.locator(`${quickInput} input.input`);
  // The dialog sets its own value once while it opens, and lists the folder after that.
  await page.waitForFunction(
    `[...document.querySelectorAll('.quick-input-widget input.input')].some((one) => one.value.startsWith('/'))`,
  );
  await page.locator(`${quickInput} .monaco-list-row`).first().waitFor();
  await page.waitForTimeout(300);
  await input.fill(file);
  await page.waitForTimeout(300);
  await page.locator(`${quickInput} .quick-input-action .monaco-button`).first().click();
  await input.waitFor({ state: 'hidden' });
}

/**
 * Closes all editors, panels once they have loaded everything: a request that is under way when its webview goes keeps VS Code
 * from loading the next webview for half a minute.
 */
export async function closeEditors(page: Page): Promise<void> {
  const loaded = (): Promise<unknown[]> =>
    Promise.all(
      page
        .frames()
        .filter((frame) => frame.url().includes('/webview/browser/pre/fake.html'))
        .map((frame) => frame.evaluate(`performance.getEntriesByType('resource').length`).catch(() => 'gone')),
    );
  for (let before = await loaded(), tries = 0; tries < 20; tries++) {
    await page.waitForTimeout(400);
    const now = await loaded();
    if (now.join() === before.join()) break;
    before = now;
  }
  await runCommand(page, 'View: Close All Editors');
}

/** The document of an extension's visible webview. Extension: `publisher.name`. */
export function webview(page: Page, extension: string): FrameLocator {
  return page
    .frameLocator(`iframe.webview.ready[src*="extensionId=${extension}"]:visible`)
    .frameLocator('iframe#active-frame');
}

/** The same as a frame, for `evaluate`: the webview that has an element which matches. */
export async function webviewFrame(page: Page, selector: string): Promise<Frame> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    for (const frame of page.frames()) {
      if (!frame.url().includes('/webview/browser/pre/fake.html')) continue;
      try {
        if ((await frame.locator(selector).count()) > 0) return frame;
      } catch {
        // Detached while it was asked.
      }
    }
    await page.waitForTimeout(50);
  }
  const urls = page.frames().map((frame) => frame.url().slice(0, 150));
  throw new Error(`No webview has ${selector}; frames: ${urls.join(' ')}`);
}

/** Hovers the first piece of this text in the visible editors, and gives the hover's text once `expected` is in it. */
export async function hoverText(page: Page, text: string, expected = ''): Promise<string> {
  const piece = page.locator('.monaco-editor .view-line span:not(:has(span))', { hasText: text }).first();
  const hover = page.locator('.monaco-resizable-hover:visible .monaco-hover-content').first();
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) {
    await piece.hover();
    try {
      await hover.waitFor({ timeout: 2500 });
      const shown = (await hover.textContent()) ?? '';
      if (shown.includes(expected) && !shown.startsWith('Loading')) return shown;
    } catch {
      // The provider may not be up yet.
    }
    await page.mouse.move(3, 3);
    await page.waitForTimeout(400);
  }
  throw new Error(`No hover with "${expected}" on "${text}"`);
}

/** Opens a view container by its title in the activity bar. */
export async function openView(page: Page, title: string): Promise<void> {
  const label = page.locator(`a.action-label[aria-label^="${title}"]`);
  const item = page.locator('.part.activitybar .action-item').filter({ has: label });
  await item.waitFor();
  if (!/\bchecked\b/.test((await item.getAttribute('class')) ?? '')) await item.locator('a.action-label').click();
}

/** Rows of the trees in a part of the window. */
export function treeRows(page: Page, part = '.part.sidebar'): Locator {
  return page.locator(`${part} .monaco-list-row`);
}

/**
 * Chooses from the context menu of something. Tries again: now and then a menu does not open, or closes at once. One that has
 * just opened swallows clicks, so the caller looks whether what was chosen has begun.
 */
export async function chooseFromMenu(target: Locator, label: string): Promise<void> {
  const page = target.page();
  const item = page.locator('.monaco-menu .action-label', { hasText: label });
  for (let attempt = 1; ; attempt++) {
    try {
      await target.click({ button: 'right' });
      await item.waitFor({ timeout: 3000 });
      await page.waitForTimeout(300);
      await item.click({ timeout: 3000 });
      return;
    } catch (error) {
      if (attempt === 5) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** Opens a row of a tree, if it is closed. Tries again: a tree that is being filled swallows clicks. */
export async function expandRow(row: Locator): Promise<void> {
  const twistie = row.locator('.monaco-tl-twistie');
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    if (!/\bcollapsed\b/.test((await twistie.getAttribute('class')) ?? '')) return;
    await twistie.click();
    await sleep(1000);
  }
  throw new Error('The row did not open');
}

/** Whether something is shown within a time in milliseconds. */
export function isThere(locator: Locator, timeout: number): Promise<boolean> {
  return locator
    .first()
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );
}

/** The notification that has this text. Information toasts go away by themselves. */
export function notification(page: Page, text: string): Locator {
  return page.locator('.notifications-toasts .notification-list-item', { hasText: text });
}
