import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { TaskPredictor } from '../../../src/execution/task-predictor.ts';
import { planFits } from '../../../src/learning/fit-plan.ts';
import type { TaskPrediction } from '../../../src/protocol/prediction.ts';
import { fitFile, fitFolder, predictionsFile } from '../../../src/runs/run-paths.ts';
import { temporaryFolder } from '../../records.ts';
import { colourTasks, trainRun } from './trained-run.ts';

const root = temporaryFolder();
const tasks = Object.entries(colourTasks());
const textOf = (name: string, task: object): string => `${JSON.stringify(name)}: ${JSON.stringify(task)}`;
const texts = tasks.map(([name, task]) => textOf(name, task));

interface Line {
  readonly task: string;
  readonly truth: string;
  readonly probabilities: Record<string, number>;
}

/** What a fit wrote down, by task. */
function written(run: string, target: string, fit: number): Map<string, Line> {
  const lines = readFileSync(predictionsFile(fitFolder(run, target, fit)), 'utf8')
    .trim()
    .split('\n');
  return new Map(lines.map((line) => JSON.parse(line) as Line).map((line) => [line.task, line]));
}

function standingsOf(predictions: readonly TaskPrediction[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { targets } of predictions) counts[targets[0].standing] = (counts[targets[0].standing] ?? 0) + 1;
  return counts;
}

describe('the tasks of the history of a hold-out run', async () => {
  const run = await trainRun(path.join(root, 'holdout'), 'holdout');
  const predictions = await (await TaskPredictor.load(run)).predict(texts, 'object', false);

  it('that were held out get what the fit wrote down, the others were learned from or chose when to stop', () => {
    expect(standingsOf(predictions)).toEqual({ 'held-out': 12, seen: 22, watched: 6 });
    for (const [t, target] of ['colour', 'size'].entries()) {
      const lines = written(run, target, 0);
      for (const { name, targets } of predictions) {
        const { standing, classes, probabilities, recorded, fits, edited } = targets[t];
        const line = lines.get(name);
        expect(standing === 'held-out').toBe(line !== undefined);
        if (line) expect(probabilities).toEqual(classes.map((one) => line.probabilities[one]));
        expect([recorded, fits, edited]).toEqual([colourTasks()[name].parameters[target], 1, false]);
      }
    }
  });

  it('are told to be edited when their counts are others than the fit was judged on', async () => {
    const predictor = await TaskPredictor.load(run);
    const held = predictions.findIndex(({ targets }) => targets[0].standing === 'held-out');
    const [name, task] = tasks[held];
    const edited = { ...task, errors: { good_sites: { 0: { north: 90 } }, bad_sites: { 1: { south: 80 } } } };
    const [{ targets }] = await predictor.predict([textOf(name, edited)], 'object', false);
    expect(targets[0]).toMatchObject({ standing: 'held-out', edited: true, fits: 1 });
    expect(targets[0].probabilities).not.toEqual(predictions[held].targets[0].probabilities);
    const relabelled = { ...task, parameters: { colour: 'green' } };
    const [again] = await predictor.predict([textOf(name, relabelled)], 'object', false);
    expect(again.targets.map(({ edited: e, recorded }) => [e, recorded])).toEqual([
      [false, 'green'],
      [false, 'medium'],
    ]);
  });

  it('are known in JSON Lines as well', async () => {
    const lines = tasks.map(([task, content]) => JSON.stringify({ task, ...content }));
    expect(await (await TaskPredictor.load(run)).predict(lines, 'lines', false)).toEqual(predictions);
  });

  it('leave new tasks and those without decisions new', async () => {
    const [first] = tasks;
    const asked = [textOf('/new/task', first[1]), textOf(first[0], { errors: first[1].errors })];
    const [added, unlabelled] = await (await TaskPredictor.load(run)).predict(asked, 'object', false);
    expect(added.targets[0]).toMatchObject({ standing: 'new', recorded: 'red' });
    expect(['new', 'held-out']).toContain(unlabelled.targets[0].standing);
    expect(unlabelled.targets[0].recorded).toBeNull();
  });

  it('cannot be told from new ones once the file has changed', async () => {
    const changed = await trainRun(path.join(root, 'changed'), 'holdout');
    const file = path.join(root, 'changed', 'history.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"large"', '"larger"'));
    const again = await (await TaskPredictor.load(changed)).predict(texts, 'object', false);
    expect(standingsOf(again)).toEqual({ 'held-out': 12, unknown: 28 });
  });

  it('are known when the file has another layout now', async () => {
    const formatted = await trainRun(path.join(root, 'formatted'), 'holdout');
    const file = path.join(root, 'formatted', 'history.json');
    writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
    const again = await (await TaskPredictor.load(formatted)).predict(texts, 'object', false);
    expect(standingsOf(again)).toEqual({ 'held-out': 12, seen: 22, watched: 6 });
  });

  it('say why they cannot be predicted, and what the run has never seen', async () => {
    const asked = ['"a": {"errors": 5}', '"b": {"errors": {"good_sites": {"99": {"north": 1}, "1": {"north": 2}}}}'];
    const [bad, good] = await (await TaskPredictor.load(run)).predict(asked, 'object', true);
    expect(bad).toEqual({
      name: 'a',
      problem: 'the member "errors" is 5, expected an object with good_sites and bad_sites',
      targets: [],
      untrained: [],
      unknownPairs: 0,
    });
    expect(good).toMatchObject({ name: 'b', problem: '', unknownPairs: 1 });
    const { explanation, classes, predicted } = good.targets[0];
    expect(explanation).toMatchObject({ target: 'colour', class: classes[predicted] });
    expect(explanation?.cells.map(({ code, site, count }) => [code, site, count])).toEqual([['1', 'north', 2]]);
  });
});

