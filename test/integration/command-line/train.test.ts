import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { lines, Workplace } from './command.ts';
import type { FitRecord, PredictionLine, ResultsDocument, RunDocument, RunRecord } from './documents.ts';
import { paintHistory } from './paint-history.ts';

const place = new Workplace();
const targets = { colour: {}, size: { default: 'small' } };
const training = { maxEpochs: 6, earlyStopping: { patience: 3 } };

beforeAll(async () => {
  place.write('paint.json', paintHistory());
  await place.run('history', 'generate', '--tasks', '600', '--out', 'history.json');
});

/** Trains one experiment; its run and where its files are. */
async function train(
  experiment: object,
  ...args: string[]
): Promise<{ run: RunDocument; runs: readonly RunDocument[] }> {
  place.write('experiment.oap.json', experiment);
  const { runs } = await place.json<ResultsDocument>('train', 'experiment.oap.json', ...args);
  return { run: runs[0], runs };
}

/** Every file of a run's fits by its path, but for the time that things took. */
function fitFiles({ id }: RunDocument, targetNames: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const target of targetNames) {
    const folder = ['.oap', 'runs', id, 'fits', target, '0'];
    for (const name of place.list(...folder)) {
      const content = readFileSync(place.path(...folder, name), 'latin1');
      // Seconds differ, and so do the seals of the curve and of fit.json, which hold them.
      const timeless = content
        .replaceAll(/"seconds": ?[\d.e-]+/g, '"seconds":0')
        .replace(/"epochs\.jsonl",\s*"bytes": \d+,\s*"sha256": "\w+"/, '"epochs.jsonl"')
        .replace(/"sha256": "\w+"\s*\}\s*$/, '');
      files.set(`${target}/${name}`, timeless);
    }
  }
  return files;
}

const predictionsOf = ({ id }: RunDocument, target: string): PredictionLine[] =>
  lines(place.read('.oap', 'runs', id, 'fits', target, '0', 'predictions.jsonl'));
const fitOf = ({ id }: RunDocument, target: string): FitRecord =>
  JSON.parse(place.read('.oap', 'runs', id, 'fits', target, '0', 'fit.json')) as FitRecord;
const recordOf = ({ id }: RunDocument): RunRecord =>
  JSON.parse(place.read('.oap', 'runs', id, 'run.json')) as RunRecord;

