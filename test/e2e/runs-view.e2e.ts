import { beforeAll, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Locator, Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { clearNotifications, runAskingCommand, runCommand } from './vscode/commands.ts';
import { chooseFromMenu, expandRow, notification, openView, treeRows } from './vscode/parts.ts';
import { untilAsked } from './vscode/quick-input.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* The tree of experiments and runs in a real VS Code: stars, names, notes, filter, order, check boxes, deleting with undo. */

const workspace = new Workspace(300);
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  const fields = '"history": "history.json", "targets": {"action": {}}, "training": {"maxEpochs": 5}';
  workspace.write('choice.oap.json', `{${fields}, "models": ["simple", "cnn", "embedding"], "split": {"folds": 2}}\n`);
  workspace.write('empty.oap.json', '{"history": "history.json"}\n');
  const long = '{"maxEpochs": 100000, "earlyStopping": false}';
  workspace.write('long.oap.json', `{"history": "history.json", "targets": {"action": {}}, "training": ${long}}\n`);
  workspace.oap('select', workspace.path('choice.oap.json'));
  workspace.oap('train', workspace.path('choice.oap.json'), '--model', 'simple');
  workspace.oap('train', workspace.path('choice.oap.json'), '--model', 'cnn');
  page = await vscode.open({ viewport: { width: 1400, height: 800 } });
  await openView(page, 'Operator Actions');
  await row('empty.oap.json').waitFor();
});

takeScreenshotOnFailure(() => page);

const row = (text: string): Locator => treeRows(page).filter({ hasText: text }).first();

/**
 * Presses one of the buttons that a row shows under the pointer, again until its effect can be seen: a row that is drawn anew
 * at that moment loses the click.
 */
async function press(target: Locator, action: string, effect: Locator): Promise<void> {
  await eventually(async () => {
    if (await effect.isVisible()) return;
    await target.hover({ timeout: 2000 });
    await target.locator(`.action-label[aria-label^="${action}"]`).click({ timeout: 2000 });
    await effect.waitFor({ timeout: 5000 });
  });
}

async function answer(title: string, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget:visible input.input');
  // The box is there before it is set up.
  await page.locator('.quick-input-widget:visible .quick-input-title', { hasText: title }).waitFor();
  await input.fill(text);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

test('experiments hold their runs, and the models of a selection stand together', async () => {
  await row('Selection of 3 models')
    .getByText(/best \w+/)
    .waitFor();
  await expect.poll(() => row('empty.oap.json').textContent()).toContain('no runs yet');
  expect(await treeRows(page).filter({ hasText: 'holdout' }).count()).toBe(2);
  await expandRow(row('Selection of 3 models'));
  await row('cross-validation').waitFor();
  await takeScreenshot(page, 'vscode-runs-tree');
});

test('a star puts a run first and keeps it from being deleted', async () => {
  const run = treeRows(page).filter({ hasText: 'holdout' }).last();
  const name = (await run.textContent())?.match(/^(simple|cnn)/)?.[0] ?? '';
  await press(run, 'Star Run', row('★'));
  expect(await treeRows(page).filter({ hasText: 'holdout' }).first().textContent()).toContain(name);
  const done = panelOf(page).getByText('Done').first();
  // The row is drawn anew with its star, and loses a click at that moment.
  await eventually(async () => {
    await row('★').click();
    await done.waitFor({ timeout: 5000 });
  });
  await page.keyboard.press('Delete');
  await notification(page, 'starred: unstar').waitFor();
  expect(workspace.runs()).toHaveLength(5);
  await clearNotifications(page);
});

test('a run is renamed with F2, and a note stands in its tooltip', async () => {
  await row('★').click();
  await page.keyboard.press('F2');
  await answer('Rename Run', 'The <b>one</b>');
  await row('The <b>one</b>').waitFor();
  await untilAsked(page, 'Note on the Run', () => chooseFromMenu(row('The <b>one</b>'), 'Edit Note…'));
  await answer('Note on the Run', 'agreed on Monday');
  await row('✎').waitFor();
  await takeScreenshot(page, 'vscode-runs-marked');
});

test('the filter finds words of names, models and notes, says what it leaves out, and is taken off', async () => {
  await runAskingCommand(page, 'Operator Actions: Filter Runs…', 'Filter Runs');
  await answer('Filter Runs', 'monday');
  await page.getByText('Filter "monday": 1 of 5 runs').waitFor();
  await expect.poll(() => treeRows(page).filter({ hasText: 'confusion MSE' }).count()).toBe(1);
  await takeScreenshot(page, 'vscode-runs-filtered');
  await runCommand(page, 'Operator Actions: Clear Run Filter');
  await row('Selection of 3 models').waitFor();
});

test('the order can be chosen', async () => {
  await runAskingCommand(page, 'Operator Actions: Sort Runs…');
  await page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'Confusion MSE, best first' }).click();
  await expandRow(row('Selection of 3 models'));
  const metrics = async () =>
    (await treeRows(page).filter({ hasText: 'cross-validation' }).allTextContents()).map((text) =>
      Number(/MSE (\d\.\d+)/.exec(text)?.[1]),
    );
  await expect.poll(async () => (await metrics()).length).toBe(3);
  await expect.poll(metrics).toEqual((await metrics()).sort((a, b) => a - b));
});

