import { mkdirSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { siteColumns } from '../../../src/dataset/site-column.ts';
import { deleteRun } from '../../../src/runs/delete-run.ts';
import { FitWriter } from '../../../src/runs/fit-writer.ts';
import { listRuns, RunUnreadable, readCurve, readEpochs, readFit, readRun } from '../../../src/runs/read-run.ts';
import { readVocabulary } from '../../../src/runs/read-vocabulary.ts';
import { epochsFile, fitFolder } from '../../../src/runs/run-paths.ts';
import { seal } from '../../../src/runs/sealed-files.ts';
import { createRun, writeRun } from '../../../src/runs/write-run.ts';
import { deadProcess, epoch, fitRecord, runRecord, storeRun, temporaryFolder } from '../../records.ts';

const root = temporaryFolder();
const runs = (): string => mkdtempSync(path.join(root, 'runs-'));
const vocabulary = {
  codes: ['1'],
  sites: siteColumns(['north', 'south'], 'merged'),
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
  const stored = storeRun(run, runRecord(), vocabulary);
  expect(stored.files?.map(({ name }) => name)).toEqual(['oap.json']);
  expect(readRun(run)).toEqual(stored);
  const { codes, sites, features } = vocabulary;
  expect(readVocabulary(run)).toEqual({ codes, sites, features });
  writeRun(run, runRecord({ state: 'failed', error: 'because' }));
  expect(readRun(run)).toMatchObject({ state: 'failed', error: 'because' });
  expect(readdirSync(path.dirname(run))).toEqual(['one']);
});

test('columns of sites are written by their names, which say whether they are good or bad', () => {
  const run = runs();
  const file = path.join(run, 'one', 'oap.json');
  const sites = siteColumns(['north'], 'good-bad');
  storeRun(path.join(run, 'one'), runRecord(), {
    ...vocabulary,
    sites,
    features: { transform: 'none', sites: 'good-bad' },
  });
  expect(readFileSync(file, 'utf8')).toContain('"sites":["north (good)","north (bad)"]');
  const unsealed = runRecord();
  expect(readVocabulary(path.join(run, 'one'), unsealed).sites).toEqual(sites);
  writeFileSync(file, readFileSync(file, 'utf8').replace('north (bad)', 'north'));
  expect(() => readVocabulary(path.join(run, 'one'), unsealed)).toThrow(
    `${file} does not say whether "north" is a good or a bad site`,
  );
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
  expect(() => readRun(path.join(root, 'gone'))).toThrow('run.json does not exist');
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

describe('a curve', () => {
  const fileOf = (run: string): string => epochsFile(fitFolder(run, 'action', 0));
  const line = (number: number): string => `${JSON.stringify(epoch(number))}\n`;

  function runOf(text: string): string {
    const run = runs();
    mkdirSync(fitFolder(run, 'action', 0), { recursive: true });
    writeFileSync(fileOf(run), text);
    return run;
  }

  test('ends at a damaged line, which is named', () => {
    const run = runOf(`${line(0)}${line(1)}{"epoch": 2}\n${line(3)}`);
    const { epochs, problem } = readCurve(run, 'action', 0, 1e6);
    expect(epochs).toEqual([epoch(0), epoch(1)]);
    expect(problem).toBe(`${fileOf(run)}:3 is not an epoch: of fit 1 of action only the first 2 epochs are shown`);
  });

  test('that is too long is read as far as it is allowed, and its size is said', () => {
    const run = runOf([0, 1, 2].map(line).join(''));
    const { epochs, problem, bytes } = readCurve(run, 'action', 0, line(0).length * 2 + 10);
    expect(epochs).toEqual([epoch(0), epoch(1)]);
    expect(problem).toBe(`${fileOf(run)} has 2 kB: of fit 1 of action only the first 2 epochs are shown`);
    expect(bytes).toBe(line(0).length * 2 + 10);
  });

  test('may end within a letter of several bytes', () => {
    const run = runOf(`${line(0)}é`);
    expect(readCurve(run, 'action', 0, line(0).length + 1).epochs).toEqual([epoch(0)]);
  });

  test('of a fit that has not begun is empty', () => {
    expect(readCurve(runs(), 'action', 0, 1e6)).toEqual({ epochs: [], problem: undefined, bytes: 0 });
  });
});

test('a record of 500 MB is not read', () => {
  const run = runWith('{}');
  truncateSync(path.join(run, 'run.json'), 500e6);
  expect(() => readRun(run)).toThrow('run.json is too large (500 MB), expected at most 67 MB');
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
  const files = ['epochs.jsonl', 'model.json', 'predictions.jsonl'];
  expect(readFit(run, 'action', 0)).toEqual({
    ...record,
    files: files.map((name) => seal(name, readFileSync(path.join(fitFolder(run, 'action', 0), name)))),
  });
  const folder = fitFolder(run, 'action', 0);
  expect(readdirSync(folder).sort()).toEqual(['epochs.jsonl', 'fit.json', 'model.json', 'predictions.jsonl']);
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
  storeRun(path.join(folder, 'old'), runRecord({ id: 'old', createdAt: '2026-01-01T00:00:00Z' }), vocabulary);
  storeRun(path.join(folder, 'new'), runRecord({ id: 'new', createdAt: '2026-02-01T00:00:00Z' }), vocabulary);
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
  storeRun(path.join(folder, 'one'), runRecord(), vocabulary);
  deleteRun(`${path.join(folder, 'one')}${path.sep}`);
  expect(readdirSync(folder)).toEqual([]);
});
