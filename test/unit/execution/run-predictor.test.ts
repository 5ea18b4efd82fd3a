import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { taskName } from '../../../src/dataset/history.ts';
import { pickTasks, RunPredictor } from '../../../src/execution/run-predictor.ts';
import { columnAt } from '../../../src/execution/run-tasks.ts';
import type { Explanation, TaskCount } from '../../../src/protocol/explanation.ts';
import { RunUnreadable } from '../../../src/runs/read-run.ts';
import { fitFolder, predictionsFile } from '../../../src/runs/run-paths.ts';
import { temporaryFolder } from '../../records.ts';
import { parse } from '../dataset/files.ts';
import { crossValidated } from './cross-validated-run.ts';
import { smallStudy } from './small-dataset.ts';

const root = temporaryFolder();

const models = ['simple', 'simple+attention', 'cnn', 'cnn+attention', 'embedding', 'embedding+attention', 'xgboost'];

describe.each(models)('a run of %s', async (model) => {
  const study = smallStudy({ models: [model] });
  const run = await crossValidated(root, study);
  const predictor = new RunPredictor(run);
  const tasks = predictor.tasksOf(study.history);

  it('predicts what each fit wrote down', () => {
    const place = new Map(Array.from({ length: 40 }, (_, task) => [taskName(study.history, task), task]));
    for (const { target, classes, fits } of predictor.targets) {
      expect(fits).toEqual([0, 1, 2, 3, 4]);
      for (const fit of fits) {
        const all = predictor.predict(tasks, target, [fit]);
        const written = readFileSync(predictionsFile(fitFolder(run, target, fit)), 'utf8')
          .trim()
          .split('\n');
        for (const line of written) {
          const { task, probabilities } = JSON.parse(line);
          const at = (place.get(task) ?? -1) * classes.length;
          expect(Object.values(probabilities)).toEqual(
            Array.from(all.subarray(at, at + classes.length), (p) => Number(p.toPrecision(7))),
          );
        }
      }
    }
  });

  it('explains the predicted class, fully', () => {
    const probabilities = predictor.predict(tasks, 'colour', [2]);
    for (const [task, explanation] of predictor.explain(tasks, 'colour', { fits: [2] }).entries()) {
      const [blue, red] = probabilities.subarray(2 * task, 2 * task + 2);
      expect(explanation.target).toBe('colour');
      expect(explanation.class).toBe(blue >= red ? 'blue' : 'red');
      expect(explanation.method).toBe(model === 'xgboost' ? 'tree-shap' : 'integrated-gradients');
      expect(sumOf(explanation) + explanation.rest).toBeCloseTo(explanation.value, 6);
      const strengths = explanation.cells.map(({ contribution }) => Math.abs(contribution));
      expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
      if (model !== 'xgboost') {
        const difference = Math.abs(explanation.value - explanation.base);
        expect(Math.abs(explanation.rest)).toBeLessThan(0.01 * difference + 1e-4);
        expect(cellsOf(explanation)).toEqual(countsOf(task));
      }
    }
  });

  it('averages its fits', () => {
    const some = pickTasks(tasks, [3, 17]);
    const classOf = Int32Array.of(1, 0);
    const [, second] = predictor.explain(some, 'colour', { classOf, emptyCells: 1000 });
    const ofFits = [0, 1, 2, 3, 4].map(
      (fit) => predictor.explain(some, 'colour', { classOf, fits: [fit], emptyCells: 1000 })[1],
    );
    const mean = (of: (explanation: Explanation) => number) =>
      ofFits.reduce((sum, one) => sum + of(one), 0) / ofFits.length;
    expect(second.class).toBe('blue');
    expect(second.base).toBeCloseTo(
      mean(({ base }) => base),
      10,
    );
    expect(second.value).toBeCloseTo(
      mean(({ value }) => value),
      10,
    );
    for (const { code, site, contribution } of second.cells) {
      const isSame = (cell: Explanation['cells'][number]) => cell.code === code && cell.site === site;
      expect(contribution).toBeCloseTo(
        mean(({ cells }) => cells.find(isSame)?.contribution ?? 0),
        10,
      );
    }
  });

  it('knows attention where there is one', () => {
    const [{ attention }] = predictor.explain(pickTasks(tasks, [0]), 'colour');
    if (!model.endsWith('+attention')) {
      expect(attention).toBeNull();
      return;
    }
    expect(attention?.codes.map(({ code }) => code).sort()).toEqual(['0', '7']);
    expect(attention?.sites.map(({ site }) => site).sort()).toEqual(['north', 'south']);
    for (const { weight } of [...(attention?.codes ?? []), ...(attention?.sites ?? [])]) {
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThan(1);
    }
  });

  it('sees the same in a task of which only the counts are known', () => {
    const counts: TaskCount[] = [
      { code: '7', site: 'south', good: false, count: 3 },
      { code: '0', site: 'north', good: true, count: 3 },
    ];
    const single = predictor.tasksOfCounts([counts]);
    expect(predictor.predict(single, 'colour')).toEqual(predictor.predict(pickTasks(tasks, [2]), 'colour'));
    expect(predictor.explain(single, 'colour')).toEqual(predictor.explain(pickTasks(tasks, [2]), 'colour'));
  });
});

