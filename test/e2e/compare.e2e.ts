import { beforeAll, expect, test } from 'vitest';
import type { Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { runAskingCommand, runCommand } from './vscode/commands.ts';
import { reloadWindow } from './vscode/window.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Comparing runs in a real VS Code: Compare Runs, the panel, and the panel after a reload. */

const workspace = new Workspace(1500);
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  workspace.write(
    'choice.oap.json',
    '{"history": "history.json", "targets": {"action": {}, "memory": {}}, "models": ["simple", "cnn", "xgboost"]}\n',
  );
  workspace.oap('select', workspace.path('choice.oap.json'));
  workspace.oap('test', workspace.path('choice.oap.json'), '--model', 'simple');
  page = await vscode.open({ viewport: { width: 1400, height: 950 } });
});

takeScreenshotOnFailure(() => page);

test('Compare Runs shows the runs that are chosen side by side', async () => {
  await runAskingCommand(page, 'Operator Actions: Compare Runs');
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.nth(3).waitFor();
  for (const model of ['simple', 'cnn', 'xgboost']) {
    await rows
      .filter({ hasText: model })
      .filter({ hasText: 'cross-validation' })
      .locator('input, .monaco-custom-toggle')
      .first()
      .click();
  }
  await takeScreenshot(page, 'vscode-compare-choice');
  await page.keyboard.press('Enter');

  const panel = panelOf(page);
  await panel.getByRole('heading', { name: 'Comparison of 3 runs' }).waitFor({ timeout: 30_000 });
  // The headings, three runs, two baselines.
  expect(await panel.getByRole('table', { name: 'Results' }).getByRole('row').count()).toBe(6);
  await panel
    .getByRole('table', { name: 'Differences' })
    .getByText(/[+−]0\.\d{4} \[/)
    .nth(1)
    .waitFor({ timeout: 30_000 });
  await panel.getByRole('slider', { name: 'Confusion MSE by epoch' }).waitFor();
  await takeScreenshot(page, 'vscode-compare');
});

test('another target is read when it is looked at', async () => {
  const panel = panelOf(page);
  await panel.getByRole('tab', { name: 'memory' }).click();
  await panel.getByText(/ times \d+ workflows were drawn/).waitFor({ timeout: 30_000 });
  await panel.getByRole('checkbox', { name: 'Logarithmic axis' }).check();
});

test('after a reload of the window the comparison is there again, as it was', async () => {
  await reloadWindow(page, 'operatorActions.compare', '"target":"memory"', '"scale":"logarithmic"');
  const panel = panelOf(page);
  await panel.getByRole('heading', { name: 'Comparison of 3 runs' }).waitFor({ timeout: 60_000 });
  expect(await panel.getByRole('tab', { selected: true }).textContent()).toContain('memory');
  expect(await panel.getByRole('checkbox', { name: 'Logarithmic axis' }).isChecked()).toBe(true);
});

test('a run that is deleted is named, the others stay', async () => {
  const [deleted] = workspace.runs().filter(({ model }) => model === 'cnn');
  workspace.oap('runs', 'delete', deleted.id, '--runs', workspace.path('.oap', 'runs'));
  await runCommand(page, 'Operator Actions: Refresh Runs');
  const panel = panelOf(page);
  await panel.getByText(/cannot be shown: .* does not exist/).waitFor({ timeout: 30_000 });
  expect(await panel.getByRole('table', { name: 'Results' }).getByRole('row').count()).toBe(5);
});

test('a run opens in its own panel from there', async () => {
  await panelOf(page).getByRole('button', { name: 'simple', exact: true }).click();
  await page.locator('.tab', { hasText: 'simple · cross-validation' }).waitFor({ timeout: 30_000 });
});
