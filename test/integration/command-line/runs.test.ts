import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { Workplace } from './command.ts';
import type { ResultsDocument, RunDocument, RunRecord } from './documents.ts';
import { paintHistory } from './paint-history.ts';

const place = new Workplace();
let trained: RunDocument;

beforeAll(async () => {
  place.write('paint.json', paintHistory());
  const targets = { colour: {}, size: {} };
  place.write('paint.oap.json', { history: 'paint.json', targets, training: { maxEpochs: 2 } });
  [trained] = (await place.json<ResultsDocument>('train', 'paint.oap.json')).runs;
});

/** Puts a file in the place of a run's record. */
function writeRecord(runs: string, run: string, content: string): void {
  mkdirSync(place.path(runs, run), { recursive: true });
  writeFileSync(place.path(runs, run, 'run.json'), content);
}

test('a folder without runs has none', async () => {
  expect(await place.run('runs', 'list', '--runs', 'nowhere')).toEqual({
    status: 0,
    out: 'no runs in nowhere\n',
    err: '',
  });
  expect(await place.json('runs', 'list', '--runs', 'nowhere')).toEqual({ runs: [] });
});

test('list and show give the results as train printed them, and how many fits are done', async () => {
  const stored = { ...trained, fits: { done: 2, total: 2 } };
  // The list does not read predictions, which intervals need.
  const targets = Object.entries(stored.targets).map(([name, { intervals: _, ...target }]) => [name, target]);
  expect(await place.json('runs', 'list')).toEqual({ runs: [{ ...stored, targets: Object.fromEntries(targets) }] });
  expect(await place.json('runs', 'show', trained.id)).toEqual(stored);
  expect(await place.json('runs', 'show', path.join('.oap', 'runs', trained.id))).toEqual(stored);
});

test('list and show print tables for people', async () => {
  const { out: listed } = await place.run('runs', 'list');
  expect(listed).toMatch(/^run +model +protocol +state +confusion MSE\n/);
  expect(listed).toContain(trained.id);
  const { out: shown } = await place.run('runs', 'show', trained.id);
  expect(shown).toMatch(/^simple, holdout, done\nhistory paint\.json, 40 tasks\ncreated .*, seed 42, oap /);
});

test('a run that is unknown ends with status 2', async () => {
  for (const command of ['show', 'delete']) {
    const { status, out, err } = await place.run('runs', command, 'gone');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toBe(
      `oap: there is no run "gone", expected the id of a run in ${path.join('.oap', 'runs')} or a run's folder\n`,
    );
  }
});

test('runs that cannot be read are listed as such, beside those that can', async () => {
  const record = JSON.parse(place.read('.oap', 'runs', trained.id, 'run.json')) as RunRecord;
  writeRecord('mixed', 'good', JSON.stringify(record));
  writeRecord('mixed', 'half', JSON.stringify(record).slice(0, 500));
  writeRecord('mixed', 'newer', JSON.stringify({ ...record, version: 2 }));
  writeRecord('mixed', 'other', '{"version": 1}');
  mkdirSync(place.path('mixed', 'empty'));
  writeFileSync(place.path('mixed', 'notes.txt'), 'no run');
  const { runs } = await place.json<{ runs: { id?: string; folder?: string; error?: string }[] }>(
    'runs',
    'list',
    '--runs',
    'mixed',
  );
  const errors = new Map(runs.map(({ id, folder, error }) => [id ?? path.basename(folder ?? ''), error]));
  expect(errors.get(trained.id)).toBeUndefined();
  expect(errors.get('half')).toMatch(/run\.json is not complete JSON$/);
  expect(errors.get('newer')).toMatch(/run\.json was written by a newer version of Operator Action Predictions$/);
  expect(errors.get('other')).toMatch(/run\.json is not a run: /);
  expect(errors.get('empty')).toMatch(/run\.json does not exist$/);
  expect(errors.size).toBe(5);
  const { status, out } = await place.run('runs', 'list', '--runs', 'mixed');
  expect(status).toBe(0);
  expect(out.match(/ unreadable /g)).toHaveLength(4);
  expect(await place.run('runs', 'show', 'newer', '--runs', 'mixed')).toMatchObject({ status: 2, out: '' });
});

test('delete removes the runs named, also unreadable ones, and nothing else', async () => {
  for (const run of ['a', 'b', 'c']) writeRecord('doomed', run, '{');
  expect(await place.run('runs', 'delete', 'a', 'doomed/b/', '--runs', 'doomed')).toEqual({
    status: 0,
    out: 'deleted a\ndeleted b\n',
    err: '',
  });
  expect(place.list('doomed')).toEqual(['c']);
});

test('nothing is deleted when one of the runs is unknown', async () => {
  writeRecord('kept', 'a', '{');
  expect(await place.run('runs', 'delete', 'a', 'gone', '--runs', 'kept')).toMatchObject({ status: 2, out: '' });
  expect(place.list('kept')).toEqual(['a']);
});