describe('what a run did with the tasks that it was not evaluated on', () => {
  /** Names by standing, and the rows of the fits' split. */
  async function standings(
    name: string,
    protocol: 'holdout' | 'repeated-test',
    fields: object,
    history = colourTasks(),
  ) {
    const run = await trainRun(path.join(root, name), protocol, fields, history);
    const asked = Object.entries(history).map(([task, content]) => textOf(task, content));
    const predictions = await (await TaskPredictor.load(run)).predict(asked, 'object', false);
    return (standing: string) =>
      predictions.flatMap((one) => (one.targets[0]?.standing === standing ? [one.name] : [])).sort();
  }
  const names = Object.keys(colourTasks());
  const namesAt = (rows: Iterable<number>) => Array.from(rows, (row) => names[row]).sort();
  const split = { test: 0.3, folds: 5, repeats: 2, by: 'task', seed: 42 } as const;

  it('is read off its split: the validation share chose when to stop, the rest was learned from', async () => {
    const of = await standings('uses', 'holdout', {});
    const [plan] = planFits('holdout', 40, split, 0.2);
    expect(of('watched')).toEqual(namesAt(plan.validation));
    expect(of('seen')).toEqual(namesAt(plan.train));
    expect(of('held-out')).toEqual(namesAt(plan.evaluation));
  });

  it('is the same for a split by workflow', async () => {
    const of = await standings('workflows', 'holdout', { split: { by: 'workflow' } });
    const groups = Int32Array.from({ length: 40 }, (_, i) => Math.floor(i / 4));
    const [plan] = planFits('holdout', 40, { ...split, by: 'workflow' }, 0.2, { workflows: groups });
    expect(of('watched')).toEqual(namesAt(plan.validation));
    expect(of('seen')).toEqual(namesAt(plan.train));
  });

  it('is the same for a stratified split and for one by a parameter that orders the tasks', async () => {
    const tasks = colourTasks();
    const stratified = await standings('stratified', 'holdout', { split: { stratify: true } });
    const labels = Object.values(tasks).map(({ parameters: { colour } }) => (colour === 'red' ? 1 : 0));
    const [plan] = planFits('holdout', 40, { ...split, stratify: true }, 0.2, { labels });
    expect(stratified('watched')).toEqual(namesAt(plan.validation));
    expect(stratified('seen')).toEqual(namesAt(plan.train));
    // The file has the latest task first.
    const dated = Object.entries(tasks).map(([name, { errors, parameters }], i) => {
      return [name, { errors, parameters: { ...parameters, when: String(100 - i) } }] as const;
    });
    const ordered = await standings(
      'ordered',
      'holdout',
      { split: { by: 'time', order: 'when' } },
      Object.fromEntries(dated),
    );
    expect(ordered('held-out')).toEqual(namesAt(Array.from({ length: 12 }, (_, row) => row)));
    expect(ordered('watched')).toEqual(namesAt(Array.from({ length: 6 }, (_, i) => 12 + i)));
  });

  it('is learning if one of several fits has learned from the task', async () => {
    const of = await standings('two', 'repeated-test', {
      split: { repeats: 2 },
      training: { maxEpochs: 4, validation: 0.5 },
    });
    const [a, b] = planFits('repeated-test', 40, split, 0.5);
    expect(of('watched')).toEqual(namesAt([...a.validation].filter((row) => b.validation.includes(row))));
    expect(of('watched').length).toBeGreaterThan(0);
  });

  it('is nothing for the validation share where nothing stops early', async () => {
    const of = await standings('late', 'holdout', { training: { maxEpochs: 4, earlyStopping: false } });
    expect([of('watched').length, of('unused').length]).toEqual([0, 6]);
  });

  it('counts rows, not entries of the file: tasks that are left out were not seen', async () => {
    const bad = { '/bad/one': { errors: 5, parameters: {} } } as unknown as ReturnType<typeof colourTasks>;
    const of = await standings('skipped', 'holdout', {}, { ...bad, ...colourTasks() });
    const [plan] = planFits('holdout', 40, split, 0.2);
    expect(of('watched')).toEqual(namesAt(plan.validation));
  });
});