describe('the cells of an explanation', async () => {
  const features = { transform: 'log1p', sites: 'good-bad' };
  const study = smallStudy({ models: ['simple'], features });
  const predictor = new RunPredictor(await crossValidated(root, study));

  it('have their counts as they are in the history, and say whether their site is good', () => {
    const [explanation] = predictor.explain(pickTasks(predictor.tasksOf(study.history), [2]), 'size');
    expect(
      explanation.cells.map(({ contribution: _, ...cell }) => cell).sort((a, b) => (a.code < b.code ? -1 : 1)),
    ).toEqual([
      { code: '0', site: 'north', good: true, count: 3 },
      { code: '7', site: 'south', good: false, count: 3 },
    ]);
  });

  it('are told apart where a site is good here and bad there', () => {
    const counts = [true, false].map((good) => ({ code: '7', site: 'south', good, count: good ? 2 : 5 }));
    const { counts: rows, examples, unknown } = predictor.tasksOfCounts([counts]);
    // No training task has code 7 at a good site, but the run has the column.
    expect([...unknown]).toEqual([0]);
    expect([...rows.value]).toEqual([2, 5]);
    expect([...examples.value]).toEqual([2, 5].map((count) => Math.fround(Math.log1p(count))));
    const [{ cells }] = predictor.explain(predictor.tasksOfCounts([counts]), 'colour');
    expect(cells.find(({ good }) => good === true)).toEqual({
      code: '7',
      site: 'south',
      good: true,
      count: 2,
      contribution: 0,
    });
  });

  it('leave out what the run has never seen', () => {
    const history = parse(
      JSON.stringify({
        '/w/t': { errors: { good_sites: { '0': { north: 1, moon: 4 } }, bad_sites: { '99': { south: 2 } } } },
      }),
      undefined,
      true,
    );
    const tasks = predictor.tasksOf(history);
    expect([...tasks.unknown]).toEqual([2]);
    expect(predictor.explain(tasks, 'colour')[0].cells.map(({ code, site }) => [code, site])).toEqual([['0', 'north']]);
  });
});

describe.each(['merged', 'good-bad'] as const)('a model with totals, sites %s', async (sites) => {
  const entry = { model: 'simple', name: 'own', features: { transform: 'log1p', totals: true } };
  const study = smallStudy({ models: [entry], features: { sites } });
  const predictor = new RunPredictor(await crossValidated(root, study));

  it('reads a history as it was trained, whatever the features of the experiment', () => {
    const { features, matrix } = study.dataset.inputs[0];
    expect(features).toEqual({ transform: 'log1p', sites, totals: true });
    expect(predictor.columns.features).toEqual(features);
    const { examples } = predictor.tasksOf(study.history);
    expect([examples.start, examples.column, examples.value].map((list) => [...list])).toEqual(
      [matrix.start, matrix.column, matrix.value].map((list) => [...list]),
    );
  });

  it('counts an unknown code at its site, and an unknown site for its code', () => {
    const counts = [
      { code: '99', site: 'south', good: false, count: 2 },
      { code: '0', site: 'moon', good: true, count: 5 },
    ];
    const { counts: rows, unknown } = predictor.tasksOfCounts([counts]);
    expect([...unknown]).toEqual([2]);
    const cells = Array.from(rows.column, (column, i) => {
      const { code, site, good } = columnAt(column, predictor.columns);
      return [code, site, good, rows.value[i]];
    });
    const [good, bad] = sites === 'merged' ? [null, null] : [true, false];
    expect(cells).toEqual([
      ['0', '(all sites)', good, 5],
      ['(all codes)', 'south', bad, 2],
    ]);
  });
});

