import fs from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { planFits } from '../../src/learning/fit-plan.ts';
import type { Page } from './browser.ts';
import { hoverIn, hoverIsThere } from './history-page.ts';
import { hoverText } from './hover-page.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { closeEditors, openFile, runAskingCommand, runCommand } from './vscode/commands.ts';
import { hoversAt, problemsOf } from './vscode/language.ts';
import { pick } from './vscode/quick-input.ts';
import { panelOf, takeScreenshot, Workspace } from './workspace.ts';

/* Predictions in history files, in a real VS Code: hovers, lenses, lines, the status bar, problems. */

const workspace = new Workspace(1200);
const vscode = new PackagedVsCode(workspace);
let page: Page;
/** The run's id, and tasks by how they stand to it. */
let run = '';
const heldOut: string[] = [];
const seen: string[] = [];
const watched: string[] = [];
/** 1-based lines of the history, without a comma at their ends. */
let lines: string[] = [];

beforeAll(async () => {
  workspace.write(
    'study.oap.json',
    '{"history": "history.json", "models": ["simple"], "training": {"maxEpochs": 12}}\n',
  );
  workspace.oap('train', workspace.path('study.oap.json'));
  workspace.format('history.json', 'pretty.json', 'pretty');
  workspace.format('history.json', 'tasks.jsonl', 'lines');
  [{ id: run }] = workspace.runs();
  sortTasks();
  const unlabelled = lines[2].replace(/, "parameters": .*$/, '}').replace(/^"[^"]*"/, '"/new_failure/Step"');
  workspace.write('new-failures.json', `{\n${unlabelled}\n}\n`);
  page = await vscode.open({ viewport: { width: 1500, height: 950 } });
}, 240_000);

/** Sorts the history's tasks by what the run did with them. */
function sortTasks(): void {
  lines = ['', ...workspace.read('history.json').split('\n')].map((line) => line.replace(/,$/, ''));
  const file = `.oap/runs/${run}/fits/action/0/predictions.jsonl`;
  const judged = new Set(
    workspace
      .read(file)
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { task: string }).task),
  );
  const names = lines.flatMap((line) => /^"([^"]+)"/.exec(line)?.[1] ?? []);
  const split = { test: 0.3, folds: 5, repeats: 5, by: 'task', seed: 42 } as const;
  const [{ validation }] = planFits('holdout', names.length, split, 0.2);
  for (const [row, name] of names.entries()) {
    (judged.has(name) ? heldOut : validation.includes(row) ? watched : seen).push(name);
  }
}

/** VS Code breaks longer names into pieces. */
const begin = '/synthetic_task';
const lineOf = (name: string): number => lines.findIndex((line) => line.startsWith(`"${name}"`));
const screenshot = (name: string): Promise<void> => takeScreenshot(page, name);

/** The hovers of a task in a file, over its name, once they are shown under the pointer. */
async function hoverTask(file: string, line: number, expected: string): Promise<string> {
  await openFile(page, file, line);
  return hoverIn(page, line, begin, expected);
}

/** What the hovers over a piece of a line say. */
function textOver(file: string, line: number, piece: string, expected: string | RegExp): Promise<string> {
  return hoverText(page, workspace, file, line, piece, expected);
}

/** A line of pretty.json below that of a task. */
function prettyLine(name: string, wanted: RegExp): { number: number; text: string } {
  const all = workspace.read('pretty.json').split('\n');
  const start = all.findIndex((line) => line.startsWith(`  "${name}"`));
  const number = all.findIndex((line, i) => i > start && wanted.test(line));
  return { number: number + 1, text: all[number].trim() };
}

const lens = (text: string) =>
  page.locator('.editor-group-container.active .codelens-decoration a', { hasText: text }).first();

async function clickLens(text: string): Promise<void> {
  await lens(text).waitFor({ timeout: 30_000 });
  await lens(text).click();
}