it('a cross-validation has judged each task in one fold; those put aside are in none', async () => {
  const run = await trainRun(path.join(root, 'folds'), 'cross-validation');
  const predictions = await (await TaskPredictor.load(run)).predict(texts, 'object', false);
  expect(standingsOf(predictions)).toEqual({ 'held-out': 28, unused: 12 });
  for (let fold = 0; fold < 5; fold++) {
    for (const [name, { probabilities }] of written(run, 'colour', fold)) {
      const target = predictions.find((one) => one.name === name)?.targets[0];
      expect(target?.watched).toBe(true);
      expect([target?.fits, target?.probabilities]).toEqual([1, target?.classes.map((one) => probabilities[one])]);
    }
  }
  expect(
    predictions.filter(({ targets }) => targets[0].standing === 'unused').map(({ targets }) => targets[0].fits),
  ).toEqual(Array(12).fill(5));
});

it('a target without a complete fit is named and not predicted; the others are, with their reasons', async () => {
  const run = await trainRun(path.join(root, 'untrained'), 'holdout');
  rmSync(fitFile(fitFolder(run, 'size', 0)));
  const predictor = await TaskPredictor.load(run);
  await predictor.warm();
  for (const explained of [false, true]) {
    const [{ targets, untrained }] = await predictor.predict(texts.slice(0, 1), 'object', explained);
    expect(targets.map(({ target, fits }) => [target, fits])).toEqual([['colour', 1]]);
    expect(targets[0].explanation === null).toBe(!explained);
    expect(untrained).toEqual(['size']);
  }
});

it('tasks of folds that are missing may have been seen', async () => {
  const run = await trainRun(path.join(root, 'unfinished'), 'cross-validation');
  rmSync(fitFile(fitFolder(run, 'colour', 2)));
  const predictions = await (await TaskPredictor.load(run)).predict(texts, 'object', false);
  const { 'held-out': heldOut, unfinished } = standingsOf(predictions);
  expect(heldOut + unfinished).toBe(40);
  expect(unfinished).toBe(12 + written(run, 'colour', 2).size);
});

it('a repeated test gives the mean of the fits that were judged on a task', async () => {
  const run = await trainRun(path.join(root, 'repeats'), 'repeated-test', { split: { repeats: 3 } });
  const predictions = await (await TaskPredictor.load(run)).predict(texts, 'object', false);
  expect(standingsOf(predictions)).toEqual({ 'held-out': 12, seen: 28 });
  const fits = [0, 1, 2].map((fit) => written(run, 'size', fit));
  for (const { name, targets } of predictions) {
    const lines = fits.flatMap((fit) => fit.get(name) ?? []);
    if (lines.length === 0) continue;
    expect(targets[1].fits).toBe(3);
    for (const [c, one] of targets[1].classes.entries()) {
      const mean = lines.reduce((sum, { probabilities }) => sum + probabilities[one], 0) / 3;
      expect(targets[1].probabilities[c]).toBeCloseTo(mean, 10);
    }
  }
});
