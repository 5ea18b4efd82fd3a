import { beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Locator, Page } from './browser.ts';
import { hoverIn, leave } from './history-page.ts';
import { readHover } from './hover-page.ts';
import { hoverRow, type Judgement, judgedTasks } from './judged-tasks.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { closeEditors, goTo, openFile } from './vscode/commands.ts';
import { pick } from './vscode/quick-input.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Predictions in histories without a mouse, and the links of hovers with one, in a real VS Code. */

const workspace = new Workspace(1500);
const vscode = new PackagedVsCode(workspace);
let page: Page;
/** What the run of each model judged. */
const judged = new Map<string, ReadonlyMap<string, readonly Judgement[]>>();

beforeAll(async () => {
  const trees = '{"model": "xgboost", "training": {"maxEpochs": 5}}';
  workspace.write(
    'study.oap.json',
    `{"history": "history.json", "models": ["simple", ${trees}], "training": {"maxEpochs": 6}}\n`,
  );
  workspace.oap('train', workspace.path('study.oap.json'));
  for (const run of workspace.runs()) judged.set(run.model, judgedTasks(workspace, run));
  page = await vscode.open({ viewport: { width: 1500, height: 950 } });
}, 240_000);

takeScreenshotOnFailure(() => page);

/** Names of tasks that the runs held out, which all runs of an experiment have in common. */
const heldOut = (): string[] => [...(judged.get('simple')?.keys() ?? [])];
const rowsOf = (model: string, name: string) => judged.get(model)?.get(name)?.map(hoverRow);

/** 1-based line that has the name of a task. */
function lineOf(name: string): number {
  return (
    1 +
    workspace
      .read('history.json')
      .split('\n')
      .findIndex((line) => line.includes(`"${name}"`))
  );
}

const hovers = (): Locator => page.locator('.monaco-resizable-hover:visible');
/** The text of what has the focus in a hover. */
const focusInHover = (): Promise<string> =>
  page.evaluate(
    `(document.activeElement?.closest('.monaco-resizable-hover') && document.activeElement.textContent) ?? ''`,
  );
/** The item of the status bar that has the focus, or the part of the window. */
const focusedPart = (): Promise<string> =>
  page.evaluate(`document.activeElement?.closest('.statusbar-item, .part')?.id ?? ''`);

async function pressHoverKeys(): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
}

/** Shows the hover at the cursor by its keys, until it is complete and of one of these runs. @returns its text */
async function showHover(models: string): Promise<string> {
  const complete = hovers().filter({ hasText: new RegExp(`Predictions by (${models}),.*Why\\?`, 's') });
  return eventually(async () => {
    await page.keyboard.press('Escape');
    await pressHoverKeys();
    // The run may have just changed, or the keys came too early: they are pressed again.
    return (await complete.first().textContent({ timeout: 4000 })) ?? '';
  });
}

/** Shows the hover at the cursor, gives it the focus, and presses Enter on one of its links. */
async function followByKeys(models: string, link: string): Promise<void> {
  await eventually(async () => {
    await showHover(models);
    await pressHoverKeys();
    // Its parts have the focus before its links.
    for (let steps = 0; steps < 10; steps++) {
      await page.keyboard.press('Tab');
      if ((await focusInHover()).trim() === link) return page.keyboard.press('Enter');
    }
    throw new Error(`the focus did not get to the link ${link}`);
  });
}

/** Presses a key until the focus is in a part of the window, or on an item of the status bar. */
async function pressUntilIn(key: string, part: string): Promise<void> {
  await eventually(
    () => page.keyboard.press(key),
    async () => (await focusedPart()).includes(part),
  );
}

async function sampleIsShown(): Promise<void> {
  await panelOf(page).getByText('Showing 1 of').waitFor({ timeout: 60_000 });
  await closeEditors(page);
}

describe('without a mouse', () => {
  test('the hover at the cursor is shown and focused, and lets a run be chosen and the sample be seen', async () => {
    const [name] = heldOut();
    await openFile(page, 'history.json');
    await goTo(page, lineOf(name), 20);
    const other = (await showHover('simple|xgboost')).includes('by simple') ? 'xgboost' : 'simple';
    await followByKeys('simple|xgboost', 'Choose Run');
    await pick(page, other);
    await showHover(other);
    expect((await readHover(page)).rows).toEqual(rowsOf(other, name));
    await followByKeys(other, 'Show Sample');
    await takeScreenshot(page, 'keyboard');
    await sampleIsShown();
  });

  test('the status bar says the prediction at the cursor, and leads to the sample', async () => {
    const [, name] = heldOut();
    await openFile(page, 'history.json');
    await goTo(page, lineOf(name), 20);
    const item = page.locator('.statusbar-item[id*="operatorActions.prediction"]');
    await item.locator(`[aria-label*="${name}"]`).first().waitFor({ timeout: 60_000 });
    await pressUntilIn('F6', 'statusbar');
    await pressUntilIn('ArrowLeft', 'operatorActions.prediction');
    await takeScreenshot(page, 'keyboard-status');
    await page.keyboard.press('Enter');
    await sampleIsShown();
  });
});

describe('by mouse', () => {
  const link = (text: string): Locator => hovers().locator('a', { hasText: text });

  test('Choose Run in a hover asks for a run, which the hover has then', async () => {
    const [, , name] = heldOut();
    const line = lineOf(name);
    await openFile(page, 'history.json', line);
    const before = await hoverIn(page, line, '/synthetic', 'Choose Run');
    const other = before.includes('by simple') ? 'xgboost' : 'simple';
    await link('Choose Run').click();
    await page.locator('.quick-input-widget:visible input.input').waitFor();
    await leave(page);
    await pick(page, other);
    await hoverIn(page, line, '/synthetic', new RegExp(`Predictions by ${other}, holdout.*Why\\?`, 's'));
    expect((await readHover(page)).rows).toEqual(rowsOf(other, name));
  });

  test('Open Run, for a task that was seen in training, opens the panel of the run', async () => {
    const lines = workspace.read('history.json').split('\n');
    const names = lines.map((line) => /^"([^"]+)"/.exec(line)?.[1] ?? '');
    const line = 1 + names.findIndex((name) => name !== '' && !heldOut().includes(name));
    await openFile(page, 'history.json', line);
    const text = await hoverIn(page, line, '/synthetic', 'Seen in training');
    const [, model = ''] = /Predictions by (\w+),/.exec(text) ?? [];
    await link('Open Run').click();
    await panelOf(page).getByRole('heading', { name: model }).first().waitFor({ timeout: 60_000 });
    await takeScreenshot(page, 'keyboard-open-run');
  });
});
