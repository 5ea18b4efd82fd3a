import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { FrameLocator, Page } from './browser.ts';
import { complete } from './completion-page.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { clearNotifications, openFile, runAskingCommand, runCommand } from './vscode/commands.ts';
import { notification, openView, treeRows } from './vscode/parts.ts';
import { answerFileDialog, runFromPalette, untilAsked } from './vscode/quick-input.ts';
import { reloadWindow } from './vscode/window.ts';
import { panelOf, root, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* The whole way in a real VS Code, from the packaged extension: an experiment, Train Model, live charts, the result. */

const workspace = new Workspace(3000);
const vscode = new PackagedVsCode(workspace);
const { folder } = workspace;
const violations: string[] = [];
let page: Page;

beforeAll(async () => {
  fs.copyFileSync(path.join(root, 'examples/study/study.oap.json'), path.join(folder, 'study.oap.json'));
  workspace.write(
    'long.oap.json',
    '{"history": "history.json", "models": ["simple", "simple+smote"], "training": {"maxEpochs": 100000, "earlyStopping": false}}\n',
  );
  workspace.write(
    'wrong.oap.json',
    '{\n  // A comment is fine.\n  "history": "gone.json",\n  "modles": ["simple"]\n}\n',
  );
  workspace.write('gone.oap.json', '{"history": "gone.json"}\n');
  page = await vscode.open({ viewport: { width: 1500, height: 950 } });
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text()) && /operator-action|run\.js/.test(message.text())) {
      violations.push(message.text());
    }
  });
});

takeScreenshotOnFailure(() => page);

test('Train Model from the palette trains beside the experiment and ends with a confusion matrix', async () => {
  await openFile(page, 'study.oap.json');
  await untilAsked(page, undefined, () => runFromPalette(page, 'Operator Actions: Train Model'));
  await confirmModels();
  await panel().getByText('Done', { exact: true }).first().waitFor({ timeout: 90_000 });
  await panel().getByRole('grid').or(panel().getByRole('table')).first().waitFor();

  const [run] = workspace.runs();
  expect(run.state).toBe('done');
  expect(run.summary.map(({ target }) => target)).toEqual(['action', 'memory', 'splitting', 'xrootd']);
  // The experiment keeps the left group, the panel stands in the right one.
  const groups = page.locator('.editor-group-container');
  expect(await groups.count()).toBe(2);
  expect(await groups.first().locator('.tab.active').getAttribute('data-resource-name')).toBe('study.oap.json');
});

test('the Runs view lists the run, and a click opens its panel again', async () => {
  await page.locator('.tab', { hasText: 'holdout' }).locator('.codicon-close').click();
  await openView(page, 'Operator Actions');
  const row = treeRows(page).filter({ hasText: 'confusion MSE' }).first();
  await row.waitFor();
  await screenshot('vscode-runs');
  await row.click();
  await panel().getByText('Done', { exact: true }).first().waitFor();
});

test('after a window reload the panel is there again', async () => {
  await reloadWindow(page, 'mainThreadWebview-operatorActions.run', '"identity":"');
  await panel().getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
  await panel().getByRole('tab', { name: 'Curves' }).click();
  await panel().locator('canvas').first().waitFor();
});

test('Cancel stops a training of two models at once, and says so', async () => {
  await openFile(page, 'long.oap.json');
  await runAskingCommand(page, 'Operator Actions: Train Model');
  await confirmModels('simple+smote');
  await panel().getByText('Training', { exact: true }).first().waitFor({ timeout: 30_000 });
  await panel().locator('canvas').first().waitFor();
  await screenshot('vscode-training');
  await panel().getByRole('button', { name: 'Cancel' }).click();
  await panel().getByText('Cancelled', { exact: true }).first().waitFor();
  await screenshot('vscode-cancelled');
  expect(workspace.runs().filter(({ state }) => state === 'cancelled')).toHaveLength(2);
  expect(workspace.runs().filter(({ state }) => state === 'running')).toHaveLength(0);
});

test('problems of an experiment stand in the Problems view, with the name that was meant', async () => {
  await openFile(page, 'wrong.oap.json');
  await runCommand(page, 'Problems: Focus on Problems View');
  const problems = page.locator('.markers-panel');
  await problems.getByText('did you mean "models"?').first().waitFor();
  await screenshot('vscode-problems');
  await openFile(page, 'gone.oap.json');
  await problems.getByText('gone.json is missing in the folder of this experiment').first().waitFor();
});

test('Train Model refuses a broken experiment with its line', async () => {
  await openFile(page, 'wrong.oap.json');
  await runCommand(page, 'Operator Actions: Train Model');
  await notification(page, 'wrong.oap.json, line 4: there is no field "modles" here').waitFor();
  await clearNotifications(page);
});

test('the experiment file completes its fields from the schema', async () => {
  await openFile(page, 'gone.oap.json');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('\n"tr');
  await page.locator('.editor-group-container.active .view-line', { hasText: '"tr"' }).waitFor();
  await complete(page, 'training');
  await screenshot('vscode-completion');
  await page.keyboard.press('Escape');
  await runCommand(page, 'File: Revert File');
});

test('the CodeLens above the experiment trains it', async () => {
  await openFile(page, 'study.oap.json');
  const before = workspace.runs().length;
  const lens = page.locator('.editor-group-container.active .codelens-decoration a', { hasText: 'Train Model' });
  await lens.first().waitFor();
  await screenshot('vscode-codelens');
  await lens.first().click();
  await confirmModels();
  await expect.poll(() => workspace.runs().length, { timeout: 30_000 }).toBe(before + 1);
  await expect
    .poll(() => workspace.runs().filter(({ state }) => state === 'running').length, { timeout: 60_000 })
    .toBe(0);
});

test('no panel broke its content security policy', () => {
  expect(violations).toEqual([]);
});

test('Open Sample Workspace makes a folder with the study and a generated history, and opens it', async () => {
  await runCommand(page, 'Operator Actions: Open Sample Workspace');
  await answerFileDialog(page, `${folder}/`);
  const sample = path.join(folder, 'operator-actions-sample');
  await expect.poll(() => fs.existsSync(path.join(sample, 'study.oap.json')), { timeout: 60_000 }).toBe(true);
  expect(fs.readFileSync(path.join(sample, 'history.json'), 'utf8').split('\n')).toHaveLength(9522 + 3);
  await page.waitForURL(/folder=.*operator-actions-sample/);
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'study.oap.json' }).waitFor();
});

const panel = (): FrameLocator => panelOf(page);
const screenshot = (name: string): Promise<void> => takeScreenshot(page, name);

/** Confirms the quick pick of models, of which the first is checked; with another one if it is named. */
async function confirmModels(another?: string): Promise<void> {
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.first().waitFor();
  if (another !== undefined) await rows.filter({ hasText: another }).first().click();
  await page.keyboard.press('Enter');
}
