import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { closeEditors } from './vscode/commands.ts';
import { openView, treeRows } from './vscode/parts.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Panels of runs in a real VS Code whose files are gone, damaged, of a newer version, or far too large. */

const workspace = new Workspace(300);
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  const fields = '"history": "history.json", "targets": {"action": {}}, "training": {"maxEpochs": 3}';
  const models = ['gone', 'half', 'newer', 'large', 'fit'].map((name) => ({ model: 'simple', name }));
  workspace.write('some.oap.json', `{${fields}, "models": ${JSON.stringify(models)}}\n`);
  // One by one, as runs that are trained together stand in a group that is closed.
  for (const { name } of models) workspace.oap('train', workspace.path('some.oap.json'), '--model', name);
  const half = fileOf('half', 'run.json');
  fs.truncateSync(half, 200);
  workspace.write(fileOf('newer', 'run.json', false), '{"version": 99, "everything": "new"}\n');
  fs.writeFileSync(fileOf('fit', 'fits/action/0/fit.json'), '{"version": 1');
  const curve = fileOf('large', 'fits/action/0/epochs.jsonl');
  const [line] = fs.readFileSync(curve, 'utf8').split('\n');
  const chunk = `${line}\n`.repeat(2000);
  for (let bytes = 0; bytes < 500e6; bytes += chunk.length) fs.appendFileSync(curve, chunk);
  page = await vscode.open({ viewport: { width: 1400, height: 800 } });
  await openView(page, 'Operator Actions');
});

takeScreenshotOnFailure(() => page);

/** A file of the run of a model. */
function fileOf(model: string, name: string, absolute = true): string {
  const folder = workspace.list('.oap', 'runs').find((run) => run.includes(`-${model}-`)) ?? '';
  return absolute ? workspace.path('.oap', 'runs', folder, name) : `.oap/runs/${folder}/${name}`;
}

async function open(text: string): Promise<void> {
  await closeEditors(page);
  await treeRows(page).filter({ hasText: text }).first().click();
}

test.each([
  ['half-written', '-half-', /run\.json is not complete JSON/],
  ['from a newer version', '-newer-', /run\.json was written by a newer version of Operator Action Predictions/],
])('a run that is %s says so in the list and in its panel', async (_, name, reason) => {
  await open(name);
  await panelOf(page).getByText(reason).waitFor();
});

test('a run with 500 MB of curves opens, shows the first of them, and can be used', async () => {
  await open('large');
  await panelOf(page)
    .getByText(/epochs\.jsonl has 50\d MB: of fit 1 of action only the first [\d,]+ epochs are shown/)
    .waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'vscode-run-too-large');
  await panelOf(page).getByRole('tab', { name: 'Confusion', exact: true }).click();
  await panelOf(page)
    .getByRole('gridcell', { name: /^true acdc, predicted acdc/ })
    .waitFor();
  await panelOf(page).getByRole('tab', { name: 'Samples', exact: true }).click();
  await panelOf(page).getByText('Showing 90 of 90').waitFor();
});

test('a fit that is half-written is named, the rest of the run is there', async () => {
  await open('fit');
  await panelOf(page)
    .getByText(/fit\.json is not complete JSON/)
    .first()
    .waitFor();
  await panelOf(page).getByRole('tab', { name: 'Settings', exact: true }).click();
  await panelOf(page).getByRole('button', { name: 'Run again' }).waitFor();
});

test('a run that is deleted while its panel is open is said to be gone', async () => {
  await open('gone');
  await panelOf(page).getByRole('tab', { name: 'Summary', exact: true }).waitFor();
  fs.rmSync(fileOf('gone', '.'), { recursive: true });
  await panelOf(page)
    .getByText(/run\.json does not exist/)
    .waitFor();
  await takeScreenshot(page, 'vscode-run-gone');
  await open('fit');
  await panelOf(page).getByRole('tab', { name: 'Settings', exact: true }).waitFor();
  expect(await treeRows(page).filter({ hasText: 'gone' }).count()).toBe(0);
});
