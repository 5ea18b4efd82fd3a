import { beforeAll, describe, expect, test } from 'vitest';
import { studyCodes } from '../../src/dataset/vocabulary.ts';
import type { Explanation } from '../../src/protocol/explanation.ts';
import { eventually } from '../eventually.ts';
import type { Page } from './browser.ts';
import { type Cell, kinds, placesOf, readTasks, shareText, type Task } from './history-places.ts';
import { hoverAt, type SpeakingCell } from './hover-page.ts';
import {
  type Example,
  exampleOf,
  hoverRow,
  isRight,
  type Judgement,
  judgedTasks,
  lineText,
  predictedClass,
} from './judged-tasks.ts';
import { linesWithPredictions } from './lines-page.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { openFile, runAskingCommand, runCommand } from './vscode/commands.ts';
import { lensesOf, type Problem, problemsOf, takeFix } from './vscode/language.ts';
import { pick } from './vscode/quick-input.ts';
import { takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* The three layouts of a history in a real VS Code: hovers and lines have what the runs wrote down, problems are mended. */

const workspace = new Workspace(1200);
const vscode = new PackagedVsCode(workspace);
let page: Page;
let tasks: ReadonlyMap<string, Task>;

/** Each layout with the run that predicts in it. */
const layouts = [
  ['one task per line', 'history.json', 'simple+attention', 'cross-validation'],
  ['pretty', 'pretty.json', 'xgboost', 'holdout'],
  ['JSON Lines', 'tasks.jsonl', 'simple', 'holdout'],
] as const;

/** By model: what its run judged, and a task that it is partly wrong about. */
const judged = new Map<string, ReadonlyMap<string, readonly Judgement[]>>();
const examples = new Map<string, Example>();

beforeAll(async () => {
  const history = '"history": "history.json"';
  const trees = '{"model": "xgboost", "training": {"maxEpochs": 10}}';
  workspace.write('holdout.oap.json', `{${history}, "models": ["simple", ${trees}], "training": {"maxEpochs": 8}}\n`);
  const quick = '"training": {"maxEpochs": 12, "learningRate": 0.01}';
  workspace.write('folds.oap.json', `{${history}, "models": ["simple+attention"], ${quick}, "split": {"folds": 2}}\n`);
  workspace.oap('train', workspace.path('holdout.oap.json'));
  workspace.oap('select', workspace.path('folds.oap.json'));
  workspace.format('history.json', 'pretty.json', 'pretty');
  workspace.format('history.json', 'tasks.jsonl', 'lines');
  tasks = readTasks(workspace.read('history.json'));
  for (const run of workspace.runs()) {
    const all = judgedTasks(workspace, run);
    judged.set(run.model, all);
    examples.set(run.model, exampleOf(tasks, all, run.fitsPerTarget - 1));
  }
  page = await vscode.open({ viewport: { width: 1500, height: 950 } });
}, 240_000);

takeScreenshotOnFailure(() => page);

function example(model: string) {
  const found = examples.get(model);
  if (!found) throw new Error(`There is no run of ${model}`);
  return found;
}

function place(file: string, model: string, kind: (typeof kinds)[number]) {
  const { name, cell } = example(model);
  return placesOf(workspace.read(file), name, cell, 'action')[kind];
}

/** What hovers say of a code, and of a site. */
function meaning({ code, site }: Cell) {
  const known = studyCodes.find((one) => one.code === code);
  return {
    code: [`${code} · ${known?.title}`, known?.description, shareText(tasks, (cell) => cell.code === code)],
    site: [`tier ${site.charAt(1)}`, shareText(tasks, (cell) => cell.site === site)],
  };
}

const signs = (cells: readonly SpeakingCell[]): string[] =>
  cells.map(({ code, site, contribution }) => `${code} at ${site} ${contribution > 0 ? '+' : '−'}`);

/** The cells that `oap predict --explain` has for a class and against it, the strongest of each first. */
function strongest({ cells }: Explanation): string[] {
  const sorted = cells.toSorted((a, b) => b.contribution - a.contribution);
  const [speakFor, against] = [sorted, sorted.toReversed()].map((side, i) =>
    side.filter(({ contribution }) => (i === 0 ? 1 : -1) * contribution >= 0.005).slice(0, 3),
  );
  return signs([...speakFor, ...against]);
}

describe.each(layouts)('in the layout "%s"', (layout, file, model, protocol) => {
  test('the run that is chosen by keyboard predicts', async () => {
    await openFile(page, file);
    await runAskingCommand(page, 'Operator Actions: Choose Run for Predictions…');
    await pick(page, model);
    const { text } = await hoverAt(page, file, place(file, model, 'name'));
    expect(text).toContain(`Predictions by ${model}, ${protocol}`);
    const lenses = ['Show Predictions', 'Choose Run…', 'Inspect History'];
    await expect.poll(() => lensesOf(page, file)).toEqual([`$(sparkle) ${model}`, ...lenses]);
  });

  test.each(kinds)('a hover over a %s has what the fit that held the task out said of every target', async (kind) => {
    const { judgements, cell } = example(model);
    const { text, rows } = await hoverAt(page, file, place(file, model, kind));
    expect(rows).toEqual(judgements.map(hoverRow));
    for (const link of ['Show Sample', 'Choose Run', 'Turn Hovers Off']) expect(text).toContain(link);
    const held =
      protocol === 'cross-validation' ? 'did not learn from it, but used it to choose when to stop' : 'did not use it';
    expect(text).toContain(`Held out: predicted by the training that ${held}.`);
    const { code, site } = meaning(cell);
    for (const words of code) expect(text.includes(words ?? '')).toBe(kind === 'code' || kind === 'count');
    for (const words of site) expect(text.includes(words)).toBe(kind === 'site' || kind === 'count');
  });

  test('a hover names at most three cells for each predicted class, and three against it', async () => {
    const { judgements } = example(model);
    const { why } = await hoverAt(page, file, place(file, model, 'name'));
    expect([...why.keys()]).toEqual(judgements.map((one) => `${one.target}: ${predictedClass(one)}`));
    for (const cells of why.values()) {
      const side = signs(cells).map((text) => text.at(-1));
      expect(side.join('')).toMatch(/^\+{0,3}−{0,3}$/);
    }
    expect([...why.values()].flat().length).toBeGreaterThan(0);
  });

  test('the status bar has the prediction at the cursor; Show Predictions writes them behind the lines, Hide Predictions takes them off', async () => {
    const { name } = example(model);
    const { line } = place(file, model, 'name');
    await openFile(page, file, line);
    await page.locator(`.statusbar-item[id*="operatorActions.prediction"] [aria-label*="${name}"]`).first().waitFor();
    await runCommand(page, 'Operator Actions: Show Predictions');
    let shown: ReadonlyMap<number, string> = new Map();
    const atExample = async (): Promise<string | undefined> => {
      shown = await linesWithPredictions(page);
      return shown.get(line);
    };
    await expect.poll(atExample, { timeout: 40_000 }).toBe(lineText(example(model).judgements));
    const lines = workspace.read(file).split('\n');
    let compared = 0;
    for (const [number, text] of shown) {
      const [, name = ''] = /"(\/[^"]+)"/.exec(lines[number - 1]) ?? [];
      const judgements = judged.get(model)?.get(name);
      if (!judgements) continue;
      expect(text).toBe(lineText(judgements));
      expect(text.includes('✗')).toBe(!judgements.every(isRight));
      compared++;
    }
    expect(compared).toBeGreaterThan(layout === 'pretty' ? 0 : 5);
    await takeScreenshot(page, `layouts-${file}-lines`);
    await runCommand(page, 'Operator Actions: Hide Predictions');
    await expect.poll(async () => (await linesWithPredictions(page)).size).toBe(0);
  });
});