describe('a hover', () => {
  test('over a task that was held out has the predictions, the decisions, and why', async () => {
    const text = await hoverTask('history.json', lineOf(heldOut[0]), 'Why?');
    expect(text).toMatch(/Predictions by simple, holdout/);
    for (const target of ['action', 'memory', 'splitting', 'xrootd']) expect(text).toContain(target);
    expect(text).toMatch(/correct|incorrect/);
    expect(text).toContain('Held out: predicted by the training that did not use it.');
    expect(text).toMatch(/Show Sample/);
    expect(text.indexOf('Predictions by')).toBeLessThan(text.indexOf('Why?'));
    await hoverIsThere(page);
    await screenshot('history-hover');
  });

  test('over a task of the training set says that it was seen', async () => {
    const text = await textOver('history.json', lineOf(seen[3]), begin, 'Predictions by');
    expect(text).toContain('Seen in training');
    expect(text).toContain('Open Run');
  });

  test('over a task of the validation share says that it was used to choose when to stop', async () => {
    const text = await textOver('history.json', lineOf(watched[3]), begin, 'Predictions by');
    expect(text).toContain('Used to choose when to stop');
    expect(text).not.toContain('Seen in training');
  });

  test('leads to the sample in the panel of the run', async () => {
    await hoverTask('history.json', lineOf(heldOut[1]), 'Show Sample');
    await page.locator('.monaco-hover:visible a', { hasText: 'Show Sample' }).click();
    await panelOf(page).getByText('Showing 1 of').waitFor({ timeout: 30_000 });
    await panelOf(page)
      .getByRole('button', { name: /Go to task/ })
      .waitFor();
    await screenshot('history-sample');
    await closeEditors(page);
  });

  test('in a file that no run was trained on asks for one; the run that is chosen predicts there', async () => {
    const pretty = prettyLine(heldOut[2], /"action"/);
    await openFile(page, 'pretty.json', pretty.number);
    expect(await textOver('pretty.json', pretty.number, 'action', 'No predictions yet')).toContain('Train Model');
    await runAskingCommand(page, 'Operator Actions: Choose Run for Predictions…');
    await pick(page, 'simple');
    expect(await textOver('pretty.json', pretty.number, 'action', 'Predictions by')).toContain('Held out');
  });

  test('in a pretty-printed file is there over a code, a site, a count and a parameter', async () => {
    const site = prettyLine(heldOut[2], /"T\d_.*: \d/);
    const [, name, count] = /"(T\d_[^"]*)": (\d+)/.exec(site.text) ?? [];
    const overSite = await textOver('pretty.json', site.number, name, 'of the failures in this history');
    expect(overSite).toContain(name);
    expect(overSite).toMatch(/tier [0-3]/);
    expect(overSite).toContain('Predictions by');
    expect(await textOver('pretty.json', site.number, count, 'Predictions by')).toContain(name);
    const code = prettyLine(heldOut[2], /^ {8}"-?\d+": \{/);
    const [, number] = /"(-?\d+)"/.exec(code.text) ?? [];
    const overCode = await textOver('pretty.json', code.number, number, 'of the failures in this history');
    expect(overCode).toMatch(/Operators usually|No usual procedure/);
  });

  test('in JSON Lines has the same prediction as in the history', async () => {
    const number =
      1 +
      workspace
        .read('tasks.jsonl')
        .split('\n')
        .findIndex((line) => line.includes(`"${heldOut[2]}"`));
    const [lines, object] = [
      await textOver('tasks.jsonl', number, begin, 'Predictions by'),
      await textOver('history.json', lineOf(heldOut[2]), begin, 'Predictions by'),
    ].map((text) => text.slice(text.indexOf('Predictions by'), text.indexOf('Held out')));
    expect(lines).toBe(object);
    expect(lines).toContain('action');
  });

  test('over a new task without decisions predicts for it', async () => {
    const text = await textOver('new-failures.json', 2, 'new_failure', 'Predictions by');
    expect(text).toContain('no decision yet');
    expect(text).not.toMatch(/Held out|Seen in training|Used to choose/);
  });

  test('says whether to act or to ask, by the policy next to the runs, and why not once it is out of date', async () => {
    const folder = workspace.path('.oap', 'runs', run);
    workspace.oap('policy', folder, '--max-error', '0.3', '--out', workspace.path('oap-policy.json'));
    const decided = await textOver('new-failures.json', 2, 'new_failure', /\b(Act|Ask)\b/);
    expect(decided).toMatch(/action.* · \S*\s*(act|ask)/);
    await openFile(page, 'new-failures.json', 2);
    await hoverIn(page, 2, 'new_failure', 'Predictions by');
    await hoverIsThere(page);
    await screenshot('history-hover-policy');
    await page
      .locator('.statusbar-item[id*="operatorActions.prediction"]', { hasText: /\((act|ask)\)/ })
      .waitFor({ timeout: 30_000 });
    const policy = JSON.parse(workspace.read('oap-policy.json')) as object;
    workspace.write('oap-policy.json', JSON.stringify({ ...policy, fingerprint: 'of before' }));
    const refused = await textOver('new-failures.json', 2, 'new_failure', 'The policy is not used');
    expect(refused).toContain('has changed since this policy was made');
    await openFile(page, 'oap-policy.json');
    await expect
      .poll(async () => (await problemsOf(page, 'oap-policy.json')).map(({ message }) => message).join())
      .toContain(`the run ${run} has changed since this policy was made`);
    workspace.write('oap-policy.json', JSON.stringify({ ...policy, run: 'gone', maxError: 2 }, null, 1));
    await expect
      .poll(async () => (await problemsOf(page, 'oap-policy.json')).map(({ message }) => message).sort())
      .toEqual([
        'The workspace has no run gone, which this policy is for.',
        expect.stringMatching(/above the maximum of 1/),
      ]);
    fs.rmSync(workspace.path('oap-policy.json'));
    await textOver('new-failures.json', 2, 'new_failure', /^(?!.*policy).*Predictions by/s);
  });

  test('follows what is typed, saved or not', async () => {
    const site = prettyLine(heldOut[4], /"T\d_.*: \d/);
    await openFile(page, 'pretty.json', site.number);
    await textOver('pretty.json', site.number, '"T', 'Held out');
    await page.keyboard.press('End');
    if (site.text.endsWith(',')) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('00000');
    const edited = await textOver('pretty.json', site.number, '"T', 'The counts have changed since the evaluation');
    expect(edited).toContain('a new prediction');
    expect(workspace.read('pretty.json')).not.toContain('00000,');
    await runCommand(page, 'File: Revert File');
    await textOver('pretty.json', site.number, '"T', /^(?!.*a new prediction).*Held out/s);
  });

  test('is away when hovers are turned off, from the hover itself, and comes back', async () => {
    await hoverTask('history.json', lineOf(heldOut[0]), 'Turn Hovers Off');
    await page.locator('.monaco-hover:visible a', { hasText: 'Turn Hovers Off' }).click();
    await page.locator('.statusbar-item', { hasText: 'Hovers in histories are off' }).waitFor();
    const place = { line: lineOf(heldOut[0]), column: begin.length };
    expect(await hoversAt(page, 'history.json', place)).toEqual([]);
    await runCommand(page, 'Operator Actions: Turn Hovers in Histories On or Off');
    await textOver('history.json', place.line, begin, 'Predictions by');
  });

  test("tells what the workspace's own file says of a code, and what is wrong in that file", async () => {
    workspace.write('.oap/codes.json', '{"31415": {"title": "Our own *trouble*", "usualAction": "wait"}, "1": 5}');
    const task = '"/own/Step": {"errors": {"good_sites": {"31415": {"S07-N00": 2}, "27182": {"T1_A": 1}}}}';
    workspace.write('own.json', `{\n${task}\n}\n`);
    const known = await textOver('own.json', 2, '31415', 'Our own');
    expect(known).toContain('Our own *trouble*');
    expect(known).toContain('Operators usually: wait');
    expect(await textOver('own.json', 2, 'S07', 'does not say country')).toContain('S07-N00');
    expect(await textOver('own.json', 2, '27182', 'unknown code')).toContain('Nothing is known about it');
    const problems = () => problemsOf(page, '.oap/codes.json');
    await expect
      .poll(problems)
      .toEqual([expect.objectContaining({ message: expect.stringContaining('the description of the code') })]);
  });
});

describe('the lines of a history', () => {
  test('have predictions when the lens is clicked, and none when it is clicked again', async () => {
    await openFile(page, 'history.json');
    await clickLens('Show Predictions');
    await expect.poll(() => contentAfter(page), { timeout: 30_000 }).toMatch(/ 0\.\d\d/);
    await screenshot('history-lines-long');
    await takeScreenshot(page, 'history-lines-part', { x: 348, y: 85, width: 1024, height: 260 });
    await clickLens('Hide Predictions');
    await expect.poll(() => contentAfter(page)).toBe('');
  });

  test('have them by the button in the title bar, too, where VS Code shows no lenses', async () => {
    await openFile(page, 'pretty.json');
    const button = (name: string) =>
      page.locator('.editor-group-container.active .editor-actions').getByRole('button', { name }).first();
    await button('Show Predictions').click();
    await expect.poll(() => contentAfter(page), { timeout: 30_000 }).toMatch(/ 0\.\d\d/);
    await screenshot('history-lines');
    await button('Hide Predictions').click();
    await expect.poll(() => contentAfter(page)).toBe('');
  });

  test('have them in every history when the setting says so, with marks beside tasks that are predicted wrong', async () => {
    workspace.write('.vscode/settings.json', '{"operatorActions.inlinePredictions": true}');
    await openFile(page, 'tasks.jsonl', 5);
    await expect.poll(() => contentAfter(page), { timeout: 30_000 }).toMatch(/ 0\.\d\d/);
    await expect
      .poll(() => page.locator('.editor-group-container.active .glyph-margin-widgets [class*="ced-"]').count())
      .toBeGreaterThan(0);
    workspace.write('.vscode/settings.json', '{}');
    await expect.poll(() => contentAfter(page), { timeout: 30_000 }).toBe('');
  });
});

test('the status bar has the prediction for the task at the cursor, and says it in words', async () => {
  await openFile(page, 'history.json', lineOf(heldOut[6]));
  const item = page.locator('.statusbar-item[id*="operatorActions.prediction"]');
  await item.filter({ hasText: /\d\.\d\d/ }).waitFor({ timeout: 30_000 });
  await expect
    .poll(() => item.locator('a, [aria-label]').first().getAttribute('aria-label'))
    .toMatch(/^Prediction for \/synthetic_task.*: action \w+, probability/);
  await page.keyboard.press('Control+Home');
  await item.waitFor({ state: 'hidden' });
});

test('the lens opens the run that predicts', async () => {
  await openFile(page, 'history.json');
  await clickLens('simple');
  await panelOf(page)
    .getByRole('heading', { name: /simple/ })
    .first()
    .waitFor({ timeout: 30_000 });
});

/** What stands behind the lines in sight. */
function contentAfter(on: Page): Promise<string> {
  return on.evaluate(
    `[...document.querySelectorAll('.editor-group-container.active .view-line span[class*="ced-"]')].map((span) => getComputedStyle(span, '::after').content).filter((text) => text !== 'none' && text !== '""').join(' ')`,
  );
}
