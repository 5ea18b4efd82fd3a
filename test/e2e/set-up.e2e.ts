import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { clearNotifications, runCommand } from './vscode/commands.ts';
import { notification, openView, treeRows } from './vscode/parts.ts';
import type { WorkbenchOptions } from './vscode/window.ts';
import { panelOf, root, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* What a new user meets in a real VS Code: the walkthrough, views that are empty, a workspace that is not trusted. */

const workspace = new Workspace(300);
const vscode = new PackagedVsCode(workspace, { workspaceTrust: true });
let page: Page;

takeScreenshotOnFailure(() => page);

async function open(options: WorkbenchOptions = {}): Promise<void> {
  if (page) await vscode.close(page);
  page = await vscode.open({ folder: undefined, viewport: { width: 1200, height: 760 }, ...options });
}

const welcome = (text: string | RegExp) => page.locator('.part.sidebar .welcome-view-content', { hasText: text });

/** Answers VS Code's question about a folder. */
async function trust(answer: 'Yes' | 'No'): Promise<void> {
  await page.locator('.monaco-dialog-box .monaco-button', { hasText: answer }).click();
  await page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
}

test('without a folder the view says what to do', async () => {
  await open();
  await openView(page, 'Operator Actions');
  await welcome('Your experiments and their runs appear here').waitFor();
  await page.getByRole('button', { name: 'Open Sample Workspace' }).waitFor();
  await takeScreenshot(page, 'vscode-welcome-no-folder');
});

test('the walkthrough has five steps with pictures, each with what to press', async () => {
  await runCommand(page, 'Operator Actions: Open Walkthrough');
  const steps = page.locator('.getting-started-step');
  await steps.nth(4).waitFor();
  for (const title of [
    'Open a history',
    'Say what to learn',
    'Train a model and watch its progress',
    'Choose the best model',
    'See predictions where the data is',
  ]) {
    await steps.filter({ hasText: title }).first().click();
    const picture = page.locator('.getting-started-media img').first();
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(300);
  }
  await takeScreenshot(page, 'vscode-walkthrough');
});

test('a folder that is not trusted shows its runs, and refuses to train with the reason', async () => {
  workspace.write(
    'one.oap.json',
    '{"history": "history.json", "targets": {"action": {}}, "training": {"maxEpochs": 3}}\n',
  );
  workspace.oap('train', workspace.path('one.oap.json'));
  await open({ folder: workspace.folder });
  await trust('No');
  await openView(page, 'Operator Actions');
  await treeRows(page).filter({ hasText: 'confusion MSE' }).first().click();
  await panelOf(page).getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
  await panelOf(page).getByRole('tab', { name: 'Samples', exact: true }).click();
  await panelOf(page).getByText('Showing 90 of 90').waitFor();
  await panelOf(page).getByRole('tab', { name: 'Settings', exact: true }).click();
  await panelOf(page).getByRole('button', { name: 'Run again' }).click();
  await notification(page, 'Training uses data of this workspace. Trust the workspace first.').waitFor();
  await takeScreenshot(page, 'vscode-untrusted');
  expect(workspace.runs()).toHaveLength(1);
});

test('it refuses from the palette, too, and leads to where trust is given', async () => {
  await clearNotifications(page);
  for (const command of ['Train Model', 'Select Best Model', 'Evaluate Model', 'Tune Model', 'Continue Run']) {
    const refusal = notification(page, 'Trust the workspace first');
    await eventually(async () => {
      await runCommand(page, `Operator Actions: ${command}`);
      await refusal.waitFor({ timeout: 5_000 });
    });
    if (command === 'Continue Run') await refusal.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    else await clearNotifications(page);
  }
  await page.locator('.workspace-trust-editor').waitFor();
  expect(workspace.runs()).toHaveLength(1);
});

test('a folder that is not trusted and has no experiment says why it cannot have runs', async () => {
  const restricted = workspace.path('restricted');
  fs.mkdirSync(path.join(restricted, 'inside'), { recursive: true });
  await open({ folder: restricted });
  await trust('No');
  await openView(page, 'Operator Actions');
  await welcome('You can view runs in a restricted workspace').waitFor();
  await page.getByRole('button', { name: 'Manage Workspace Trust' }).first().waitFor();
  await takeScreenshot(page, 'vscode-welcome-restricted');
});

test('a folder with an experiment and no runs says how to make the first', async () => {
  const begun = workspace.path('begun');
  fs.mkdirSync(begun);
  fs.writeFileSync(path.join(begun, 'one.oap.json'), '{"history": "../history.json"}\n');
  await open({ folder: begun });
  await trust('Yes');
  await openView(page, 'Operator Actions');
  await page.locator('.part.sidebar').getByText('No runs yet. Choose').waitFor();
  await takeScreenshot(page, 'vscode-no-runs');
});

/** Waits until something is not what it was, or has been the same for a second. */
const moved = (now: () => Promise<unknown>, before: unknown): Promise<unknown> =>
  eventually(now, (value) => value !== before, 1000).catch(() => before);

test('every command is in the palette, but for those that something has to be chosen for', async () => {
  const { contributes } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const texts = JSON.parse(fs.readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
  const titles = (contributes.commands as { title: string }[]).map(({ title }) => texts[title.slice(1, -1)]);
  // Their commands are there when runs are checked, runs are filtered, predictions are shown, or a sample is known.
  const others = ['Compare Checked Runs', 'Clear Run Filter', 'Hide Predictions', 'Show Sample'];
  const input = page.locator('.quick-input-widget:visible input.input');
  await clearNotifications(page);
  await expect
    .poll(async () => {
      await page.keyboard.press('F1');
      return input.isVisible();
    })
    .toBe(true);
  const labels = page.locator('.quick-input-widget:visible .monaco-list-row .label-name');
  const listed = new Set<string>();
  const findMissing = async (): Promise<string[]> => {
    for (const text of ['>', '>Operator Actions: ']) await input.fill(text);
    await labels.filter({ hasText: 'Operator Actions: ' }).first().waitFor();
    // Rows out of sight are not in the page.
    const focused = (): Promise<string | null> => input.getAttribute('aria-activedescendant');
    for (let before: string | null = ''; (await focused()) !== before; ) {
      before = await focused();
      for (const label of await labels.allTextContents()) listed.add(label);
      await page.keyboard.press('PageDown');
      await moved(focused, before);
    }
    return titles.filter((title) => !listed.has(`Operator Actions: ${title}`)).sort();
  };
  await expect.poll(findMissing, { timeout: 60_000 }).toEqual(others.sort());
});

test('a folder that is trusted and has no experiment offers to make one', async () => {
  const empty = workspace.path('nothing');
  fs.mkdirSync(path.join(empty, 'inside'), { recursive: true });
  await open({ folder: empty });
  await trust('Yes');
  await openView(page, 'Operator Actions');
  await welcome('No experiments in this folder yet').waitFor();
  await takeScreenshot(page, 'vscode-welcome-no-experiment');
  await page.getByRole('button', { name: 'How It Works' }).click();
  await page.locator('.getting-started-step').nth(4).waitFor();
});
