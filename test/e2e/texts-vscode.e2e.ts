import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Page } from './browser.ts';
import { hoverText } from './hover-page.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { openFile, runCommand } from './vscode/commands.ts';
import { lensesOf } from './vscode/language.ts';
import { notification, openView, treeRows } from './vscode/parts.ts';
import { runFromPalette } from './vscode/quick-input.ts';
import { extension, panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/*
 * A real VS Code in another language: every text of the extension is read from a translation. The language is a made-up one,
 * in which "Train Model" is "⟦Ţŕàîñ Ṁôđéļ⟧".
 */

const language = 'qps-ploc';
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = [...'àƀçđéƒĝĥîĵķļɱñôþɋŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÔÞɊŔŠŢÛṼŴẊÝŽ'];

const workspace = new Workspace(300);
const nothing = path.join(workspace.folder, 'nothing');
const vscode = new PackagedVsCode(workspace, {});
let page: Page;

beforeAll(async () => {
  workspace.write('some.oap.json', '{"history": "history.json", "targets": {"action": {}}}\n');
  fs.mkdirSync(path.join(nothing, 'inside'), { recursive: true });
  translate(path.join(vscode.server.home, 'extensions'));
});

takeScreenshotOnFailure(() => page);

/** A window in the made-up language. In a browser VS Code has its language from a global variable, which its files set. */
async function open(folder: string): Promise<Page> {
  const viewport = { width: 1400, height: 800 };
  const created = await (await vscode.browser.newContext({ viewport })).newPage();
  await created.addInitScript(
    `Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => '${language}', set() {} })`,
  );
  return vscode.open({ folder, page: created, viewport });
}

/** Writes the translations beside the texts of the installed extension. */
function translate(extensions: string): void {
  const [folder] = fs.readdirSync(extensions).filter((name) => name.startsWith(extension));
  for (const [name, ending] of [
    ['package.nls', ''],
    ['bundle.l10n', 'l10n'],
  ]) {
    const file = path.join(extensions, folder, ending, name);
    const texts: Record<string, string | { readonly message: string }> = JSON.parse(
      fs.readFileSync(`${file}.json`, 'utf8'),
    );
    const translated = Object.entries(texts).map(([key, text]) => [
      key,
      pseudo(typeof text === 'string' ? text : text.message),
    ]);
    fs.writeFileSync(`${file}.${language}.json`, JSON.stringify(Object.fromEntries(translated)));
  }
}

/** A text in the made-up language. Placeholders, where links lead, and code stay as they are; a link alone in its line stays one. */
function pseudo(text: string): string {
  const lines = text.split('\n').map((line) => {
    const [, label, target] = /^\[(.*)\](\(.*\))$/.exec(line) ?? [];
    return label === undefined ? `⟦${accentedText(line)}⟧` : `[⟦${accentedText(label)}⟧]${target}`;
  });
  return lines.join('\n');
}

function accentedText(text: string): string {
  return text.replace(/\{\d+\}|\]\([^)]*\)|\$\([^)]*\)|`[^`]*`|[a-z]/gi, (found) =>
    found.length > 1 ? found : accented[letters.indexOf(found)],
  );
}

const category = pseudo('Operator Actions');
const command = (title: string): string => `${category}: ${pseudo(title)}`;

test('an empty view says what to do', async () => {
  page = await open(nothing);
  await openView(page, category);
  const sidebar = page.locator('.part.sidebar');
  await expect.poll(() => sidebar.locator('.title-label').textContent()).toContain(pseudo('Experiments and Runs'));
  await sidebar.getByText(accentedText('No experiments in this folder yet.')).waitFor();
  await sidebar.getByRole('button', { name: pseudo('How It Works') }).waitFor();
  await takeScreenshot(page, 'vscode-texts-welcome');
  await vscode.close(page);
});

test('commands are found in the palette, with their category', async () => {
  page = await open(workspace.folder);
  await openView(page, category);
  await treeRows(page)
    .filter({ hasText: pseudo('no runs yet') })
    .waitFor();
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget:visible input.input').fill(`>${category}`);
  const labels = page.locator('.quick-input-widget:visible .monaco-list-row .label-name');
  await expect.poll(() => labels.allTextContents()).toContain(command('Compare Runs'));
  await takeScreenshot(page, 'vscode-texts-palette');
  await page.keyboard.press('Escape');
});

test('notifications are translated', async () => {
  await runFromPalette(page, command('Cancel Training'));
  await notification(page, pseudo('No training is running in this window.')).waitFor();
});

test('lenses and hovers are translated', async () => {
  await expect
    .poll(async () => (await lensesOf(page, 'some.oap.json')).map((title) => title.replace(/^\$\([a-z-]+\) /, '')))
    .toEqual(['Train Model', 'Evaluate', 'Select Best', 'Compare'].map(pseudo));
  const hover = await hoverText(
    page,
    workspace,
    'history.json',
    3,
    '/synthetic_task',
    accentedText('No predictions yet'),
  );
  for (const label of ['Train Model', 'Choose Run', 'Turn Hovers Off']) expect(hover).toContain(pseudo(label));
});

test('the pages of panels get the texts', async () => {
  await openFile(page, 'history.json');
  await runFromPalette(page, command('Inspect History'));
  await expect.poll(() => panelOf(page).locator('#texts').textContent()).toContain(pseudo('Train Model'));
});

test('settings are described', async () => {
  await runCommand(page, 'Preferences: Open Settings (UI)');
  await page.locator('.settings-editor .search-container .monaco-editor').first().click();
  await page.keyboard.type('@id:operatorActions.hovers');
  const described = page.locator('.settings-editor .setting-item-description');
  await expect.poll(() => described.allTextContents()).toHaveLength(1);
  expect(await described.textContent()).toContain(accentedText('what the chosen run predicts for a task'));
  await takeScreenshot(page, 'vscode-texts-settings');
});
