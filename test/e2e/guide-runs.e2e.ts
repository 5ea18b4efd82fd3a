import { beforeAll, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Locator, Page } from './browser.ts';
import { complete } from './completion-page.ts';
import {
  around,
  closeQuickInput,
  pictureSettings,
  quickInput,
  quickPickIsThere,
  takePicture,
  takeStep,
} from './guide-picture.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { clearNotifications, closeEditors, openFile, runAskingCommand, runCommand } from './vscode/commands.ts';
import { expandRow, notification, openView, treeRows } from './vscode/parts.ts';
import { panelOf, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* The user guide's pictures of experiments, runs and comparisons, taken on the way through them in a real VS Code. */

const workspace = new Workspace(9522);
const vscode = new PackagedVsCode(workspace, { settings: pictureSettings });
let page: Page;
const size = { width: 1280, height: 800 };

beforeAll(async () => {
  workspace.write(
    'study.oap.json',
    `{
  "history": "history.json",
  "models": ["simple", "cnn+attention", "xgboost"],
  "split": { "folds": 2 },
  "training": { "maxEpochs": 25 }
}
`,
  );
  workspace.write(
    'embedding.oap.json',
    '{\n  "history": "history.json",\n  "targets": { "action": {} },\n  "models": ["embedding"],\n  "training": { "maxEpochs": 20 }\n}\n',
  );
  workspace.write(
    'long.oap.json',
    '{\n  "history": "history.json",\n  "models": ["simple"],\n  "training": { "maxEpochs": 2000, "earlyStopping": false }\n}\n',
  );
  workspace.write(
    'tune.oap.json',
    '{\n  "history": "history.json",\n  "targets": { "action": {} },\n  "models": [{ "model": "simple", "name": "narrow", "denseLayers": 4, "denseUnits": 2 }],\n  "split": { "folds": 2 },\n  "training": { "maxEpochs": 15 }\n}\n',
  );
  workspace.oap('select', workspace.path('study.oap.json'));
  workspace.oap('train', workspace.path('study.oap.json'), '--model', 'simple');
  workspace.oap('train', workspace.path('study.oap.json'), '--model', 'cnn+attention');
  workspace.oap('train', workspace.path('embedding.oap.json'));
  page = await vscode.open({ viewport: size });
}, 400_000);

takeScreenshotOnFailure(() => page);

/** The window without its frame. */
const panelPart = { x: 48, y: 30, width: 1232, height: 746 };

const row = (text: string): Locator => treeRows(page).filter({ hasText: text }).first();
const quickRows = (): Locator => quickInput(page).locator('.monaco-list-row');

test('the palette lists the commands', async () => {
  // A window that has just opened does not know them all yet.
  await eventually(async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await quickInput(page).locator('input.input').fill('>Operator Actions: ');
    await quickInput(page)
      .locator('.monaco-list-row', { hasText: 'Cancel Training' })
      .first()
      .waitFor({ timeout: 5000 });
  });
  await quickPickIsThere(page, 'Cancel Training');
  await takePicture(page, 'palette', await around(page, [quickInput(page)]));
  await closeQuickInput(page);
});

test('an experiment file has buttons, lenses and completion', async () => {
  await page.setViewportSize({ width: 900, height: 600 });
  await hideSideBar();
  await openFile(page, 'study.oap.json');
  await page.locator('.codelens-decoration a', { hasText: 'Compare' }).first().waitFor();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(', ');
  const propose = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await complete(page, 'learningRate');
    await page.waitForTimeout(400);
  };
  await propose();
  await takePicture(page, 'experiment', { x: 48, y: 30, width: 852, height: 260 });
  await takeStep(page, workspace, 'experiment', { x: 48, y: 30, width: 852, height: 260 }, propose);
  await page.keyboard.press('Escape');
  await runCommand(page, 'File: Revert File');
  await page.setViewportSize(size);
});

test('Train Model asks for models, trains beside the experiment, and can be cancelled and continued', async () => {
  await openFile(page, 'long.oap.json');
  await runCommand(page, 'Operator Actions: Train Model');
  const panel = panelOf(page);
  await panel.getByText('Training', { exact: true }).first().waitFor({ timeout: 60_000 });
  await panel.locator('canvas').first().waitFor();
  await panel
    .getByText(/epoch [5-9]\d/i)
    .first()
    .waitFor({ timeout: 60_000 });
  await takePicture(page, 'training');
  await takeStep(page, workspace, 'train', { x: 664, y: 30, width: 616, height: 608 });
  await runCommand(page, 'Operator Actions: Cancel Training');
  await panel.getByRole('button', { name: 'Continue' }).waitFor();
  await page.waitForTimeout(500);
  await takePicture(page, 'cancelled');
  await closeEditors(page);
});

test('Select Best Model asks which models, and Evaluate Model proposes the best', async () => {
  await openFile(page, 'study.oap.json');
  await runAskingCommand(page, 'Operator Actions: Select Best Model');
  await quickPickIsThere(page, 'xgboost');
  await takePicture(page, 'select', await around(page, [quickInput(page)]));
  await closeQuickInput(page);
  await runAskingCommand(page, 'Operator Actions: Evaluate Model');
  await quickPickIsThere(page, 'best of the last selection');
  await takePicture(page, 'evaluate', await around(page, [quickInput(page)]));
  await closeQuickInput(page);
});

test('Tune Model tries settings and offers the best', async () => {
  await openFile(page, 'tune.oap.json');
  await runAskingCommand(page, 'Operator Actions: Tune Model');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  const end = notification(page, 'is best: confusion MSE');
  await end.waitFor({ timeout: 120_000 });
  await page.waitForTimeout(500);
  await takePicture(page, 'tune', await around(page, [end]));
  await clearNotifications(page);
  await closeEditors(page);
});

