import fs from 'node:fs';
import type { Page } from '../browser.ts';
import { untilAsked } from './quick-input.ts';
import { webviewFrames } from './webview.ts';
import { hostOf } from './window.ts';

/*
 * What the tests have a window do, by VS Code's API: at once, and the same whatever has the focus. How people get there is tested
 * where it is the matter.
 */

/** VS Code's own commands, by their titles. */
const commands = new Map([
  ['File: Revert File', 'workbench.action.files.revert'],
  ['File: Save', 'workbench.action.files.save'],
  ['Markdown: Open Preview', 'markdown.showPreview'],
  ['Notifications: Clear All Notifications', 'notifications.clearAll'],
  ['Preferences: Open Settings (UI)', 'workbench.action.openSettings2'],
  ['Problems: Focus on Problems View', 'workbench.panel.markers.view.focus'],
  ['Tasks: Run Task', 'workbench.action.tasks.runTask'],
  ['View: Close All Editors', 'workbench.action.closeAllEditors'],
  ['View: Close Primary Side Bar', 'workbench.action.closeSidebar'],
  ['View: Hide Panel', 'workbench.action.closePanel'],
]);

/** Those that end only once something was chosen. */
const asking = new Set(['Tasks: Run Task']);

const readJson = (name: string): unknown =>
  JSON.parse(fs.readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8'));
const { contributes } = readJson('package.json') as {
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: string }[] };
};
const texts = readJson('package.nls.json') as Readonly<Record<string, string>>;
const ownCommands = new Map(
  contributes.commands.map(({ command, title }) => [`Operator Actions: ${texts[title.slice(1, -1)]}`, command]),
);

/** Runs a command by its full title, `Category: Title`. One of ours may take its time: it has begun, that is all. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const own = ownCommands.get(title);
  const command = own ?? commands.get(title);
  if (command === undefined) throw new Error(`No command is known as "${title}"`);
  await hostOf(page).evaluate(
    async ({ vscode }, { id, isAwaited }) => {
      const done = vscode.commands.executeCommand(id);
      if (isAwaited) await done;
    },
    { id: command, isAwaited: own === undefined && !asking.has(title) },
  );
}

/** Milliseconds in which VS Code shows no more than three toasts: others it only lists. */
const toastInterval = 800;
const clearedAt = new WeakMap<Page, number>();

/**
 * Takes away all notifications, so that the next one is not taken for one of these. That one is shown, however soon it comes: of
 * notifications that are cleared one after the other, VS Code would show only three.
 */
export async function clearNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
  await page.locator('.notifications-toasts .notification-list-item').first().waitFor({ state: 'hidden' });
  const sinceCleared = performance.now() - (clearedAt.get(page) ?? Number.NEGATIVE_INFINITY);
  if (sinceCleared < toastInterval) await page.waitForTimeout(toastInterval - sinceCleared);
  clearedAt.set(page, performance.now());
}

/** Runs a command that asks something, until its quick input is there. @param title of the quick input, if it has one */
export async function runAskingCommand(page: Page, command: string, title?: string): Promise<void> {
  await untilAsked(page, title, () => runCommand(page, command));
}

/** Opens a file of the workspace by its path in it, at a 1-based line and column. It has the focus then. */
export async function openFile(page: Page, file: string, line = 1, column = 1): Promise<void> {
  await hostOf(page).evaluate(
    async ({ vscode, uriOf }, place) => {
      const selection = new vscode.Range(place.line - 1, place.column - 1, place.line - 1, place.column - 1);
      // Files that are too large for extensions open like this, too.
      const options = { preview: false, selection };
      await vscode.commands.executeCommand('vscode.open', uriOf(place.file), options);
    },
    { file, line, column },
  );
  const name = file.slice(file.lastIndexOf('/') + 1);
  await page.locator(`.editor-group-container.active .monaco-editor.focused[data-uri$="/${name}"]`).waitFor();
}

/** Puts the cursor of the active editor somewhere, by 1-based line and column. */
export async function goTo(page: Page, line: number, column: number): Promise<void> {
  await hostOf(page).evaluate(
    ({ vscode }, place) => {
      const editor = vscode.window.activeTextEditor;
      if (!editor) throw new Error('no text editor is active');
      const position = new vscode.Position(place.line - 1, place.column - 1);
      editor.selection = new vscode.Selection(position, position);
      editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    },
    { line, column },
  );
}

/**
 * Closes all editors, panels once they have loaded everything: a request that is under way when its webview goes keeps VS Code
 * from loading the next webview for half a minute.
 */
export async function closeEditors(page: Page): Promise<void> {
  const hasLoaded = `new Promise((resolve) => (document.readyState === 'complete' ? resolve() : addEventListener('load', resolve)))
    .then(() => document.fonts.ready)
    .then(() => true)`;
  // One that goes meanwhile has nothing under way.
  await Promise.all(webviewFrames(page).map((frame) => frame.evaluate(hasLoaded).catch(() => undefined)));
  await runCommand(page, 'View: Close All Editors');
}
