import fs from 'node:fs';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Locator, Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { clearNotifications, closeEditors, runCommand } from './vscode/commands.ts';
import { chooseFromMenu, expandRow, notification, openView, treeRows } from './vscode/parts.ts';
import { answerFileDialog, untilAsked } from './vscode/quick-input.ts';
import { panelOf, takeScreenshot, Workspace } from './workspace.ts';

/* Saving charts and exporting reports in a real VS Code: the dialog, the file, and what is said of it. */

/** How long to wait for what VS Code does in its own time. */
const slowly = { timeout: 15_000 };
const workspace = new Workspace(300);
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  const fields = '"history": "history.json", "targets": {"action": {}}, "training": {"maxEpochs": 4}';
  workspace.write('study.oap.json', `{${fields}, "models": ["simple", "xgboost"], "split": {"folds": 2}}\n`);
  workspace.oap('select', workspace.path('study.oap.json'));
  page = await vscode.open({ viewport: { width: 1400, height: 900 } });
  await openView(page, 'Operator Actions');
  await row('Selection of 2 models').waitFor();
  await expandRow(row('Selection of 2 models'));
  await run('simple').waitFor();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await takeScreenshot(page, `failed-${task.name.replaceAll(/[^a-z]+/gi, '-').slice(0, 60)}`);
  }
  await clearNotifications(page);
});

const row = (text: string): Locator => treeRows(page).filter({ hasText: text }).first();
/** A run's row, by its name. */
const run = (name: string): Locator =>
  treeRows(page)
    .filter({ has: page.locator('.label-name').getByText(name, { exact: true }) })
    .first();
const dialog = (): Locator => page.locator('.quick-input-widget:visible input.input');

const exportReport = (target: Locator): Promise<void> =>
  untilAsked(page, undefined, () => chooseFromMenu(target, 'Export Report…'));

/**
 * Runs a command that asks for runs, checks some, and accepts. Tries again: a palette that closes swallows the next quick
 * input now and then, and a list that is being filled swallows clicks.
 */
async function pickRuns(command: string, placeHolder: string, ...names: readonly string[]): Promise<void> {
  const widget = page.locator('.quick-input-widget:visible');
  const question = widget.locator(`input.input[placeholder="${placeHolder}"]`);
  await eventually(async () => {
    await page.keyboard.press('Escape');
    await runCommand(page, command);
    await question.waitFor({ timeout: 3000 });
    for (const [i, name] of names.entries()) {
      const box = widget.locator('.monaco-list-row').filter({ hasText: name }).locator('input, .monaco-custom-toggle');
      await box.first().click({ timeout: 3000 });
      await widget.getByText(`${i + 1} Selected`).waitFor({ timeout: 3000 });
    }
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'hidden', timeout: 3000 });
  });
}

/** Opens the dialog that saves a chart of the panel in sight. */
async function saveChart(chart: string, format: 'PNG image' | 'SVG drawing'): Promise<void> {
  const panel = panelOf(page);
  await panel.getByRole('button', { name: `Save ${chart} as an image` }).click();
  await panel.getByRole('menuitem', { name: format }).click();
  await dialog().waitFor();
}

/** Runs in a report that was saved. */
function runsOf(file: string): readonly string[] {
  const [, ids = ''] = workspace.read(file).match(/<title>([^<]*)<\/title>/) ?? [];
  return ids.split(', ');
}

test('a chart is saved where people want it, and opens from the message', async () => {
  await run('simple').click();
  const panel = panelOf(page);
  await panel.getByRole('tab', { name: 'Curves' }).click();
  await panel.getByRole('slider', { name: 'Confusion MSE by epoch' }).waitFor();
  await saveChart('Confusion MSE', 'PNG image');
  await expect
    .poll(() => dialog().inputValue(), slowly)
    .toMatch(/\d{8}-\d{6}-simple-cross-validation-[0-9a-f]{6}-action-Confusion-MSE\.png$/);
  await answerFileDialog(page, workspace.path('mse.png'));
  await notification(page, 'Saved mse.png.').waitFor();
  await takeScreenshot(page, 'vscode-image-saved');
  const content = fs.readFileSync(workspace.path('mse.png'));
  expect(content.subarray(0, 4).toString('latin1')).toBe('\u0089PNG');
  expect(content.readUInt32BE(16)).toBe(2 * 860);
  expect(workspace.list().filter((name) => name.includes('mse'))).toEqual(['mse.png']);
  await notification(page, 'Saved mse.png.').getByRole('button', { name: 'Open' }).click();
  await page.locator('.tab', { hasText: 'mse.png' }).waitFor();
});