test('check boxes are counted, and that of a group stands for its runs', async () => {
  const checked = treeRows(page).locator('.monaco-custom-toggle.checked, .monaco-checkbox.checked');
  const ofGroup = row('Selection of 3 models').locator('.custom-view-tree-node-item-checkbox');
  await eventually(async () => {
    if ((await checked.count()) === 0) await ofGroup.click({ timeout: 2000 });
    await checked.nth(3).waitFor({ timeout: 2000 });
  });
  expect(await checked.count()).toBe(4);
  await takeScreenshot(page, 'vscode-runs-checked');
});

test('deleting can be undone; without that the files go', async () => {
  const cnn = treeRows(page).filter({ hasText: 'holdout' }).filter({ hasNotText: '★' });
  const message = notification(page, '1 run is deleted');
  await press(cnn.first(), 'Delete Run', message);
  await expect.poll(() => cnn.count()).toBe(0);
  await takeScreenshot(page, 'vscode-runs-deleted');
  await message.getByRole('button', { name: 'Undo' }).click();
  await cnn.first().waitFor();
  expect(workspace.runs()).toHaveLength(5);
  await message.waitFor({ state: 'hidden' });
  await press(cnn.first(), 'Delete Run', message);
  await clearNotifications(page);
  await expect.poll(() => workspace.runs().length).toBe(4);
  await expect.poll(() => workspace.list('.oap', 'runs').length).toBe(4);
});

test('a run that the command line deletes goes from the tree', async () => {
  const [run] = workspace.runs().filter(({ model, protocol }) => model === 'cnn' && protocol === 'cross-validation');
  await row('Selection of 3 models').waitFor();
  workspace.oap('runs', 'delete', run.id, '--runs', workspace.path('.oap', 'runs'));
  await row('Selection of 2 models').waitFor();
});

test('a run that is being trained shows its fits as they get on', async () => {
  await press(row('long.oap.json'), 'Train Model', row('0 of 1 done'));
  await treeRows(page)
    .filter({ hasText: /epoch \d+ · confusion MSE/ })
    .first()
    .waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'vscode-runs-training');
  // A click on a button is lost if its row is drawn anew: that of the run is not while its fits get on.
  await row('0 of 1 done').hover();
  const button = await row('0 of 1 done').locator('.action-label[aria-label^="Cancel Training"]').elementHandle();
  const fit = treeRows(page).filter({ hasText: 'training 1' });
  for (let i = 0; i < 3; i++) {
    const before = await fit.textContent();
    await expect.poll(() => fit.textContent()).not.toBe(before);
  }
  expect(await button?.isVisible()).toBe(true);
  await press(row('0 of 1 done'), 'Cancel Training', row('cancelled'));
});
