import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { calibrateRun } from '../../../src/execution/calibrate-run.ts';
import { confusionMse } from '../../../src/measures/confusion.ts';
import { checkRuns } from '../../../src/runs/check-runs.ts';
import { readFit, readRun } from '../../../src/runs/read-run.ts';
import { calibrationFile, fitFile, fitFolder } from '../../../src/runs/run-paths.ts';
import { readProgress } from '../../../src/runs/stored-fits.ts';
import { temporaryFolder } from '../../records.ts';
import { colourTasks, trainRun } from './trained-run.ts';

const root = temporaryFolder();
let number = 0;
const place = (): string => path.join(root, String(++number));
const many = colourTasks(400);

function calibrate(run: string, targets?: readonly string[]) {
  return calibrateRun(run, readRun(run), targets ? { targets } : {});
}

function storedAt(run: string, target = 'size', index = 0): string {
  return calibrationFile(fitFolder(run, target, index));
}

test('a hold-out is calibrated on the tasks that it was validated with, and that is kept', async () => {
  const run = await trainRun(place(), 'holdout', {}, many);
  const calibrations = await calibrate(run);
  expect(calibrations.problems).toEqual([]);
  const found = calibrations.of('size', 0);
  expect(found).toMatchObject({ rows: readFit(run, 'size', 0)?.examples.validation, notes: [] });
  expect(found?.evaluated.rows).toBe(120);
  expect(found?.evaluated.calibrated.logLoss).toBeLessThanOrEqual(found?.evaluated.raw.logLoss ?? 0);
  const written = fs.statSync(storedAt(run)).mtimeMs;
  expect((await calibrate(run)).of('size', 0)).toEqual(found);
  expect(fs.statSync(storedAt(run)).mtimeMs).toBe(written);
  expect(checkRuns(path.dirname(run))).toEqual([]);
});

test('each repetition has a calibration of its own, and the summary joins them', async () => {
  const run = await trainRun(place(), 'repeated-test', { split: { repeats: 2 } }, many);
  const record = readRun(run);
  expect(readProgress(run, record).run.summary[1].calibration).toBeUndefined();
  const calibrations = await calibrate(run);
  const parts = [0, 1].map((index) => calibrations.of('size', index));
  const { calibration } = readProgress(run, record).run.summary[1];
  expect(calibration).toMatchObject({ methods: parts.map((part) => part?.calibrator.method), rows: 56 });
  const mean = parts.reduce((sum, part) => sum + (part?.evaluated.raw.logLoss ?? 0) / 2, 0);
  expect(calibration?.raw.logLoss).toBeCloseTo(mean, 12);
});

test('a fold is calibrated on what the other folds held out', async () => {
  const run = await trainRun(place(), 'cross-validation', { split: { folds: 3 } }, many);
  const calibrations = await calibrate(run);
  const evaluated = [0, 1, 2].map((index) => calibrations.of('size', index)?.evaluated.rows ?? 0);
  expect(evaluated.reduce((sum, rows) => sum + rows, 0)).toBe(280);
  expect(calibrations.of('size', 1)).toMatchObject({
    rows: evaluated[0] + evaluated[2],
    sources: [{ index: 0 }, { index: 2 }],
  });
});

test('a fold waits for the others', async () => {
  const run = await trainRun(place(), 'cross-validation', { split: { folds: 3 } }, many);
  fs.rmSync(fitFile(fitFolder(run, 'size', 2)));
  const calibrations = await calibrate(run, ['size']);
  const problem = { target: 'size', reason: 'size is not calibrated yet: 1 of its fits are missing' };
  expect(calibrations.problems).toEqual([problem, problem]);
});

test('what was found out from predictions that were replaced since is found out again', async () => {
  const run = await trainRun(place(), 'cross-validation', { split: { folds: 3 } }, many);
  await calibrate(run);
  const before = fs.readFileSync(storedAt(run), 'utf8');
  fs.writeFileSync(storedAt(run), before);
  const fit = fitFile(fitFolder(run, 'size', 1));
  // Version 0.1 did not seal its predictions.
  const { files: _, sha256: __, ...record } = JSON.parse(fs.readFileSync(fit, 'utf8'));
  fs.writeFileSync(fit, JSON.stringify(record));
  expect((await calibrate(run, ['size'])).of('size', 0)?.sources?.[0]).toEqual({ index: 1, sha256: '' });
});

test('a run whose history says something else now is not calibrated, and says so', async () => {
  const folder = place();
  const run = await trainRun(folder, 'holdout', {}, many);
  fs.writeFileSync(path.join(folder, 'history.json'), JSON.stringify(colourTasks(399)));
  const calibrations = await calibrate(run, ['size']);
  expect(calibrations.of('size', 0)).toBeUndefined();
  expect(calibrations.problems).toEqual([
    { target: 'size', reason: expect.stringContaining("the run's history has changed since, or is gone") },
  ]);
});

test('a damaged calibration is reported, can be removed, and is found out again', async () => {
  const run = await trainRun(place(), 'holdout', {}, many);
  const found = (await calibrate(run)).of('size', 0);
  fs.writeFileSync(storedAt(run), fs.readFileSync(storedAt(run), 'utf8').replace('"rows": 56', '"rows": 57'));
  const [finding, ...others] = checkRuns(path.dirname(run));
  expect(others).toEqual([]);
  expect(finding.problem).toBe(`${storedAt(run)} is damaged: it does not say what was written`);
  finding.repair?.();
  expect(fs.existsSync(storedAt(run))).toBe(false);
  expect((await calibrate(run)).of('size', 0)).toEqual(found);
});

test('too few tasks leave the probabilities as they are', async () => {
  const run = await trainRun(place(), 'holdout');
  expect((await calibrate(run)).of('colour', 0)).toMatchObject({
    calibrator: { method: 'none' },
    rows: 6,
    notes: [expect.stringContaining('there are only 6 tasks for it, of 30 needed')],
  });
});

test('where another class is recommended than the study does, results are those of that class', async () => {
  // Nothing costs more than to call a large task small: all are called large.
  const decision = { costs: { large: { small: 1e9 } } };
  const run = await trainRun(place(), 'holdout', { decision }, many);
  await calibrate(run);
  const { summary } = readProgress(run, { ...readRun(run), state: 'interrupted' }).run;
  const [, { classes, confusion, confusionMse: error }] = summary;
  expect(confusion.map((row) => row[classes.indexOf('small')])).toEqual([0, 0]);
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(120);
  expect(readFit(run, 'size', 0)?.confusion).not.toEqual(confusion);
  expect(error.mean).toBeCloseTo(confusionMse(confusion.flat(), 2), 12);
});
