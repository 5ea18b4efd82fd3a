import { beforeAll, expect, test } from 'vitest';
import type { Locator, Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { clearNotifications, openFile, runAskingCommand, runCommand } from './vscode/commands.ts';
import { notification, openView, treeRows } from './vscode/parts.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Choosing a model in a real VS Code: Select Best Model, Cancel and Continue, Evaluate Model, Tune Model. */

const workspace = new Workspace(1200);
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  const models = '["simple", "cnn", "embedding"]';
  const targets = '{"action": {}, "memory": {}}';
  workspace.write('choice.oap.json', `{"history": "history.json", "targets": ${targets}, "models": ${models}}\n`);
  const long = '{"maxEpochs": 3000, "earlyStopping": false}';
  workspace.write(
    'long.oap.json',
    `{"history": "history.json", "targets": ${targets}, "models": ${models}, "training": ${long}, "split": {"folds": 3}}\n`,
  );
  // Too narrow to be good: other settings are better.
  const narrow = '{"model": "simple", "name": "narrow", "denseUnits": 2, "denseLayers": 4}';
  workspace.write(
    'tune.oap.json',
    `{\n  // One model.\n  "history": "history.json",\n  "targets": ${targets},\n  "models": [${narrow}]\n}\n`,
  );
  page = await vscode.open({ viewport: { width: 1500, height: 950 } });
});

takeScreenshotOnFailure(() => page);

const quickPickRows = (): Locator => page.locator('.quick-input-widget:visible .monaco-list-row');
const progress = (): Locator => page.locator('.notification-list-item', { hasText: 'done' });
const ofProtocol = (protocol: string) => workspace.runs().filter((run) => run.protocol === protocol);

test('Select Best Model compares all models, shows how far it is, and names the best', async () => {
  await openFile(page, 'choice.oap.json');
  await runAskingCommand(page, 'Operator Actions: Select Best Model');
  await quickPickRows().nth(2).waitFor();
  expect(await page.locator('.quick-input-widget:visible .quick-input-count').textContent()).toContain('3');
  await takeScreenshot(page, 'vscode-select-models');
  await page.keyboard.press('Enter');

  await progress()
    .getByText(/\d+ of 30 done, about .* left/)
    .waitFor({ timeout: 60_000 });
  await panelOf(page)
    .getByText(/of 10 trainings done/)
    .first()
    .waitFor();
  await takeScreenshot(page, 'vscode-selecting');
  await notification(page, 'Best model: ').waitFor({ timeout: 120_000 });
  await takeScreenshot(page, 'vscode-selected');
  expect(
    ofProtocol('cross-validation')
      .map(({ model, state }) => `${model} ${state}`)
      .sort(),
  ).toEqual(['cnn done', 'embedding done', 'simple done']);
});

test('Evaluate Model proposes the model that was selected, and tests that one only', async () => {
  const named = await notification(page, 'Best model: ').textContent();
  const best = /Best model: (\S+) is best/.exec(named ?? '')?.[1] ?? '';
  await clearNotifications(page);
  await openFile(page, 'choice.oap.json');
  await runAskingCommand(page, 'Operator Actions: Evaluate Model');
  const first = quickPickRows().first();
  await first.getByText('best of the last selection').waitFor();
  expect(await first.textContent()).toContain(best);
  await page.keyboard.press('Enter');
  await expect.poll(() => ofProtocol('repeated-test').map(({ state }) => state), { timeout: 60_000 }).toEqual(['done']);
  const [run] = ofProtocol('repeated-test');
  expect(run.model).toBe(best);
  expect(run.summary.map(({ fits }) => fits)).toEqual([5, 5]);
});

test('a selection that was cancelled goes on when it is asked for again', async () => {
  const selected = ofProtocol('cross-validation').length;
  const longRuns = () =>
    ofProtocol('cross-validation').filter(({ experimentFile }) => experimentFile === 'long.oap.json');
  await openFile(page, 'long.oap.json');
  await runAskingCommand(page, 'Operator Actions: Select Best Model');
  await quickPickRows().nth(2).waitFor();
  await page.keyboard.press('Enter');
  await progress()
    .getByText(/[1-9]\d* of 18 done/)
    .waitFor({ timeout: 120_000 });
  await runCommand(page, 'Operator Actions: Cancel Training');
  await expect.poll(() => longRuns().map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  await panelOf(page).getByRole('button', { name: 'Continue' }).waitFor();
  await takeScreenshot(page, 'vscode-selection-cancelled');

  await openView(page, 'Operator Actions');
  await treeRows(page).filter({ hasText: '0 of 3 done' }).first().waitFor();
  await takeScreenshot(page, 'vscode-runs-cancelled');
  await panelOf(page).getByRole('button', { name: 'Continue' }).click();
  await progress()
    .getByText(/of 6 done/)
    .waitFor({ timeout: 60_000 });
  await expect.poll(() => longRuns().map(({ state }) => state)).toContain('running');
  expect(ofProtocol('cross-validation')).toHaveLength(selected + 3);
  await runCommand(page, 'Operator Actions: Cancel Training');
  await expect.poll(() => longRuns().map(({ state }) => state)).not.toContain('running');
});

test('Tune Model tries settings and adds the best to the experiment', async () => {
  await openFile(page, 'tune.oap.json');
  await runAskingCommand(page, 'Operator Actions: Tune Model');
  await page.locator('.quick-input-widget:visible').getByText('How many settings to try').waitFor();
  await page.keyboard.type('3');
  await takeScreenshot(page, 'vscode-tune-calls');
  await page.keyboard.press('Enter');
  await progress()
    .getByText(/Call [23] of 3: \d+ of 10 done/)
    .waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'vscode-tuning');
  const end = notification(page, 'is best: confusion MSE');
  await end.waitFor({ timeout: 120_000 });
  await takeScreenshot(page, 'vscode-tuned');
  await end.getByRole('button', { name: 'Add to Experiment' }).click();
  await page.locator('.monaco-editor .view-line', { hasText: 'narrow tuned' }).first().waitFor();
  await takeScreenshot(page, 'vscode-tuned-added');
  await runCommand(page, 'File: Save');
  await expect.poll(() => workspace.read('tune.oap.json')).toContain('narrow tuned');
  expect(workspace.read('tune.oap.json')).toContain('// One model.');
});
