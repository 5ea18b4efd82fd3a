import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from './browser.ts';
import { complete } from './completion-page.ts';
import { type Cell, cellsOf, kinds, placesOf, readTasks, shareText, type Task } from './history-places.ts';
import { hoverAt } from './hover-page.ts';
import { type Example, exampleOf, hoverRow, judgedTasks } from './judged-tasks.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { closeEditors, goTo, openFile, runAskingCommand, runCommand } from './vscode/commands.ts';
import { notification } from './vscode/parts.ts';
import { pick } from './vscode/quick-input.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Real failures, of another kind than the study's, in a real VS Code: from one long line to predictions in hovers. */

const workspace = new Workspace();
const vscode = new PackagedVsCode(workspace);
let page: Page;
let tasks: ReadonlyMap<string, Task>;
let example: Example;

/** Layouts of the history. The first is made in the window, and is what the run learns from. */
const layouts = [
  ['one task per line', 'failures.task-per-line.json'],
  ['pretty', 'pretty.json'],
  ['JSON Lines', 'tasks.jsonl'],
] as const;
const [[, formatted]] = layouts;

/** The file that `OAP_LANL` names, or the few tasks in the fixtures. */
function failures(): string {
  return process.env.OAP_LANL ?? fileURLToPath(new URL('fixtures/lanl-failures.json', import.meta.url));
}

beforeAll(async () => {
  const text = fs.readFileSync(failures(), 'utf8');
  tasks = readTasks(text);
  workspace.write('failures.json', text);
  workspace.format('failures.json', 'pretty.json', 'pretty');
  workspace.format('failures.json', 'tasks.jsonl', 'lines');
  const write = (name: string, targets: string): void =>
    workspace.write(name, `{\n  "history": "failures.json",\n  "targets": ${targets}\n}\n`);
  write('target.oap.json', '{}');
  write('value.oap.json', '{ "downtime": { "classes": { "long": [] } } }');
  page = await vscode.open({ viewport: { width: 1500, height: 950 } });
}, 240_000);

takeScreenshotOnFailure(() => page);

