import { beforeAll, expect, test } from 'vitest';
import type { FrameLocator, Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { closeEditors, openFile, runCommand } from './vscode/commands.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Inspect History in a real VS Code: what is in a history, what leaks, what is wrong with it. */

const workspace = new Workspace(2000);
const vscode = new PackagedVsCode(workspace);
const violations: string[] = [];
let page: Page;

beforeAll(async () => {
  workspace.write('study.oap.json', '{"history": "history.json"}\n');
  const task = '{"errors": {"good_sites": {"8001": {"T1": 2}}, "bad_sites": {}}, "parameters": {"action": "acdc"}}';
  workspace.write('flawed.json', `{\n"/a/b": ${task},\n"/a/c": 3\n}\n`);
  workspace.write('page.json', '<!DOCTYPE html><title>Sign in</title>');
  page = await vscode.open({ viewport: { width: 1500, height: 1000 } });
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text()) && /history\.js/.test(message.text())) {
      violations.push(message.text());
    }
  });
});

takeScreenshotOnFailure(() => page);

const panel = (): FrameLocator => panelOf(page);

test('Inspect History shows the history of the experiment beside it', async () => {
  await openFile(page, 'study.oap.json');
  await runCommand(page, 'Operator Actions: Inspect History');
  await panel().getByRole('heading', { name: 'history.json' }).waitFor({ timeout: 60_000 });
  await panel()
    .getByText('action, merged classes')
    .or(panel().getByRole('heading', { name: 'action' }))
    .first()
    .waitFor();
  await panel()
    .getByText(/share their workflow with another one|Every workflow has one task/)
    .waitFor();
  expect(await page.locator('.editor-group-container').count()).toBe(2);
});

test('the map of pairs is read with the keys, and the table has the most used ones', async () => {
  const map = panel().getByRole('img', { name: /Map of \d+ error codes by \d+ sites/ });
  await map.scrollIntoViewIfNeeded();
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await panel()
    .getByText(/^-1 at \S+: [\d,]+ tasks?$/)
    .waitFor();
  await page.keyboard.press('ArrowDown');
  await panel()
    .getByText(/^(?!-1)\S+ at \S+: /)
    .waitFor();
  await panel().getByRole('table', { name: 'Most used pairs' }).waitFor();
  await takeScreenshot(page, 'vscode-history-pairs');
  await panel()
    .getByRole('heading', { name: /what a split by task leaks/ })
    .scrollIntoViewIfNeeded();
  await takeScreenshot(page, 'vscode-history-leakage');
});

test('problems stand at the top, and a click goes to their line', async () => {
  await openFile(page, 'flawed.json');
  await runCommand(page, 'Operator Actions: Inspect History');
  await panel().getByRole('heading', { name: '1 problem, 1 task left out' }).waitFor({ timeout: 30_000 });
  await takeScreenshot(page, 'vscode-history-problems');
  await panel().getByRole('button', { name: '3:9' }).click();
  await page.locator('.statusbar-item', { hasText: 'Ln 3, Col 9' }).waitFor();
});

test('a file that is no history says so, and shows the history once it is one', async () => {
  // So that there is one panel to look into.
  await closeEditors(page);
  await openFile(page, 'page.json');
  await runCommand(page, 'Operator Actions: Inspect History');
  await panel().getByRole('heading', { name: 'page.json cannot be shown' }).waitFor({ timeout: 30_000 });
  await panel().getByText('this is an HTML page').waitFor();
  await takeScreenshot(page, 'vscode-history-unavailable');
  workspace.write('page.json', workspace.read('flawed.json'));
  await panel().getByRole('heading', { name: '1 problem, 1 task left out' }).waitFor({ timeout: 30_000 });
});

test('no panel broke its content security policy', () => {
  expect(violations).toEqual([]);
});

test('tasks with the same errors and different decisions are listed, and a click goes to the line of one', async () => {
  const task = (action: string) =>
    `{"errors": {"good_sites": {"8001": {"T1": 2}}, "bad_sites": {}}, "parameters": {"action": "${action}"}}`;
  workspace.write('noisy.json', `{\n"/a/b": ${task('acdc')},\n"/a/c": ${task('clone')},\n"/a/d": ${task('acdc')}\n}\n`);
  await closeEditors(page);
  await openFile(page, 'noisy.json');
  await runCommand(page, 'Operator Actions: Inspect History');
  await panel().getByText('3 of 3 tasks have the same errors').waitFor({ timeout: 60_000 });
  await panel().getByText('2 × acdc, 1 × clone').waitFor();
  await panel().getByRole('button', { name: 'line 3: clone' }).click();
  await page.locator('.part.statusbar .statusbar-item', { hasText: 'Ln 3, Col 1' }).waitFor();
});