// A run of one fit: of several, the command asks all and the hover the one that held the task out.
test.each(layouts.slice(1))(
  'in the layout "%s" the cells are those of oap predict --explain',
  async (_, file, model) => {
    const { name } = example(model);
    workspace.write('one.json', JSON.stringify({ [name]: tasks.get(name) }));
    const run = workspace.path('.oap/runs', workspace.runs().find((one) => one.model === model)?.id ?? '');
    const printed = workspace.oap('predict', run, workspace.path('one.json'), '--explain');
    const { explanation } = JSON.parse(printed) as { explanation: Record<string, Explanation> };
    const { why } = await hoverAt(page, file, place(file, model, 'name'));
    expect([...why.values()].map(signs)).toEqual(Object.values(explanation).map(strongest));
  },
);

test.each([
  ['pretty', 'problems.json'],
  ['lines', 'problems.jsonl'],
] as const)('problems in the layout "%s" are mended by their quick fixes', async (layout, file) => {
  const task = (count: string): string =>
    `{"errors": {"good_sites": {"85": {"T1_US_FNAL": ${count}}}}, "parameters": {"action": "acdc"}}`;
  const write = (name: string, ...entries: string[]): string => {
    workspace.write('entries.json', `{\n${entries.join(',\n')}\n}\n`);
    workspace.format('entries.json', name, layout);
    return workspace.read(name);
  };
  const [a, b, c] = ['a', 'b', 'c'].map((name) => `"/${name}/Step": ${task('3')}`);
  const mended = write(`mended-${file}`, a, b, c);
  const flawed = write(file, `"/a/Step": ${task('"3"')}`, b, b, c).split('\n');
  await openFile(page, file);
  const problems = async (count: number): Promise<Problem[]> => {
    const all = await eventually(
      async () => (await problemsOf(page, file)).filter(({ source }) => source === 'Operator Actions'),
      (found) => found.length === count,
    );
    return all.toSorted((a, b) => a.line - b.line);
  };
  const [wrongCount, secondName] = await problems(2);
  expect(wrongCount.message).toContain(
    '"/a/Step" is left out: the count of error code "85" at site "T1_US_FNAL" is the string "3"',
  );
  expect(wrongCount.line).toBe(1 + flawed.findIndex((line) => line.includes('"3"')));
  const first = 1 + flawed.findIndex((line) => line.includes('/b/Step'));
  expect(secondName.message).toContain(`"/b/Step" is left out: its name is already used on line ${first}`);
  expect(secondName.line).toBe(1 + flawed.findLastIndex((line) => line.includes('/b/Step')));
  await takeFix(page, file, wrongCount, 'Write the count 3 without quotes');
  const [left] = await problems(1);
  await takeFix(page, file, left, 'Remove this task from the history');
  await problems(0);
  await runCommand(page, 'File: Save');
  expect(workspace.read(file)).toBe(mended);
});
