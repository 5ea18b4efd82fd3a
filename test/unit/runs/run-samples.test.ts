import fs from 'node:fs';
import { expect, test } from 'vitest';
import type { FitRecord } from '../../../src/protocol/run.ts';
import { FitWriter } from '../../../src/runs/fit-writer.ts';
import { fitFile, fitFolder, predictionsFile, runFile, vocabularyFile } from '../../../src/runs/run-paths.ts';
import { readSamples, thresholdsOf } from '../../../src/runs/run-samples.ts';
import { fitRecord, runRecord, temporaryFolder } from '../../records.ts';

const run = runRecord({ protocol: 'repeated-test', fitsPerTarget: 3 });

/** A run with fits 0 and 2 complete, 1 missing. */
function runFolder(): string {
  const folder = temporaryFolder();
  writeFit(folder, 0, [
    { task: '/t/1', truth: 'a', probabilities: [0.9, 0.1] },
    { task: '/t/2', truth: 'b', probabilities: [0.6, 0.4] },
  ]);
  writeFit(folder, 2, [
    { task: '/t/2', truth: 'b', probabilities: [0.2, 0.8] },
    { task: '/t/3', truth: 'a', probabilities: [0.5, 0.5] },
  ]);
  return folder;
}

function writeFit(folder: string, index: number, predictions: Parameters<FitWriter['finish']>[2]): void {
  const writer = new FitWriter(folder, 'action', index);
  writer.finish(fitRecord({ index }), [], predictions);
  writer.close();
}

test('the samples are those of the complete fits, each task named once', async () => {
  expect(await readSamples(runFolder(), run, 'action')).toEqual({
    target: 'action',
    fits: [0, 2],
    names: ['/t/1', '/t/2', '/t/3'],
    task: [0, 1, 1, 2],
    fit: [0, 0, 2, 2],
    truth: [0, 1, 1, 0],
    predicted: [0, 0, 1, 0],
    probabilities: [0.9, 0.1, 0.6, 0.4, 0.2, 0.8, 0.5, 0.5],
    codes: [],
    sites: [],
    notices: [],
  });
});

/** As version 0.1 wrote fits: it did not say what their files were. */
function unseal(folder: string, index: number): void {
  const file = fitFile(fitFolder(folder, 'action', index));
  const {
    files: _,
    sha256: __,
    ...record
  } = JSON.parse(fs.readFileSync(file, 'utf8')) as FitRecord & { sha256: string };
  fs.writeFileSync(file, JSON.stringify(record));
}

test('what cannot be read is said, the rest is there', async () => {
  const folder = runFolder();
  unseal(folder, 0);
  fs.appendFileSync(predictionsFile(fitFolder(folder, 'action', 0)), 'damaged\n{"task":');
  fs.rmSync(predictionsFile(fitFolder(folder, 'action', 2)));
  const samples = await readSamples(folder, run, 'action');
  expect(samples.names).toEqual(['/t/1', '/t/2']);
  expect(samples.notices).toEqual([
    'Fit 1: 2 damaged lines were left out of its predictions.',
    expect.stringMatching(/predictions\.jsonl does not exist$/),
  ]);
});

test.each([
  ['a digit', (text: string) => text.replace('0.9', '0.8')],
  ['a line', (text: string) => text.replace(/\n.*\n$/, '\n')],
])('predictions that differ by %s from those that were written are not used', async (_, change) => {
  const folder = runFolder();
  const file = predictionsFile(fitFolder(folder, 'action', 0));
  fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')));
  const samples = await readSamples(folder, run, 'action');
  expect(samples.names).toEqual(['/t/2', '/t/3']);
  expect(samples.notices).toEqual([expect.stringContaining(`${file} is damaged: `)]);
});

test.each([
  ['merged', ['T1', 'T2']],
  ['good-bad', ['T1 (good)', 'T2 (good)', 'T1 (bad)', 'T2 (bad)']],
])('the codes and sites to choose from are the run’s, where sites are %s', async (kind, sites) => {
  const folder = runFolder();
  const features = { transform: 'none', sites: kind };
  fs.writeFileSync(runFile(folder), JSON.stringify(run));
  fs.writeFileSync(vocabularyFile(folder), JSON.stringify({ codes: ['-1', '4242'], sites, features }));
  expect(await readSamples(folder, run, 'action')).toMatchObject({
    codes: [
      { code: '-1', title: 'Not reported' },
      { code: '4242', title: '' },
    ],
    sites: ['T1', 'T2'],
  });
});

test('a target that the run does not have has no samples', async () => {
  expect(await readSamples(runFolder(), run, '__proto__')).toMatchObject({ fits: [], names: [], task: [] });
});

test('thresholds are of one fit or of all, the measures of each', async () => {
  const samples = await readSamples(runFolder(), run, 'action');
  expect(thresholdsOf(samples, 2, 1, null)).toEqual({
    fit: null,
    positives: 2,
    negatives: 2,
    thresholds: [0.8, 0.5, 0.4, 0.1],
    truePositives: [1, 1, 2, 2],
    falsePositives: [0, 1, 1, 2],
    perFit: [
      { fit: 0, averagePrecision: 1, rocAuc: 1 },
      { fit: 2, averagePrecision: 1, rocAuc: 1 },
    ],
  });
  expect(thresholdsOf(samples, 2, 0, 2)).toMatchObject({ fit: 2, thresholds: [0.5, 0.2], truePositives: [1, 1] });
});
