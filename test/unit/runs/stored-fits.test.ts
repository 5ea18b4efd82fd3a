import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { RunRecord, RunState } from '../../../src/protocol/run.ts';
import { lockFolder } from '../../../src/runs/folder-lock.ts';
import { readRun } from '../../../src/runs/read-run.ts';
import { epochsFile, fitFile, fitFolder } from '../../../src/runs/run-paths.ts';
import { readProgress } from '../../../src/runs/stored-fits.ts';
import { storedSnapshot } from '../../../src/runs/stored-snapshot.ts';
import { writeRun } from '../../../src/runs/write-run.ts';
import { deadProcess, epoch, fitRecord, runRecord, someMetrics, temporaryFolder } from '../../records.ts';

const folder = temporaryFolder();
let runs = 0;

/** A cross-validation of two targets; of the first two fits are complete, and one is begun. */
function begunRun(changes: Partial<RunRecord>): string {
  const run = path.join(folder, String(++runs));
  fs.mkdirSync(run);
  const targets = ['action', 'memory'].map((target) => ({ target, classes: ['a', 'b'], counts: [1, 1] }));
  writeRun(run, runRecord({ protocol: 'cross-validation', fitsPerTarget: 5, targets, ...changes }));
  for (const [index, confusionMse] of [0.1, 0.3].entries()) {
    const fit = fitFolder(run, 'action', index);
    fs.mkdirSync(fit, { recursive: true });
    fs.writeFileSync(fitFile(fit), JSON.stringify(fitRecord({ index, metrics: { ...someMetrics, confusionMse } })));
  }
  const begun = fitFolder(run, 'action', 2);
  fs.mkdirSync(begun, { recursive: true });
  fs.writeFileSync(epochsFile(begun), `${JSON.stringify(epoch(0))}\n`);
  return run;
}

test.each([
  ['cancelled', {}],
  ['failed', { error: 'no memory' }],
  ['interrupted', { state: 'running', owner: { ...runRecord().owner, process: deadProcess } }],
] as const)('of a run that is %s, the means are of what is complete, wherever they are read', (state, changes) => {
  const run = begunRun({ state: state as RunState, ...changes });
  const { run: summed, status } = readProgress(run, readRun(run));
  expect(status).toMatchObject({ state, done: 2, total: 10, running: [] });
  expect(summed.summary).toMatchObject([{ target: 'action', fits: 2, confusionMse: { mean: 0.2 } }]);
  expect(storedSnapshot(run).run.summary).toEqual(summed.summary);
});

test('a run that another process continues trains the fits that are locked, not those that were begun before', () => {
  const run = begunRun({ state: 'running' });
  expect(readProgress(run, readRun(run)).status).toMatchObject({ done: 2, running: [] });
  const trained = fitFolder(run, 'memory', 0);
  fs.mkdirSync(trained, { recursive: true });
  const lock = lockFolder(trained);
  const { status } = readProgress(run, readRun(run));
  expect(status.running).toMatchObject([{ target: 'memory', index: 0 }]);
  expect(status.targets.map(({ state }) => state)).toEqual(['waiting', 'running']);
  const begun = storedSnapshot(run).fits.find(({ target, index }) => target === 'action' && index === 2);
  expect(begun).toMatchObject({ state: 'waiting', epochs: [] });
  lock.release();
  expect(readProgress(run, readRun(run)).status.running).toEqual([]);
});

test('a damaged fit has failed, and is not in the means', () => {
  const run = begunRun({ state: 'cancelled' });
  fs.writeFileSync(fitFile(fitFolder(run, 'action', 0)), '{"version": 1,');
  const { run: summed, status } = readProgress(run, readRun(run));
  expect(status).toMatchObject({ done: 1, failed: 1 });
  expect(summed.summary).toMatchObject([{ fits: 1, confusionMse: { mean: 0.3 } }]);
});