describe('what trees say of cells without a count', async () => {
  const study = smallStudy({ models: ['xgboost'] });
  const predictor = new RunPredictor(await crossValidated(root, study));
  const red = predictor.tasksOfCounts([[{ code: '7', site: 'south', good: false, count: 1 }]]);

  it('is listed after the task’s own cells, as far as it is wanted', () => {
    const [all] = predictor.explain(red, 'colour');
    const empty = all.cells.filter(({ count }) => count === 0);
    // Colour follows from whether code 0 or 1 occurred; here neither did.
    expect(empty.length).toBeGreaterThan(0);
    expect(new Set(empty.map(({ site }) => site))).toEqual(new Set(['north']));
    const [none] = predictor.explain(red, 'colour', { emptyCells: 0 });
    expect(none.cells).toEqual(all.cells.filter(({ count }) => count > 0));
    expect(none.rest).toBeCloseTo(all.rest + empty.reduce((sum, { contribution }) => sum + contribution, 0), 10);
  });
});

describe('a run that cannot predict', () => {
  it('has a target without a complete fit', async () => {
    const study = smallStudy();
    const run = await crossValidated(root, study);
    rmSync(path.join(run, 'fits', 'size'), { recursive: true });
    const predictor = new RunPredictor(run);
    const tasks = predictor.tasksOf(study.history);
    expect(predictor.predict(tasks, 'colour')).toHaveLength(80);
    const unreadable = new RunUnreadable(`${run} has no complete fit of the target size`);
    expect(() => predictor.predict(tasks, 'size')).toThrow(unreadable);
    expect(() => predictor.predict(tasks, 'size', [])).toThrow(unreadable);
    expect(() => predictor.explain(tasks, 'size')).toThrow(unreadable);
  });

  it('has lost or damaged a model', async () => {
    const study = smallStudy();
    const run = await crossValidated(root, study);
    const predictor = new RunPredictor(run);
    const tasks = predictor.tasksOf(study.history);
    writeFileSync(path.join(fitFolder(run, 'colour', 0), 'model.json'), '{"weights');
    rmSync(path.join(fitFolder(run, 'size', 0), 'weights.bin'));
    expect(() => predictor.predict(tasks, 'colour')).toThrow(RunUnreadable);
    expect(() => predictor.predict(tasks, 'size')).toThrow(/weights\.bin does not exist$/);
  });
});

function sumOf({ base, cells }: Explanation): number {
  return cells.reduce((sum, { contribution }) => sum + contribution, base);
}

function cellsOf({ cells }: Explanation) {
  return cells
    .map(({ code, site, good, count }) => ({ code, site, good, count }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The counts of the small study's task. */
function countsOf(task: number) {
  return [
    { code: String(task % 2), site: 'north', good: null, count: 1 + (task % 3) },
    { code: '7', site: 'south', good: null, count: 1 + (task % 5) },
  ];
}

describe.each([
  ['simple', 'weights.bin'],
  ['xgboost', 'model.xgb.json'],
])('a damaged model of %s', (model, file) => {
  it(`that gives what is no number is refused, and ${file} named`, async () => {
    const study = smallStudy({ models: [model] });
    const run = await crossValidated(root, study);
    const damaged = path.join(fitFolder(run, 'colour', 1), file);
    if (model === 'simple') {
      const weights = readFileSync(damaged);
      weights.writeFloatLE(Number.NaN, weights.length - 4);
      writeFileSync(damaged, weights);
    } else {
      const leaves = readFileSync(damaged, 'utf8').replace(/"split_conditions":\[[^\]]*\]/, (all) =>
        all.replaceAll(/-?\d[\d.E+-]*/g, '1e999'),
      );
      writeFileSync(damaged, leaves);
    }
    const predictor = new RunPredictor(run);
    const tasks = predictor.tasksOf(study.history);
    expect(() => predictor.predict(tasks, 'colour')).toThrow(RunUnreadable);
    expect(() => predictor.predict(tasks, 'colour')).toThrow(
      file === 'weights.bin' ? damaged : fitFolder(run, 'colour', 1),
    );
    expect(predictor.predict(tasks, 'colour', [0])).toHaveLength(2 * study.dataset.tasks.count);
  });
});
