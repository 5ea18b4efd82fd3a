import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from './browser.ts';
import { hoverIn } from './history-page.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { closeEditors, notification, openView, runCommand, treeRows } from './vscode.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* A virtual workspace in a real VS Code: a folder that only a file system provider knows. It can be looked at. */

const workspace = new Workspace(300);
/** An extension whose scheme `elsewhere:` gives the files of the disk, read only, as another machine might. */
const provider = workspace.path('..', `${path.basename(workspace.folder)}-provider`);
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  workspace.write(
    'study.oap.json',
    '{\n  "history": "history.json",\n  "targets": {"action": {}, "nothing": {}},\n  "training": {"maxEpochs": 3}\n}\n',
  );
  workspace.write(
    'good.oap.json',
    '{"history": "history.json", "targets": {"action": {}}, "training": {"maxEpochs": 3}}\n',
  );
  workspace.oap('train', workspace.path('good.oap.json'));
  workspace.oap('test', workspace.path('good.oap.json'), '--model', 'simple');
  writeProvider();
  await vscode.start();
  page = await vscode.open({
    folder: `elsewhere:${workspace.folder}`,
    payload: [['extensionDevelopmentPath', `vscode-remote://${vscode.server.authority}${provider}`]],
    viewport: { width: 1400, height: 900 },
  });
});

afterAll(() => fs.rmSync(provider, { recursive: true, force: true }));

takeScreenshotOnFailure(() => page);

test('the Runs view lists the runs, and their panels open with samples and drivers', async () => {
  await openView(page, 'Operator Actions');
  const runs = treeRows(page).filter({ hasText: 'confusion MSE' });
  await expect.poll(() => runs.count(), { timeout: 60_000 }).toBe(2);
  await runs.filter({ hasText: 'holdout' }).first().click();
  const panel = panelOf(page);
  await panel.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
  await panel.getByRole('tab', { name: 'Samples', exact: true }).click();
  await panel.getByText('Showing 90 of 90').waitFor();
  await panel.getByRole('tab', { name: 'Drivers', exact: true }).click();
  await panel.getByText(/tasks/).first().waitFor();
  await takeScreenshot(page, 'vscode-virtual-run');
});

test('a sample leads to its task in the virtual file', async () => {
  const panel = panelOf(page);
  await panel.getByRole('tab', { name: 'Samples', exact: true }).click();
  await panel.getByRole('row').nth(1).click();
  await panel
    .getByRole('button', { name: /Go to task/ })
    .first()
    .click();
  await page.locator('.tab.active[data-resource-name="history.json"]').waitFor({ timeout: 30_000 });
  const resource = await page.locator('.tab.active[data-resource-name="history.json"]').getAttribute('aria-label');
  expect(resource).toContain('history.json');
});

test('hovers in the history have predictions of its run', async () => {
  await openFromExplorer('history.json');
  await page.keyboard.press('Control+Home');
  const text = await hoverIn(page, 2, '/synthetic_task', 'Predictions by');
  expect(text).toMatch(/Held out|Seen in training/);
  await takeScreenshot(page, 'vscode-virtual-hover');
});

test('an experiment is checked against its history', async () => {
  await openFromExplorer('study.oap.json');
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel', { hasText: 'no task of the history has the parameter "nothing"' }).waitFor();
  await runCommand(page, 'View: Hide Panel');
});

test('Inspect History shows what is in it', async () => {
  await closeEditors(page);
  await openFromExplorer('good.oap.json');
  await runCommand(page, 'Operator Actions: Inspect History');
  await panelOf(page).getByRole('heading', { name: 'history.json' }).waitFor({ timeout: 30_000 });
  await panelOf(page).getByText('300').first().waitFor();
});

test.each(['Train Model', 'Evaluate Model', 'Select Best Model', 'Tune Model'])(
  '%s is refused with the reason',
  async (command) => {
    await openFromExplorer('good.oap.json');
    await runCommand(page, `Operator Actions: ${command}`);
    await notification(page, 'This workspace is not a local folder (elsewhere:)').waitFor();
    await takeScreenshot(page, 'vscode-virtual-refused');
    await runCommand(page, 'Notifications: Clear All Notifications');
    expect(workspace.runs()).toHaveLength(2);
  },
);

/** Opens a file by the Explorer: Quick Open asks a search that virtual folders need not have. */
async function openFromExplorer(name: string): Promise<void> {
  await runCommand(page, 'View: Show Explorer');
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().dblclick();
  await page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`).waitFor();
}

function writeProvider(): void {
  fs.mkdirSync(provider);
  const manifest = {
    name: 'elsewhere',
    publisher: 'test',
    version: '0.0.0',
    engines: { vscode: '^1.100.0' },
    main: './main.js',
    activationEvents: ['onFileSystem:elsewhere'],
    capabilities: { virtualWorkspaces: true },
  };
  fs.writeFileSync(path.join(provider, 'package.json'), JSON.stringify(manifest));
  fs.writeFileSync(
    path.join(provider, 'main.js'),
    `const vscode = require('vscode');
const fs = require('node:fs');
const orGone = (uri, read) => {
  try { return read(uri.path); } catch { throw vscode.FileSystemError.FileNotFound(uri); }
};
const refuse = (uri) => { throw vscode.FileSystemError.NoPermissions(uri); };
const typeOf = (one) => (one.isDirectory() ? vscode.FileType.Directory : vscode.FileType.File);
exports.activate = () => vscode.workspace.registerFileSystemProvider('elsewhere', {
  onDidChangeFile: new vscode.EventEmitter().event,
  watch: () => ({ dispose() {} }),
  stat: (uri) => orGone(uri, (file) => {
    const { size, mtimeMs, ctimeMs } = fs.statSync(file);
    return { type: typeOf(fs.statSync(file)), size, mtime: Math.round(mtimeMs), ctime: Math.round(ctimeMs) };
  }),
  readDirectory: (uri) => orGone(uri, (file) => fs.readdirSync(file, { withFileTypes: true }).map((one) => [one.name, typeOf(one)])),
  readFile: (uri) => orGone(uri, (file) => new Uint8Array(fs.readFileSync(file))),
  createDirectory: refuse, writeFile: refuse, delete: refuse, rename: refuse,
}, { isReadonly: true });
`,
  );
}
