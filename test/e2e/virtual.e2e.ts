import { beforeAll, expect, test } from 'vitest';
import type { Page } from './browser.ts';
import { hoverText } from './hover-page.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { clearNotifications, closeEditors, openFile, runCommand } from './vscode/commands.ts';
import { problemsOf } from './vscode/language.ts';
import { notification, openView, treeRows } from './vscode/parts.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* A virtual workspace in a real VS Code: a folder that only a file system provider knows: that of vscode/host. It can be looked at. */

const workspace = new Workspace(300);
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
  page = await vscode.open({
    folder: `elsewhere:${workspace.folder}`,
    viewport: { width: 1400, height: 900 },
  });
});

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
  const text = await hoverText(page, workspace, 'history.json', 2, '/synthetic_task', 'Predictions by');
  expect(text).toMatch(/Held out|Seen in training/);
});

test('an experiment is checked against its history', async () => {
  await openFile(page, 'study.oap.json');
  await expect
    .poll(async () => (await problemsOf(page, 'study.oap.json')).map(({ message }) => message).join())
    .toContain('no task of the history has the parameter "nothing"');
});

test('Inspect History shows what is in it', async () => {
  await closeEditors(page);
  await openFile(page, 'good.oap.json');
  await runCommand(page, 'Operator Actions: Inspect History');
  await panelOf(page).getByRole('heading', { name: 'history.json' }).waitFor({ timeout: 30_000 });
  await panelOf(page).getByText('300').first().waitFor();
});

test.each(['Train Model', 'Evaluate Model', 'Select Best Model', 'Tune Model'])(
  '%s is refused with the reason',
  async (command) => {
    await openFile(page, 'good.oap.json');
    await runCommand(page, `Operator Actions: ${command}`);
    await notification(page, 'This workspace is not a local folder (elsewhere:)').waitFor();
    await takeScreenshot(page, 'vscode-virtual-refused');
    await clearNotifications(page);
    expect(workspace.runs()).toHaveLength(2);
  },
);