test('the Runs view has experiments, runs and what can be done with them', async () => {
  await openView(page, 'Operator Actions');
  await expandRow(row('Selection of 3 models'));
  await widenSideBar(520);
  await run('cnn+attention', 'holdout').click({ button: 'right' });
  await page.locator('.monaco-menu .action-label', { hasText: 'Export Report…' }).waitFor();
  await page.waitForTimeout(400);
  await takePicture(page, 'runs', { x: 0, y: 30, width: 720, height: 430 });
  await page.keyboard.press('Escape');
  await runAskingCommand(page, 'Operator Actions: Filter Runs…', 'Filter Runs');
  await quickInput(page).locator('input.input').fill('attention');
  await page.keyboard.press('Enter');
  await page.getByText('Filter "attention"').waitFor();
  await page.waitForTimeout(400);
  await takePicture(page, 'filter-runs', { x: 0, y: 30, width: 720, height: 200 });
  await runCommand(page, 'Operator Actions: Clear Run Filter');
  await runAskingCommand(page, 'Operator Actions: Sort Runs…');
  await quickPickIsThere(page, 'best first');
  await takePicture(page, 'sort-runs', await around(page, [quickInput(page)]));
  await closeQuickInput(page);
});

test('Export Models asks for whom', async () => {
  await run('cnn+attention', 'holdout').click();
  await panelOf(page).getByText('Done', { exact: true }).first().waitFor();
  await runAskingCommand(page, 'Operator Actions: Export Models…');
  await quickPickIsThere(page, 'holdout');
  await page.keyboard.press('Enter');
  await quickPickIsThere(page, 'ONNX');
  await takePicture(page, 'export-models', await around(page, [quickInput(page)]));
  await closeQuickInput(page);
});

test.each([
  ['Summary', 'summary', 'table'],
  ['Confusion', 'confusion', 'grid'],
  ['Samples', 'samples', 'treegrid'],
  ['Drivers', 'drivers', 'table'],
  ['Thresholds', 'thresholds', 'slider'],
  ['Calibration', 'calibration', 'img'],
  ['Policy', 'policy', 'table'],
  ['Settings', 'settings', 'table'],
] as const)('the tab %s of a run', async (name, picture, content) => {
  await hideSideBar();
  const panel = panelOf(page);
  await panel.getByRole('tab', { name, exact: true }).click();
  await expect
    .poll(() => panel.getByRole(content).filter({ visible: true }).count(), { timeout: 60_000 })
    .toBeGreaterThan(0);
  await page.waitForTimeout(1000);
  await takePicture(page, picture, panelPart);
});

test('the tab Embeddings', async () => {
  await closeEditors(page);
  await openView(page, 'Operator Actions');
  await run('embedding', 'holdout').click();
  await hideSideBar();
  await panelOf(page).getByRole('tab', { name: 'Embeddings', exact: true }).click();
  await panelOf(page)
    .getByRole('button', { name: /Save .* as an image/ })
    .first()
    .waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1500);
  await takePicture(page, 'embeddings', panelPart);
});

test('Compare Runs shows runs side by side', async () => {
  await closeEditors(page);
  await runAskingCommand(page, 'Operator Actions: Compare Runs');
  await quickPickIsThere(page, 'cross-validation');
  for (const model of ['simple', 'cnn+attention', 'xgboost']) {
    const exactly = page.locator('.label-name').getByText(model, { exact: true });
    const choice = quickRows().filter({ has: exactly }).filter({ hasText: 'cross-validation' });
    await choice.locator('input, .monaco-custom-toggle').first().click();
  }
  await takePicture(page, 'choose-runs', await around(page, [quickInput(page)]));
  await page.keyboard.press('Enter');
  const panel = panelOf(page);
  await panel.getByRole('heading', { name: 'Comparison of 3 runs' }).waitFor({ timeout: 30_000 });
  await panel.getByText(/ workflows were drawn/).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(700);
  await takePicture(page, 'compare', panelPart);
  await page.setViewportSize({ width: 800, height: 800 });
  await takeStep(page, workspace, 'compare', { x: 48, y: 30, width: 752, height: 544 });
  await page.setViewportSize(size);
});

test('a report opens in any browser', async () => {
  const ids = workspace.runs().flatMap(({ id, protocol }) => (protocol === 'holdout' ? [id] : []));
  const report = workspace.path('report.html');
  workspace.oap(
    'report',
    ...ids.slice(0, 2).map((id) => workspace.path('.oap', 'runs', id)),
    '--out',
    report,
    '--no-drivers',
  );
  const reader = await vscode.browser.newPage({ viewport: size });
  await reader.goto(`file://${report}`);
  await reader.getByRole('heading', { name: 'Comparison of 2 runs' }).first().waitFor({ timeout: 60_000 });
  await reader.waitForTimeout(1000);
  await takePicture(reader, 'report');
  await reader.close();
});

/** A run in the Runs view. */
function run(model: string, protocol: string): Locator {
  const exactly = page.locator('.label-name').getByText(model, { exact: true });
  return treeRows(page).filter({ has: exactly }).filter({ hasText: protocol }).first();
}

/** The command is there only while the side bar is. */
async function hideSideBar(): Promise<void> {
  if (await page.locator('.part.sidebar').isVisible()) await runCommand(page, 'View: Close Primary Side Bar');
}

async function widenSideBar(width: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('the side bar is closed');
  await page.mouse.move(box.x + box.width, 400);
  await page.mouse.down();
  await page.mouse.move(box.x + width, 400, { steps: 5 });
  await page.mouse.up();
}