/** Walks down a list until a row has the focus. */
async function focusRow(rows: Locator, text: string): Promise<Locator> {
  const row = rows.filter({ hasText: text }).first();
  await row.waitFor({ timeout: 30_000 });
  for (let steps = await rows.count(); steps >= 0; steps--) {
    if (/\bfocused\b/.test((await row.getAttribute('class')) ?? '')) return row;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The focus did not get to ${text}`);
}

test('the history in one line is formatted as VS Code offers, with each task in a line', async () => {
  await openFile(page, 'failures.json');
  const offer = notification(page, 'failures.json is one long line');
  await offer.waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'lanl-offer');
  await offer.getByRole('button', { name: 'Format History…' }).click();
  await pick(page, 'One task per line');
  await pick(page, `As a new file, ${formatted}`);
  await page.locator(`.tab.active[data-resource-name="${formatted}"]`).waitFor({ timeout: 60_000 });
  const text = workspace.read(formatted);
  expect(text.trim().split('\n')).toHaveLength(tasks.size + 2);
  expect(readTasks(text)).toEqual(tasks);
});

test('Inspect History has its numbers', async () => {
  const cells = [...tasks.values()].flatMap(cellsOf);
  const counted = (count: number): string => count.toLocaleString('en');
  const different = (of: (cell: Cell) => string): string => counted(new Set(cells.map(of)).size);
  await openFile(page, formatted);
  await runCommand(page, 'Operator Actions: Inspect History');
  const panel = panelOf(page);
  await panel.getByRole('heading', { name: formatted }).waitFor({ timeout: 60_000 });
  const facts = new Map(
    await panel.locator('dl > div').evaluateAll((all) => {
      const textOf = (one: { textContent: string | null } | null): string => one?.textContent ?? '';
      return all.map((one) => [textOf(one.querySelector('dt')), textOf(one.querySelector('dd'))] as const);
    }),
  );
  expect(facts.get('tasks')).toBe(counted(tasks.size));
  expect(facts.get('error codes')).toBe(different(({ code }) => code));
  expect(facts.get('sites')).toBe(different(({ site }) => site));
  for (const target of ['action', 'downtime']) {
    const values = [...tasks.values()].map(({ parameters }) => String(parameters[target]) || 'default');
    for (const value of new Set(values)) {
      const row = panel.getByRole('table', { name: target, exact: true }).getByRole('row', { name: value });
      const having = values.filter((one) => one === value).length;
      expect(await row.getByRole('cell').allTextContents()).toContain(counted(having));
    }
  }
  await takeScreenshot(page, 'lanl-inspected');
  await closeEditors(page);
});

test('New Experiment takes both decisions by keyboard', async () => {
  await openFile(page, formatted);
  await runAskingCommand(page, 'Operator Actions: New Experiment…', 'New Experiment');
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.filter({ hasText: 'downtime' }).waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'lanl-decisions');
  for (const target of ['action', 'downtime']) {
    const row = await focusRow(rows, target);
    const box = row.locator('[role="checkbox"], input[type="checkbox"]').first();
    if (!(await box.isChecked())) await page.keyboard.press('Space');
    await expect.poll(() => box.isChecked()).toBe(true);
  }
  await page.keyboard.press('Enter');
  await rows.filter({ hasText: 'xgboost' }).waitFor({ timeout: 30_000 });
  await page.keyboard.press('Enter');
  const input = page.locator('.quick-input-widget:visible input.input');
  await expect.poll(() => input.inputValue()).toBe('failures.task-per-line.oap.json');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('failures');
  await page.keyboard.press('Enter');
  await page.locator('.tab.active[data-resource-name="failures.oap.json"]').waitFor({ timeout: 30_000 });
  const text = workspace.read('failures.oap.json');
  for (const part of [`"history": "${formatted}"`, '"action": {},', '"downtime": {}', '"simple"']) {
    expect(text).toContain(part);
  }
});

test.each([
  ['a target', 'target.oap.json', '{}', '"downtime"', /"targets": \{\s*"downtime": \{\}\s*\}/],
  ['a raw value', 'value.oap.json', '[]', '"48h+"', /"long": \["48h\+"\]/],
])('completion offers %s, which Enter takes', async (_, file, empty, proposal, expected) => {
  await openFile(page, file);
  const [, , line] = workspace.read(file).split('\n');
  await goTo(page, 3, line.indexOf(empty) + 2);
  await focusRow(await complete(page, proposal), proposal);
  await takeScreenshot(page, `lanl-${file}`);
  await page.keyboard.press('Enter');
  await runCommand(page, 'File: Save');
  await expect.poll(() => workspace.read(file)).toMatch(expected);
});

test('Train Model makes a run of the experiment', async () => {
  await openFile(page, 'failures.oap.json');
  await runCommand(page, 'Operator Actions: Train Model');
  await expect.poll(() => workspace.runs().map(({ state }) => state), { timeout: 150_000 }).toEqual(['done']);
  const [run] = workspace.runs();
  expect(run.targets.map(({ target }) => target)).toEqual(['action', 'downtime']);
  expect(run.history.tasks).toBe(tasks.size);
  await takeScreenshot(page, 'lanl-trained');
  await closeEditors(page);
  example = exampleOf(tasks, judgedTasks(workspace, run), 0);
});

describe.each(layouts)('in the layout "%s"', (_, file) => {
  beforeAll(async () => {
    await openFile(page, file);
    await runAskingCommand(page, 'Operator Actions: Choose Run for Predictions…');
    await pick(page, 'simple');
  });

  test.each(kinds)('a hover over a %s has the predictions of both decisions', async (kind) => {
    const { name, judgements, cell } = example;
    const place = placesOf(workspace.read(file), name, cell, 'downtime')[kind];
    const { text, rows } = await hoverAt(page, file, place);
    expect(text).toContain('Predictions by simple, holdout');
    expect(text).not.toContain('synthetic data');
    expect(rows).toEqual(judgements.map(hoverRow));
    const code = [`${cell.code} · unknown code`, shareText(tasks, (one) => one.code === cell.code)];
    for (const words of code) expect(text.includes(words)).toBe(kind === 'code' || kind === 'count');
    const site = ['does not say country and tier', shareText(tasks, (one) => one.site === cell.site)];
    for (const words of site) expect(text.includes(words)).toBe(kind === 'site' || kind === 'count');
  });
});