test('SVG is saved as text, over the old file', async () => {
  workspace.write('mse.svg', 'old');
  await page.locator('.tab', { hasText: 'simple · cross-validation' }).click();
  await saveChart('Confusion MSE', 'SVG drawing');
  await expect.poll(() => dialog().inputValue(), slowly).toMatch(/\.svg$/);
  const accept = page.locator('.quick-input-widget:visible .quick-input-action .monaco-button').first();
  const asked = page.locator('.quick-input-widget:visible input.input[aria-label*="already exists"]');
  // VS Code itself asks before it gives away the place of a file that is there.
  await eventually(async () => {
    await dialog().fill(workspace.path('mse.svg'));
    await accept.click({ timeout: 2000 });
    await asked.waitFor({ timeout: 2000 });
  });
  await takeScreenshot(page, 'vscode-image-overwrite');
  await accept.click();
  await notification(page, 'Saved mse.svg.').waitFor();
  expect(workspace.read('mse.svg')).toMatch(/^<svg [\s\S]*<title>Confusion MSE<\/title>/);
});

test('a dialog that is cancelled saves nothing and says nothing', async () => {
  const before = workspace.list();
  await saveChart('Confusion MSE', 'PNG image');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await expect.poll(() => notification(page, 'Saved').count()).toBe(0);
  expect(workspace.list()).toEqual(before);
});

test('a place that cannot be written to is said', async () => {
  await saveChart('Confusion MSE', 'PNG image');
  await answerFileDialog(page, '/proc/mse.png');
  await notification(page, '/proc/mse.png could not be written:').waitFor();
  await takeScreenshot(page, 'vscode-image-not-written');
});

test('a report of a run is exported from its menu', async () => {
  await exportReport(run('simple'));
  await expect
    .poll(() => dialog().inputValue(), slowly)
    .toMatch(/report-\d{8}-\d{6}-simple-cross-validation-[0-9a-f]{6}\.html$/);
  await answerFileDialog(page, workspace.path('one.html'));
  await notification(page, 'Saved one.html.').waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'vscode-report-saved');
  expect(runsOf('one.html')).toEqual(['Report of simple', 'cross-validation']);
});

test('of all runs of a selection, from its menu', async () => {
  await exportReport(row('Selection of 2 models'));
  await answerFileDialog(page, workspace.path('selection.html'));
  await notification(page, 'Saved selection.html.').waitFor({ timeout: 60_000 });
  expect(runsOf('selection.html')).toEqual(['Report of 2 runs']);
});

test('of the runs of a comparison, from its header', async () => {
  // So that there is one panel to look into.
  await closeEditors(page);
  await pickRuns('Operator Actions: Compare Runs', 'Select runs to compare', 'simple', 'xgboost');
  const panel = panelOf(page);
  await panel.getByRole('heading', { name: 'Comparison of 2 runs' }).waitFor({ timeout: 30_000 });
  await saveChart('Overview', 'SVG drawing');
  await answerFileDialog(page, workspace.path('overview.svg'));
  await notification(page, 'Saved overview.svg.').waitFor();
  await panel.getByRole('button', { name: 'Export Report…' }).click();
  await dialog().waitFor();
  await answerFileDialog(page, workspace.path('compared.html'));
  await notification(page, 'Saved compared.html.').waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'vscode-compare-export');
  expect(runsOf('compared.html')).toEqual(['Report of 2 runs']);
});

test('of runs that are picked, from the palette', async () => {
  await pickRuns('Operator Actions: Export Report…', 'Select runs for the report', 'simple');
  await answerFileDialog(page, workspace.path('picked.html'));
  await notification(page, 'Saved picked.html.').waitFor({ timeout: 60_000 });
  expect(workspace.list()).toContain('picked.html');
});

test('a run that cannot be read gives no report, and a sentence', async () => {
  const [broken] = workspace.runs().filter(({ model }) => model === 'xgboost');
  await pickRuns('Operator Actions: Export Report…', 'Select runs for the report', 'xgboost');
  await expect.poll(() => dialog().inputValue(), slowly).toMatch(/\.html$/);
  workspace.write(`.oap/runs/${broken.id}/run.json`, '{');
  await answerFileDialog(page, workspace.path('broken.html'));
  await notification(page, 'There is no report:').waitFor({ timeout: 60_000 });
  expect(workspace.list()).not.toContain('broken.html');
});
