import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from './browser.ts';
import { hoverIn, leave, openHistory } from './history-page.ts';
import { readHover } from './hover-page.ts';
import { hoverRow, type Judgement, judgedTasks } from './judged-tasks.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { closeEditors, goTo, pick, runAskingCommand } from './vscode.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Predictions in histories without a mouse, and the links of hovers with one, in a real VS Code. */

const workspace = new Workspace(9522);
const vscode = new PackagedVsCode(workspace);
let page: Page;
/** What the run of each model judged. */
const judged = new Map<string, ReadonlyMap<string, readonly Judgement[]>>();

const layouts = [
  ['one task per line', 'history.json'],
  ['pretty', 'pretty.json'],
  ['JSON Lines', 'tasks.jsonl'],
] as const;

beforeAll(async () => {
  const trees = '{"model": "xgboost", "training": {"maxEpochs": 5}}';
  workspace.write(
    'study.oap.json',
    `{"history": "history.json", "models": ["simple", ${trees}], "training": {"maxEpochs": 6}}\n`,
  );
  workspace.oap('train', workspace.path('study.oap.json'));
  workspace.format('history.json', 'pretty.json', 'pretty');
  workspace.format('history.json', 'tasks.jsonl', 'lines');
  for (const run of workspace.runs()) judged.set(run.model, judgedTasks(workspace, run));
  await vscode.start();
  page = await vscode.open({ viewport: { width: 1500, height: 950 } });
  // The run that was chosen last predicts for files that no run was trained on.
  await openHistory(page, 'history.json');
  await runAskingCommand(page, 'Operator Actions: Choose Run for Predictions…');
  await pick(page, 'simple');
}, 240_000);

takeScreenshotOnFailure(() => page);

/** Names of tasks that the runs held out, which all runs of an experiment have in common. */
const heldOut = (): string[] => [...(judged.get('simple')?.keys() ?? [])];
const rowsOf = (model: string, name: string) => judged.get(model)?.get(name)?.map(hoverRow);

/** 1-based line that has the name of a task. */
function lineOf(file: string, name: string): number {
  return (
    1 +
    workspace
      .read(file)
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
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    await page.keyboard.press('Escape');
    await pressHoverKeys();
    // The run may have just changed, or the keys came too early: they are pressed again.
    await complete
      .or(hovers().filter({ hasText: 'Why?' }))
      .first()
      .waitFor({ timeout: 4000 })
      .catch(() => {});
    if ((await complete.count()) > 0) return (await complete.first().textContent()) ?? '';
  }
  throw new Error(`No hover of ${models} is shown by its keys`);
}

/** Shows the hover at the cursor, gives it the focus, and presses Enter on one of its links. */
async function followByKeys(models: string, link: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    await showHover(models);
    await pressHoverKeys();
    // Its parts have the focus before its links.
    for (let steps = 0; steps < 10; steps++) {
      await page.keyboard.press('Tab');
      if ((await focusInHover()).trim() === link) return page.keyboard.press('Enter');
    }
  }
  throw new Error(`The focus did not get to the link ${link}`);
}

/** Presses a key until the focus is in a part of the window, or on an item of the status bar. */
async function pressUntilIn(key: string, part: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    await page.keyboard.press(key);
    if ((await focusedPart()).includes(part)) return;
  }
  throw new Error(`${key} does not lead to ${part}`);
}

async function sampleIsShown(): Promise<void> {
  await panelOf(page).getByText('Showing 1 of').waitFor({ timeout: 60_000 });
  await closeEditors(page);
}

describe.each(layouts)('without a mouse, in the layout "%s"', (_, file) => {
  test('the hover at the cursor is shown and focused, and lets a run be chosen and the sample be seen', async () => {
    const [name] = heldOut();
    await openHistory(page, file);
    await goTo(page, lineOf(file, name), 20);
    const other = (await showHover('simple|xgboost')).includes('by simple') ? 'xgboost' : 'simple';
    await followByKeys('simple|xgboost', 'Choose Run');
    await pick(page, other);
    await showHover(other);
    expect((await readHover(page)).rows).toEqual(rowsOf(other, name));
    await followByKeys(other, 'Show Sample');
    await takeScreenshot(page, `keyboard-${file}`);
    await sampleIsShown();
  });

  test('the status bar says the prediction at the cursor, and leads to the sample', async () => {
    const [, name] = heldOut();
    await openHistory(page, file);
    await goTo(page, lineOf(file, name), 20);
    const item = page.locator('.statusbar-item[id*="operatorActions.prediction"]');
    await item.locator(`[aria-label*="${name}"]`).first().waitFor({ timeout: 60_000 });
    await pressUntilIn('F6', 'statusbar');
    await pressUntilIn('ArrowLeft', 'operatorActions.prediction');
    await takeScreenshot(page, `keyboard-${file}-status`);
    await page.keyboard.press('Enter');
    await sampleIsShown();
  });
});

describe('by mouse', () => {
  const link = (text: string): Locator => hovers().locator('a', { hasText: text });

  test('Choose Run in a hover asks for a run, which the hover has then', async () => {
    const [, , name] = heldOut();
    const line = lineOf('history.json', name);
    await openHistory(page, 'history.json', line);
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
    await openHistory(page, 'history.json', line);
    const text = await hoverIn(page, line, '/synthetic', 'Seen in training');
    const [, model = ''] = /Predictions by (\w+),/.exec(text) ?? [];
    await link('Open Run').click();
    await panelOf(page).getByRole('heading', { name: model }).first().waitFor({ timeout: 60_000 });
    await takeScreenshot(page, 'keyboard-open-run');
  });
});
