import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { deleteRun } from '../../../src/runs/delete-run.ts';
import { FitWriter } from '../../../src/runs/fit-writer.ts';
import { listRuns, RunUnreadable, readEpochs, readFit, readRun } from '../../../src/runs/read-run.ts';
import { readVocabulary } from '../../../src/runs/read-vocabulary.ts';
import { epochsFile, fitFolder } from '../../../src/runs/run-paths.ts';
import { createRun, writeRun } from '../../../src/runs/write-run.ts';
import { deadProcess, epoch, fitRecord, runRecord, temporaryFolder } from './records.ts';

const root = temporaryFolder();
const runs = (): string => mkdtempSync(path.join(root, 'runs-'));
const vocabulary = {
  codes: ['1'],
  sites: ['north', 'south'],
  classes: new Map([['__proto__', ['a', 'b']]]),
  features: { transform: 'none', sites: 'merged' },
} as const;

/** A run whose record is the given text. */
function runWith(content: string): string {
  const run = runs();
  writeFileSync(path.join(run, 'run.json'), content);
  return run;
}

test('a run is read back as it was written', () => {
  const run = path.join(runs(), 'deep', 'one');
  createRun(run, runRecord(), vocabulary);
  expect(readRun(run)).toEqual(runRecord());
  const { codes, sites, features } = vocabulary;
  expect(readVocabulary(run)).toEqual({ codes, sites, features });
  writeRun(run, runRecord({ state: 'failed', error: 'because' }));
  expect(readRun(run)).toMatchObject({ state: 'failed', error: 'because' });
  expect(readdirSync(path.dirname(run))).toEqual(['one']);
});

test('a run that cannot be made leaves nothing behind', () => {
  const folder = runs();
  mkdirSync(path.join(folder, 'one', 'occupied'), { recursive: true });
  expect(() => createRun(path.join(folder, 'one'), runRecord(), vocabulary)).toThrow();
  expect(readdirSync(folder)).toEqual(['one']);
  expect(readdirSync(path.join(folder, 'one'))).toEqual(['occupied']);
});

test('a run that says it is running is interrupted once its process has ended', () => {
  const running = runRecord({ state: 'running' });
  expect(readRun(runWith(JSON.stringify(running))).state).toBe('running');
  const owner = { ...running.owner, process: deadProcess };
  expect(readRun(runWith(JSON.stringify({ ...running, owner }))).state).toBe('interrupted');
  expect(readRun(runWith(JSON.stringify({ ...runRecord(), owner }))).state).toBe('done');
});

test('a process of another machine may be alive', () => {
  const owner = { host: 'elsewhere', process: deadProcess };
  expect(readRun(runWith(JSON.stringify(runRecord({ state: 'running', owner })))).state).toBe('running');
});

test.each([
  ['half-written', JSON.stringify(runRecord()).slice(0, 100), 'run.json is not complete JSON'],
  ['empty', '', 'run.json is not complete JSON'],
  [
    'of a newer version',
    '{"version": 2, "whatever": true}',
    'run.json was written by a newer version of Operator Action Predictions',
  ],
  ['of something else', '[]', 'run.json is not a run: '],
  ['with a field of another type', JSON.stringify({ ...runRecord(), seed: 'x' }), 'run.json is not a run: seed: '],
])('a record that is %s is unreadable', (_, content, expected) => {
  const run = runWith(content);
  expect(() => readRun(run)).toThrow(RunUnreadable);
  expect(() => readRun(run)).toThrow(expected);
});

test('a run that is gone is unreadable', () => {
  expect(() => readRun(path.join(root, 'gone'))).toThrow('run.json does not exist (any more)');
});

test('epochs are read up to the line that is being written', () => {
  const run = runs();
  expect(readEpochs(run, 'action', 0)).toEqual([]);
  const writer = new FitWriter(run, 'action', 0);
  writer.epoch(epoch(0));
  writer.epoch(epoch(1));
  writer.close();
  const file = epochsFile(fitFolder(run, 'action', 0));
  writeFileSync(file, JSON.stringify(epoch(2)).slice(0, 50), { flag: 'a' });
  expect(readEpochs(run, 'action', 0)).toEqual([epoch(0), epoch(1)]);
  writeFileSync(file, '\n', { flag: 'a' });
  expect(() => readEpochs(run, 'action', 0)).toThrow(RunUnreadable);
});

test('a fit is complete once its record is there, and its probabilities have seven digits', () => {
  const run = runs();
  const writer = new FitWriter(run, 'action', 0);
  expect(readFit(run, 'action', 0)).toBeUndefined();
  const classes = ['__proto__', 'b'];
  const record = fitRecord({ classes });
  const probabilities = new Float32Array([1 / 3, 2 / 3]);
  writer.finish(
    record,
    [{ name: 'model.json', bytes: new Uint8Array(3) }],
    [{ task: '/a/b', truth: 'b', probabilities }],
  );
  writer.close();
  expect(readFit(run, 'action', 0)).toEqual(record);
  const folder = fitFolder(run, 'action', 0);
  expect(readdirSync(folder).sort()).toEqual(['fit.json', 'history.jsonl', 'model.json', 'predictions.jsonl']);
});

test('a fit that was interrupted starts from nothing', () => {
  const run = runs();
  const first = new FitWriter(run, 'action', 0);
  first.epoch(epoch(0));
  first.close();
  new FitWriter(run, 'action', 0).close();
  expect(readEpochs(run, 'action', 0)).toEqual([]);
});

test('runs are listed newest first, unreadable ones with the reason, hidden and foreign entries not at all', () => {
  const folder = runs();
  createRun(path.join(folder, 'old'), runRecord({ id: 'old', createdAt: '2026-01-01T00:00:00Z' }), vocabulary);
  createRun(path.join(folder, 'new'), runRecord({ id: 'new', createdAt: '2026-02-01T00:00:00Z' }), vocabulary);
  mkdirSync(path.join(folder, 'broken'));
  mkdirSync(path.join(folder, '.hidden'));
  writeFileSync(path.join(folder, 'file'), '');
  const listed = listRuns(folder);
  expect(listed.map(({ folder: run }) => path.basename(run))).toEqual(['new', 'old', 'broken']);
  expect(listed[2]).toMatchObject({ run: undefined, error: expect.stringContaining('does not exist') });
  expect(listRuns(path.join(folder, 'nowhere'))).toEqual([]);
});

test('a deleted run is gone', () => {
  const folder = runs();
  createRun(path.join(folder, 'one'), runRecord(), vocabulary);
  deleteRun(`${path.join(folder, 'one')}${path.sep}`);
  expect(readdirSync(folder)).toEqual([]);
});
