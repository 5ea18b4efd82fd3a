import { beforeAll, expect, test } from 'vitest';
import type { Page } from './browser.ts';
import {
  around,
  closeQuickInput,
  pictureSettings,
  quickInput,
  quickPickIsThere,
  takePicture,
  takeStep,
} from './guide-picture.ts';
import { hoverIn, hoverIsThere, leave } from './history-page.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { clearNotifications, closeEditors, openFile, runAskingCommand, runCommand } from './vscode/commands.ts';
import { isThere, notification, openView } from './vscode/parts.ts';
import { panelOf, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* The user guide's pictures of histories, of settings and of what a new user meets, taken in a real VS Code. */

const workspace = new Workspace(9522);
const size = { width: 1280, height: 800 };
/** The window without its frame. */
const editorPart = { x: 48, y: 30, width: 1232, height: 746 };
const vscode = new PackagedVsCode(workspace, { settings: pictureSettings });
let page: Page;

beforeAll(async () => {
  workspace.write(
    'study.oap.json',
    '{\n  "history": "history.json",\n  "models": ["simple"],\n  "training": { "maxEpochs": 25 }\n}\n',
  );
  workspace.oap('train', workspace.path('study.oap.json'));
  workspace.oap(
    'history',
    'format',
    workspace.path('history.json'),
    '--out',
    workspace.path('pretty.json'),
    '--layout',
    'pretty',
  );
  workspace.write('minified.json', workspace.read('history.json').replaceAll('\n', ''));
  const errors = '"errors": {"good_sites": {"85": {"T1_US_FNAL": 3}}}';
  const parameters = '"parameters": {"action": "acdc"}';
  workspace.write(
    'problems.json',
    `{
"/a/Step": {"errors": {"good_sites": {"85": {"T1_US_FNAL": "3"}}}, ${parameters}},
"/b/Step": {"errors": {"good_site": {"85": {"T1_US_FNAL": 3}}}, ${parameters}},
"/c/Step": {${errors}, ${parameters}},
"/c/Step": {${errors}, ${parameters}}
}
`,
  );
  page = await vscode.open({ viewport: size });
}, 300_000);

takeScreenshotOnFailure(() => page);

test('a hover over a task', async () => {
  await runCommand(page, 'View: Close Primary Side Bar');
  await openFile(page, 'history.json', 5);
  const hover = async (): Promise<void> => {
    await hoverIn(page, 5, '/synthetic_task', 'Why?');
    await hoverIsThere(page);
    await page.waitForTimeout(500);
  };
  await hover();
  await takePicture(page, 'hover', editorPart);
  await leave(page);
  await takeStep(page, workspace, 'predict', { x: 48, y: 30, width: 800, height: 382 }, hover);
  await leave(page);
});

test('choosing the run that predicts', async () => {
  await openFile(page, 'pretty.json', 2);
  await runAskingCommand(page, 'Operator Actions: Choose Run for Predictions…');
  await quickPickIsThere(page, 'simple');
  await takePicture(page, 'choose-run', await around(page, [quickInput(page)]));
  await page.keyboard.press('Enter');
  await quickInput(page).waitFor({ state: 'hidden' });
});

test('a hover over a code and over a site', async () => {
  const lines = workspace.read('pretty.json').split('\n');
  const site = lines.findIndex((line) => /^ {10}"T1_/.test(line));
  await openFile(page, 'pretty.json', site + 1);
  await hoverIn(page, site + 1, '"T1_', 'of the failures in this history');
  await hoverIsThere(page);
  await page.waitForTimeout(500);
  await takePicture(page, 'hover-site', { ...editorPart, height: 560 });
  await leave(page);
});

test('predictions behind the lines, with the status bar', async () => {
  await openFile(page, 'pretty.json', 2);
  await runCommand(page, 'Operator Actions: Show Predictions');
  await expect
    .poll(() => page.locator('.editor-group-container.active .view-line span[class*="ced-"]').count(), {
      timeout: 30_000,
    })
    .toBeGreaterThan(0);
  await page.locator('.statusbar-item[id*="operatorActions.prediction"]', { hasText: /\d\.\d\d/ }).waitFor();
  // VS Code says of so large a file what it does not do in it.
  await clearNotifications(page);
  await page.waitForTimeout(800);
  await takePicture(page, 'history-lines', { ...editorPart, height: 770 });
  await runCommand(page, 'Operator Actions: Hide Predictions');
});

test('problems of a history, with a quick fix', async () => {
  await openFile(page, 'problems.json', 2);
  await page.locator('.squiggly-warning, .squiggly-error').first().waitFor({ timeout: 30_000 });
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'is left out' }).nth(2).waitFor();
  await openFile(page, 'problems.json', 2);
  await expect
    .poll(async () => {
      await page.keyboard.press('Control+.');
      return isThere(page.locator('.action-widget .monaco-list-row', { hasText: 'without quotes' }), 3000);
    })
    .toBe(true);
  await page.waitForTimeout(400);
  await takePicture(page, 'history-problems', editorPart);
  await page.keyboard.press('Escape');
  await runCommand(page, 'View: Hide Panel');
});

