import { beforeAll, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Page } from './browser.ts';
import { complete } from './completion-page.ts';
import { hoverText } from './hover-page.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { goTo, openFile, runAskingCommand, runCommand } from './vscode/commands.ts';
import { completionsAt } from './vscode/language.ts';
import { takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Writing experiment files in a real VS Code: New Experiment, completion, hovers, corrections, links, lenses. */

const workspace = new Workspace(500);
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  workspace.write('blank.oap.json', '');
  workspace.write('data/other.jsonl', '{"task": "/a/b", "errors": {}, "parameters": {}}\n');
  workspace.write(
    'some.oap.json',
    `{
  "history": "history.json",
  "targets": {
    "memory": { "classes": { "small": ["2000"] } }
  },
  "models": ["simple+attention"],
  "engine": "auto"
}
`,
  );
  workspace.write('wrong.oap.json', '{\n  "history": "history.json",\n  "modles": ["simple"]\n}\n');
  page = await vscode.open({ viewport: { width: 1400, height: 800 } });
});

takeScreenshotOnFailure(() => page);

test('New Experiment asks what to learn from a history, and writes a file beside it', async () => {
  await openFile(page, 'history.json');
  await runAskingCommand(page, 'Operator Actions: New Experiment…', 'New Experiment');
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows
    .filter({ hasText: 'acdc' })
    .filter({ hasText: /clone \d/ })
    .waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'vscode-new-experiment');
  await page.keyboard.press('Enter');
  await rows.filter({ hasText: 'xgboost' }).locator('input, .monaco-custom-toggle').first().click();
  await page.keyboard.press('Enter');
  const input = page.locator('.quick-input-widget:visible input.input');
  await expect.poll(() => input.inputValue()).toBe('history.oap.json');
  await input.fill('some.oap.json');
  await page.getByText('some.oap.json already exists.').waitFor();
  await input.fill('mine');
  await page.keyboard.press('Enter');
  await page.locator('.tab.active[data-resource-name="mine.oap.json"]').waitFor();
  const text = workspace.read('mine.oap.json');
  for (const part of ['"history": "history.json"', '"action": {}', '"simple",', '"xgboost"']) {
    expect(text).toContain(part);
  }
  await takeScreenshot(page, 'vscode-new-experiment-written');
});

test('an empty file is completed to a whole experiment', async () => {
  await openFile(page, 'blank.oap.json');
  await complete(page, 'experiment-compare');
  await takeScreenshot(page, 'vscode-experiment-snippets');
  await page.keyboard.press('Escape');
});

test.each([
  ['the history with files', 2, 15, '"data/other.jsonl"'],
  ['targets with the parameters of the history', 3, 15, '"splitting"'],
  ['raw values with those of the history', 4, 43, '"20000"'],
  ['models with their suffixes', 6, 15, '"cnn+attention"'],
])('completes %s', async (_, line, column, expected) => {
  await expect.poll(() => completionsAt(page, 'some.oap.json', { line, column })).toContain(expected);
});

test.each([
  ['a field', '"engine"', 'The engine that trains networks'],
  ['a target', '"memory"', '2k-9k'],
  ['the history', '"history.json"', '500 tasks'],
  ['a model', '"simple+attention"', 'weighs codes and sites first'],
])('the hover on %s says what it is', async (_, piece, expected) => {
  const line =
    1 +
    workspace
      .read('some.oap.json')
      .split('\n')
      .findIndex((text) => text.includes(piece));
  await hoverText(page, workspace, 'some.oap.json', line, piece, expected);
});

test('a misspelt field is corrected', async () => {
  await openFile(page, 'wrong.oap.json');
  await page.locator('.squiggly-error').first().waitFor();
  await goTo(page, 3, 6);
  await eventually(async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Change to "models"' }).waitFor({ timeout: 3000 });
  });
  await takeScreenshot(page, 'vscode-quick-fix');
  await page.keyboard.press('Enter');
  await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  await runCommand(page, 'File: Save');
  await expect.poll(() => workspace.read('wrong.oap.json')).toContain('"models": ["simple"]');
});

test('the history is a link', async () => {
  await openFile(page, 'some.oap.json');
  const link = page.locator('.editor-group-container.active .detected-link', { hasText: 'history.json' }).first();
  await eventually(async () => {
    // By the mouse alone: VS Code draws the line anew while Control is held, under which a locator's click may be lost.
    const { x, y, width, height } = (await link.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.keyboard.down('Control');
    await page.mouse.click(x + width / 2, y + height / 2);
    await page.keyboard.up('Control');
    await page.locator('.tab.active[data-resource-name="history.json"]').waitFor({ timeout: 3000 });
  });
});

test('lenses and title buttons act on the file', async () => {
  await openFile(page, 'some.oap.json');
  const lenses = page.locator('.editor-group-container.active .codelens-decoration a');
  await expect
    .poll(async () => (await lenses.allTextContents()).map((text) => text.trim()))
    .toEqual(['Train Model', 'Evaluate', 'Select Best', 'Compare']);
  const buttons = page.locator('.editor-group-container.active .editor-actions .action-label');
  const names = await buttons.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  expect(names.join(' ')).toMatch(/Train Model.*Evaluate Model.*Select Best Model/);
  await lenses.last().click();
  await page.getByText('No runs yet. Choose ▷ Train Model next to an experiment.').first().waitFor();
});
