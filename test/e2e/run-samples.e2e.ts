import { beforeAll, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { closeEditors } from './vscode/commands.ts';
import { notification, openView, treeRows } from './vscode/parts.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Drivers and samples of a run in a real VS Code: from the confusion matrix to a task's line in the history; Run again. */

const workspace = new Workspace(1500);
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  workspace.write('one.oap.json', '{"history": "history.json", "targets": {"action": {}}}\n');
  workspace.oap('train', workspace.path('one.oap.json'));
  page = await vscode.open({ viewport: { width: 1500, height: 950 } });
});

takeScreenshotOnFailure(() => page);

const tab = (name: string) => panelOf(page).getByRole('tab', { name, exact: true });

test('what drives a class is found over the evaluated tasks', async () => {
  await openView(page, 'Operator Actions');
  await treeRows(page).filter({ hasText: 'simple' }).last().click();
  await tab('Drivers').click();
  const codes = panelOf(page).getByRole('table', { name: 'Error codes for and against acdc' });
  await codes.waitFor({ timeout: 60_000 });
  await panelOf(page)
    .getByText(/^Over 450 evaluated tasks: on average the score of acdc goes from /)
    .waitFor();
  await takeScreenshot(page, 'vscode-drivers');
  await panelOf(page).getByRole('combobox', { name: 'Class' }).selectOption('clone');
  await panelOf(page).getByRole('combobox', { name: 'Tasks' }).selectOption('those that were given the class');
  await panelOf(page).getByRole('table', { name: 'Cells for and against clone' }).waitFor({ timeout: 60_000 });
  await panelOf(page)
    .getByText(/^Over \d+ evaluated tasks that were given clone: /)
    .waitFor();
});

test('a cell of the confusion matrix leads to its samples, a sample to its line in the history', async () => {
  await tab('Confusion').click();
  const cell = panelOf(page).getByRole('gridcell', { name: /^true acdc, predicted acdc/ });
  const examples = /([\d,]+) examples$/.exec((await cell.getAttribute('aria-label')) ?? '')?.[1];
  await cell.click();
  await panelOf(page).getByText(`Showing ${examples} of 450`).waitFor();
  const row = panelOf(page).getByRole('treegrid').getByRole('row').nth(1);
  const name = await row.locator('.task').getAttribute('title');
  await row.click();
  const goTo = panelOf(page).getByRole('button', { name: /^Go to task \(line [\d,]+\)/ });
  await goTo.waitFor();
  // The model is asked in a thread of its own.
  const reasons = panelOf(page).getByRole('table', { name: 'Cells that drove the decision' });
  await reasons.waitFor();
  expect(await reasons.getByRole('rowheader').count()).toBeGreaterThan(0);
  await panelOf(page)
    .getByText(/^The score of acdc is −?\d+\.\d\d: −?\d+\.\d\d for a task without errors/)
    .waitFor();
  await takeScreenshot(page, 'vscode-samples');
  await panelOf(page).getByRole('combobox', { name: 'Class that is explained' }).selectOption('clone');
  await panelOf(page)
    .getByText(/^The score of clone is /)
    .waitFor();
  const line = Number((await goTo.textContent())?.replaceAll(/\D/g, ''));
  expect(workspace.read('history.json').split('\n')[line - 1]).toContain(name);
  await goTo.click();
  await page.getByText(`Ln ${line}, Col 1`).waitFor();
  await takeScreenshot(page, 'vscode-go-to-task');
});

test('samples are filtered by a code of the history', async () => {
  const filter = panelOf(page).getByRole('combobox', { name: 'Code' });
  await panelOf(page).getByRole('button', { name: 'Clear filters' }).click();
  await filter.fill('134');
  await filter.press('Enter');
  await panelOf(page)
    .getByText(/^Showing [1-9]\d* of 450$/)
    .waitFor();
  await panelOf(page).getByText('Showing 450 of 450').waitFor({ state: 'detached' });
});

test('the thresholds of a class are counted', async () => {
  await tab('Thresholds').click();
  await panelOf(page)
    .getByRole('button', { name: /true positives?: show these samples/ })
    .waitFor();
  await takeScreenshot(page, 'vscode-thresholds');
});

test('Run again makes a new run of the same', async () => {
  await tab('Settings').click();
  await panelOf(page).getByRole('button', { name: 'Run again' }).click();
  await expect.poll(() => workspace.runs().map(({ state }) => state), { timeout: 60_000 }).toEqual(['done', 'done']);
  const [first, second] = workspace.runs();
  expect(second.specification).toEqual(first.specification);
  expect(second.summary[0].confusion).toEqual(first.summary[0].confusion);
  expect(await notification(page, 'failed').count()).toBe(0);
});

test('the embeddings of a run lie on a map, and other sizes are tried on the pairs of its history', async () => {
  workspace.write('map.oap.json', '{"history": "history.json", "targets": {"action": {}}, "models": ["embedding"]}\n');
  workspace.oap('train', workspace.path('map.oap.json'));
  await closeEditors(page);
  // VS Code may close the panel with the editors, if the click comes before it is done with them.
  await eventually(async () => {
    if (!(await tab('Embeddings').isVisible())) await treeRows(page).filter({ hasText: 'embedding' }).last().click();
    await tab('Embeddings').waitFor({ timeout: 5000 });
  });
  await tab('Embeddings').click();
  const map = panelOf(page).getByRole('img', { name: /^Map of \d+ embeddings/ });
  await map.waitFor();
  await panelOf(page)
    .getByText(/with the run's size of 20 the mean squared error is 0\.\d+/)
    .waitFor({ timeout: 60_000 });
  await panelOf(page).getByRole('searchbox', { name: 'Search' }).fill('SIGSEGV');
  await panelOf(page).getByText('1 found').waitFor();
  await map.focus();
  await page.keyboard.press('Home');
  await panelOf(page)
    .getByText(/^Error code .* Most alike in all dimensions: /)
    .waitFor();
  await panelOf(page).getByRole('searchbox', { name: 'Search' }).fill('');
  await takeScreenshot(page, 'vscode-embeddings');
});
