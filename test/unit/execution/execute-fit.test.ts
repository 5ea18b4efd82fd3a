import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { executeFit } from '../../../src/execution/execute-fit.ts';
import type { EpochRecord } from '../../../src/protocol/run.ts';
import { FolderLocked, lockFolder } from '../../../src/runs/folder-lock.ts';
import { readEpochs, readFit } from '../../../src/runs/read-run.ts';
import { fitFolder, predictionsFile } from '../../../src/runs/run-paths.ts';
import { temporaryFolder } from '../../records.ts';
import { jobOf, smallStudy } from './small-dataset.ts';

const root = temporaryFolder();
const newRun = (): string => mkdtempSync(path.join(root, 'run-'));
const study = smallStudy();
const never = () => false;

test('a fit leaves its record, its epochs, its predictions and its model, and no lock', () => {
  const run = newRun();
  const told: EpochRecord[] = [];
  const record = executeFit(study.dataset, jobOf(study, run), (epoch) => told.push(epoch), never);
  expect(record).toMatchObject({ target: 'colour', classes: ['blue', 'red'], epochsRun: 4, seed: 42 });
  // 40 tasks: 12 to test, 6 of the other 28 to watch.
  expect(record.examples).toEqual({ training: 22, validation: 6, evaluation: 12 });
  expect(record.confusion.flat().reduce((sum, count) => sum + count)).toBe(12);
  expect(readFit(run, 'colour', 0)).toEqual(record);
  expect(readEpochs(run, 'colour', 0)).toEqual(told);
  expect(readdirSync(fitFolder(run, 'colour', 0)).sort()).toEqual([
    'epochs.jsonl',
    'fit.json',
    'model.json',
    'predictions.jsonl',
    'weights.bin',
  ]);
});

test('the same job gives the same predictions and weights', () => {
  const [first, second] = [newRun(), newRun()].map((run) => {
    executeFit(study.dataset, jobOf(study, run), () => {}, never);
    const folder = fitFolder(run, 'colour', 0);
    return [predictionsFile(folder), path.join(folder, 'weights.bin')].map((file) => readFileSync(file, 'hex'));
  });
  expect(second).toEqual(first);
});

test('repetitions test the same tasks with other seeds', () => {
  const run = newRun();
  const tested = [0, 1].map((index) => {
    const { seed } = executeFit(
      study.dataset,
      jobOf(study, run, { protocol: 'repeated-test', index }),
      () => {},
      never,
    );
    expect(seed).toBe(42 + index);
    const text = readFileSync(predictionsFile(fitFolder(run, 'colour', index)), 'utf8');
    return [...text.matchAll(/"task":"([^"]+)"/g)].map(([, task]) => task);
  });
  expect(tested[1]).toEqual(tested[0]);
});

test('a cancelled fit keeps its epochs and is not complete; done again, it is', () => {
  const run = newRun();
  let epochs = 0;
  const work = () =>
    executeFit(
      study.dataset,
      jobOf(study, run),
      () => epochs++,
      () => epochs >= 2,
    );
  expect(work).toThrow(Cancelled);
  expect(readEpochs(run, 'colour', 0)).toHaveLength(2);
  expect(readdirSync(fitFolder(run, 'colour', 0))).toEqual(['epochs.jsonl']);
  executeFit(study.dataset, jobOf(study, run), () => {}, never);
  expect(readFit(run, 'colour', 0)).toMatchObject({ epochsRun: 4 });
});

test('SMOTE balances the training examples, and says which class was too small for it', () => {
  const smote = smallStudy({ models: ['simple+smote'] });
  const { examples, notes } = executeFit(smote.dataset, jobOf(smote, newRun(), { target: 'size' }), () => {}, never);
  expect(examples.training).toBeGreaterThan(22);
  expect(examples.training % 2).toBe(0);
  expect(notes).toEqual([]);
  const few = smallStudy({ models: [{ model: 'simple', smote: { neighbours: 30 } }] });
  const { notes: told } = executeFit(few.dataset, jobOf(few, newRun(), { target: 'size' }), () => {}, never);
  expect(told.join('\n')).toMatch(/^The class \w+ has \d+ training examples, so SMOTE used \d+ neighbours for it\.$/m);
});

test('a fit that another process works on is left to it', () => {
  const run = newRun();
  executeFit(study.dataset, jobOf(study, run), () => {}, never);
  const before = readFit(run, 'colour', 0);
  const lock = lockFolder(fitFolder(run, 'colour', 0));
  expect(() => executeFit(study.dataset, jobOf(study, run), () => {}, never)).toThrow(FolderLocked);
  lock.release();
  expect(readFit(run, 'colour', 0)).toEqual(before);
  expect(readEpochs(run, 'colour', 0)).toHaveLength(4);
});

test('a target that is not there leaves no folder', () => {
  const run = newRun();
  expect(() => executeFit(study.dataset, jobOf(study, run, { target: 'taste' }), () => {}, never)).toThrow(
    'no target taste',
  );
  expect(existsSync(path.join(run, 'fits'))).toBe(false);
});