describe('oap train', () => {
  test('prints one JSON document of the contract, and progress on standard error only', async () => {
    place.write('contract.oap.json', { history: 'history.json', training });
    const { status, out, err } = await place.run('train', 'contract.oap.json', '--json');
    expect(status).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain('600 tasks');
    const [run] = (JSON.parse(out) as ResultsDocument).runs;
    expect(run).toMatchObject({ model: 'simple', protocol: 'holdout', state: 'done' });
    expect(Object.keys(run.targets)).toEqual(['action', 'memory', 'splitting', 'xrootd']);
    for (const target of Object.values(run.targets)) {
      const spread = { mean: expect.any(Number), std: 0 };
      expect(target).toMatchObject({ fits: 1, confusionMse: spread, recall: spread, precision: spread });
      expect(target.perClass).toHaveLength(target.classes.length);
      expect(target.confusion.flat().reduce((sum, count) => sum + count)).toBe(180);
      expect(target.epochs.mean).toBeLessThanOrEqual(6);
      expect(target.seconds).toBeGreaterThan(0);
    }
  });

  test('prints a table for people that says that the numbers are synthetic', async () => {
    place.write('table.oap.json', { history: 'history.json', training: { maxEpochs: 1 } });
    const { status, out } = await place.run('train', 'table.oap.json');
    expect(status).toBe(0);
    expect(out).toMatch(/^Synthetic history: /);
    expect(out).toMatch(/\nmodel +target +confusion MSE/);
    expect(out).toContain('run .oap/runs/');
  });

  test('learns targets of other names, and gives the same bytes with any number of workers and every time', async () => {
    const experiment = {
      history: 'paint.json',
      targets,
      training: { ...training, maxEpochs: 40 },
      models: ['simple+smote'],
    };
    const { run } = await train(experiment, '--workers', '1');
    const { run: parallel } = await train(experiment, '--workers', '2');
    const { run: again } = await train(experiment, '--workers', '2');
    expect(Object.keys(run.targets)).toEqual(['colour', 'size']);
    expect(run.targets.size.classes).toEqual(['large', 'small']);
    const files = fitFiles(run, ['colour', 'size']);
    expect([...files.keys()].filter((name) => name.startsWith('colour/'))).toEqual(
      ['calibration.json', 'epochs.jsonl', 'fit.json', 'model.json', 'predictions.jsonl', 'weights.bin'].map(
        (name) => `colour/${name}`,
      ),
    );
    expect(fitFiles(parallel, ['colour', 'size'])).toEqual(files);
    expect(fitFiles(again, ['colour', 'size'])).toEqual(files);
    const { targets: results } = run;
    const timeless = (document: RunDocument) =>
      Object.values(document.targets).map((target) => ({ ...target, seconds: 0 }));
    expect(timeless(parallel)).toEqual(Object.values(results).map((target) => ({ ...target, seconds: 0 })));
  });

  test('splits task by task, or keeps a workflow on one side', async () => {
    const workflow = (task: string) => task.split('/')[1];
    const all = Object.keys(paintHistory());
    const divided = async (by: string): Promise<number> => {
      const { run } = await train({ history: 'paint.json', targets, split: { by }, training });
      const tested = new Set(predictionsOf(run, 'colour').map(({ task }) => task));
      const touched = new Set([...tested].map(workflow));
      return all.filter((task) => touched.has(workflow(task)) && !tested.has(task)).length;
    };
    expect(await divided('workflow')).toBe(0);
    expect(await divided('task')).toBeGreaterThan(0);
  });

  test('trains all epochs without early stopping', async () => {
    const { run } = await train({ history: 'paint.json', targets, training: { maxEpochs: 30, earlyStopping: false } });
    expect(run.targets.colour.epochs.mean).toBe(30);
    expect(fitOf(run, 'colour')).toMatchObject({ epochsRun: 30, restored: false, stopReason: 'max-epochs' });
    expect(lines(place.read('.oap', 'runs', run.id, 'fits', 'colour', '0', 'epochs.jsonl'))).toHaveLength(30);
  });

  test('balances the training rows with SMOTE, and only these', async () => {
    const { runs } = await train({ history: 'paint.json', targets, training, models: ['simple', 'simple+smote'] });
    const [plain, balanced] = runs.map((run) => fitOf(run, 'size').examples);
    expect(runs.map(({ model }) => model)).toEqual(['simple', 'simple+smote']);
    expect(balanced.training).toBeGreaterThan(plain.training);
    expect(balanced).toMatchObject({ validation: plain.validation, evaluation: plain.evaluation });
  });

  test('sees counts as they are, as logarithms or as presence', async () => {
    place.write('tripled.json', paintHistory(3));
    const see = async (history: string, transform: string) => {
      const { run } = await train({ history, targets, training, features: { transform } });
      return predictionsOf(run, 'colour');
    };
    const binary = await see('paint.json', 'binary');
    expect(await see('tripled.json', 'binary')).toEqual(binary);
    expect(await see('paint.json', 'log1p')).not.toEqual(binary);
    expect(await see('paint.json', 'none')).not.toEqual(binary);
  });

  test('keeps good and bad sites apart where asked', async () => {
    const { run } = await train({ history: 'paint.json', targets, training, features: { sites: 'good-bad' } });
    expect(JSON.parse(place.read('.oap', 'runs', run.id, 'oap.json'))).toEqual({
      codes: ['1', '2', '3'],
      sites: ['north (good)', 'south (good)', 'north (bad)', 'south (bad)'],
      classes: { colour: ['blue', 'red'], size: ['large', 'small'] },
      features: { transform: 'none', sites: 'good-bad' },
    });
  });

  test('trains the chosen models of the experiment only', async () => {
    const models = ['simple', { name: 'wide', model: 'simple', denseUnits: 60 }];
    const { runs } = await train({ history: 'paint.json', targets, training, models }, '--model', 'wide');
    expect(runs.map(({ model }) => model)).toEqual(['wide']);
    expect(recordOf(runs[0]).specification).toMatchObject({
      model: 'simple',
      settings: { denseUnits: 60, denseLayers: 3 },
    });
  });

  test('tells how many tasks it skipped and why, and trains on the others', async () => {
    place.write('flawed.json', { ...paintHistory(), '/broken/one': 3, '/broken/two': { errors: 4 } });
    place.write('flawed.oap.json', { history: 'flawed.json', targets, training });
    const { status, out, err } = await place.run('train', 'flawed.oap.json', '--json');
    expect(status).toBe(0);
    expect(err).toContain('40 tasks');
    expect(err).toContain('2 tasks skipped');
    expect(err).toMatch(/ {2}1:\d+: .*"\/broken\/one"/);
    expect((JSON.parse(out) as ResultsDocument).runs[0].state).toBe('done');
  });

  test('says in one sentence that a folder cannot be made for the runs, with status 1', async () => {
    place.write('occupied', 'a file');
    place.write('experiment.oap.json', { history: 'paint.json', targets, training });
    const { status, out, err } = await place.run('train', 'experiment.oap.json', '--runs', 'occupied/runs');
    expect(status).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(/\noap: .*occupied.*this is a file, expected a folder \(\w+\)\n$/);
  });
});
