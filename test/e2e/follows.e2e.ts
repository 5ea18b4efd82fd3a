import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/protocol/run.ts';
import type { Locator, Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { closeEditors, openFile, runAskingCommand, runCommand } from './vscode/commands.ts';
import { expandRow, notification, openView, treeRows } from './vscode/parts.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* The tree of experiments and runs follows what happens outside of its window, and stays in the user's hand meanwhile. */

const workspace = new Workspace(300);
const vscode = new PackagedVsCode(workspace, { settings: { 'operatorActions.workers': 1 } });
let page: Page;

const fields = '"history": "history.json", "targets": {"action": {}}, "split": {"folds": 2}';

beforeAll(async () => {
  workspace.write(
    'first.oap.json',
    `{${fields}, "training": {"maxEpochs": 3}, "models": ["simple", "cnn", "embedding"]}\n`,
  );
  page = await vscode.open({ viewport: { width: 1400, height: 800 } });
  await openView(page, 'Operator Actions');
  await row('first.oap.json').waitFor();
});

takeScreenshotOnFailure(() => page);

const row = (text: string | RegExp): Locator => treeRows(page).filter({ hasText: text }).first();
const gone = (text: string): Promise<void> => row(text).waitFor({ state: 'detached' });

test('experiments appear, change their names and go as their files do', async () => {
  workspace.write('second.oap.json', '{"history": "history.json"}\n');
  await row('second.oap.json').waitFor();
  fs.renameSync(workspace.path('second.oap.json'), workspace.path('renamed.oap.json'));
  await row('renamed.oap.json').waitFor();
  await gone('second.oap.json');
  fs.rmSync(workspace.path('renamed.oap.json'));
  await gone('renamed.oap.json');
});

test('those of folders that come and go as a whole, too, but not of folders that hold none of the workspace', async () => {
  workspace.write('outside/deep/third.oap.json', '{"history": "history.json"}\n');
  await row('third.oap.json').waitFor();
  fs.renameSync(workspace.path('outside'), workspace.path('moved'));
  await expect.poll(() => row('third.oap.json').getAttribute('aria-label')).toContain('moved');
  workspace.write('node_modules/package/fourth.oap.json', '{"history": "history.json"}\n');
  fs.rmSync(workspace.path('moved'), { recursive: true });
  await gone('third.oap.json');
  expect(await treeRows(page).filter({ hasText: 'fourth.oap.json' }).count()).toBe(0);
  fs.rmSync(workspace.path('node_modules'), { recursive: true });
});

test('runs of the command line appear, though there was no folder of runs before', async () => {
  expect(workspace.has('.oap')).toBe(false);
  workspace.oap('select', workspace.path('first.oap.json'));
  await row('Selection of 3 models').waitFor();
  await row(/best \w+/).waitFor();
});

/** Gives the runs of a selection scores, and times at which they ended. */
function score(runs: readonly RunRecord[], finishedAt: string, scores: Readonly<Record<string, number>>): void {
  for (const { id } of runs) {
    const file = `.oap/runs/${id}/run.json`;
    const run = JSON.parse(workspace.read(file)) as RunRecord;
    const summary = run.summary.map((one) => ({ ...one, confusionMse: { mean: scores[run.model], std: 0 } }));
    workspace.write(file, JSON.stringify({ ...run, finishedAt, summary }));
  }
}

test('one model is best: in the tree, where a model is tested, and in the comparison', async () => {
  const before = workspace.runs();
  workspace.oap('select', workspace.path('first.oap.json'), '--fresh');
  const after = workspace.runs().filter(({ id }) => before.every((old) => old.id !== id));
  // The selection that began later ended earlier, and its best is better than any of the other's.
  score(before, '2026-03-02T12:00:00.000Z', { simple: 0.3, cnn: 0.2, embedding: 0.25 });
  score(after, '2026-03-02T11:00:00.000Z', { simple: 0.3, cnn: 0.2, embedding: 0.01 });
  await row('best cnn').waitFor();
  await row('best embedding').waitFor();
  const proposed = async (): Promise<string> => {
    await openFile(page, 'first.oap.json');
    await runAskingCommand(page, 'Operator Actions: Evaluate Model');
    const first = page.locator('.quick-input-widget:visible .monaco-list-row').first();
    await first.getByText('best of the last selection').waitFor();
    const text = (await first.textContent()) ?? '';
    await page.keyboard.press('Escape');
    return text;
  };
  expect(await proposed()).toContain('cnn');
  score(after, '2026-03-02T13:00:00.000Z', { simple: 0.3, cnn: 0.2, embedding: 0.01 });
  await expect.poll(proposed).toContain('embedding');

  await openView(page, 'Operator Actions');
  const group = row('best embedding');
  await group.locator('.custom-view-tree-node-item-checkbox').click();
  await row('Selection of 3 models').waitFor();
  await runCommand(page, 'Operator Actions: Compare Checked Runs');
  await panelOf(page).getByText('embedding is best on 1 of 1 target.').waitFor();
  await panelOf(page).getByText('Early stopping chose when to stop on the folds').waitFor();
  await takeScreenshot(page, 'vscode-winner');
});

test('while one window trains, clicks in another one open what they are on', async () => {
  await closeEditors(page);
  // Panels open next to an editor.
  await openFile(page, 'first.oap.json');
  const long = '"training": {"maxEpochs": 600, "earlyStopping": false}';
  const split = '"split": {"folds": 50}';
  workspace.write(
    'busy.oap.json',
    `{"history": "history.json", "targets": {"action": {}}, ${split}, ${long}, "models": ["cnn"]}\n`,
  );
  const other = await vscode.open({ viewport: { width: 1400, height: 800 } });
  await openFile(other, 'busy.oap.json');
  await runCommand(other, 'Operator Actions: Select Best Model');
  await row(/training elsewhere, \d+ of 50 done/).waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'vscode-second-window');
  await expandRow(row('best embedding'));
  const targets = ['simple', 'cnn', 'embedding'];
  for (let click = 0; click < 12; click++) {
    const model = targets[click % targets.length];
    await treeRows(page)
      .filter({ hasText: new RegExp(`^${model}confusion MSE`) })
      .first()
      .click();
    // Its page need not be drawn: VS Code keeps the next one waiting when one is left while it loads.
    await page.locator('.tab.active', { hasText: `${model} · cross-validation` }).waitFor();
  }
  await row('training elsewhere').click();
  await panelOf(page)
    .getByText(/\d+ of 50 trainings done · /)
    .waitFor({ timeout: 90_000 });
  expect(await notification(page, 'not found').count()).toBe(0);
  expect(workspace.runs().some(({ state }) => state === 'running')).toBe(true);
  await runCommand(other, 'Operator Actions: Cancel Training');
  await row(/cancelled, \d+ of 50 done/).waitFor();
  await panelOf(page).getByRole('button', { name: 'Continue' }).waitFor();
  await vscode.close(other);
}, 300_000);