test('a history in one line is offered to be formatted', async () => {
  await openFile(page, 'minified.json');
  const offer = notification(page, 'minified.json is one long line');
  await offer.waitFor({ timeout: 30_000 });
  await page.waitForTimeout(400);
  await takePicture(page, 'format-offer', await around(page, [offer]));
  await offer.getByRole('button', { name: 'Format History…' }).click();
  await quickPickIsThere(page, 'One task per line');
  await takePicture(page, 'format-history', await around(page, [quickInput(page)]));
  await closeQuickInput(page);
  await clearNotifications(page);
  await closeEditors(page);
});

test('the History panel', async () => {
  await runCommand(page, 'Operator Actions: Inspect History');
  await panelOf(page).getByRole('heading', { name: 'history.json' }).waitFor({ timeout: 30_000 });
  await page.waitForTimeout(1000);
  await takePicture(page, 'inspect-history', editorPart);
  await page.setViewportSize({ width: 800, height: 800 });
  await takeStep(page, workspace, 'sample', { x: 48, y: 30, width: 752, height: 390 });
  await page.setViewportSize(size);
  await closeEditors(page);
});

test('New Experiment asks what to learn', async () => {
  await openFile(page, 'history.json');
  await runAskingCommand(page, 'Operator Actions: New Experiment…', 'New Experiment');
  await quickPickIsThere(page, 'acdc');
  await takePicture(page, 'new-experiment', await around(page, [quickInput(page)]));
  await closeQuickInput(page);
});

test('the settings', async () => {
  await runCommand(page, 'Preferences: Open Settings (UI)');
  const search = page.locator('.settings-editor .suggest-input-container .view-lines').first();
  await search.click();
  await page.keyboard.type('@ext:operator-actions.operator-action-predictions');
  await page.keyboard.press('Escape');
  await page.locator('.settings-editor').getByText('Inline Predictions').first().waitFor();
  // Those of the machine are there, too.
  await page.locator('.settings-editor .settings-tabs-widget').getByText('Remote').click();
  await page.locator('.settings-editor').getByText('Tfjs Node').first().waitFor();
  await page.waitForTimeout(800);
  await takePicture(page, 'settings-editor', { ...editorPart, height: 660 });
  await closeEditors(page);
});

test('the tasks', async () => {
  await runAskingCommand(page, 'Tasks: Run Task');
  await quickInput(page).locator('input.input').fill('operatorActions');
  await quickPickIsThere(page, 'operatorActions');
  await page.keyboard.press('Enter');
  await quickPickIsThere(page, 'train study.oap.json');
  await takePicture(page, 'tasks', await around(page, [quickInput(page)]));
  await closeQuickInput(page);
});

test('the walkthrough, and the Runs view without a folder', async () => {
  const empty = await vscode.open({ folder: undefined, viewport: size });
  await openView(empty, 'Operator Actions');
  await empty.getByRole('button', { name: 'Open Sample Workspace' }).waitFor();
  await empty.mouse.move(900, 400);
  await empty.waitForTimeout(800);
  await takePicture(empty, 'welcome', { x: 0, y: 30, width: 520, height: 330 });
  await runCommand(empty, 'Operator Actions: Open Walkthrough');
  await empty.locator('.getting-started-step').nth(4).waitFor();
  await runCommand(empty, 'View: Close Primary Side Bar');
  await empty.locator('.getting-started-media img').first().waitFor();
  await empty.waitForTimeout(1000);
  await takePicture(empty, 'walkthrough');
  await vscode.close(empty);
});
