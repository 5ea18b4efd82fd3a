import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { hideRun, purgeForgotten, purgeRun, restoreRun } from '../../../src/runs/delete-run.ts';
import { changeMarks, readMarks } from '../../../src/runs/marks.ts';
import { listRuns } from '../../../src/runs/read-run.ts';
import { runRecord, storeRun, temporaryFolder } from '../../records.ts';

const root = temporaryFolder();

function newRun(): string {
  const run = path.join(mkdtempSync(path.join(root, 'runs-')), 'one');
  storeRun(run, runRecord());
  return run;
}

test('marks are kept one by one, and blank ones go', () => {
  const run = newRun();
  expect(readMarks(run)).toEqual({ starred: false });
  changeMarks(run, { starred: true });
  changeMarks(run, { name: ' the <b>best</b> ', note: 'with __proto__' });
  expect(readMarks(run)).toEqual({ starred: true, name: 'the <b>best</b>', note: 'with __proto__' });
  changeMarks(run, { name: '  ' });
  expect(readMarks(run)).toEqual({ starred: true, note: 'with __proto__' });
});

test.each(['', '{"starred": tr', '[]', '{"starred": "yes"}', '{"name": 3}'])('damaged marks (%j) are none', (text) => {
  const run = newRun();
  writeFileSync(path.join(run, 'marks.json'), text);
  expect(readMarks(run)).toEqual({ starred: false });
  changeMarks(run, { note: 'again' });
  expect(readMarks(run).note).toBe('again');
});

test('a hidden run is in no list, comes back whole, and goes when it is purged', () => {
  const run = newRun();
  const runs = path.dirname(run);
  changeMarks(run, { note: 'mine' });
  hideRun(run);
  expect(listRuns(runs)).toEqual([]);
  restoreRun(run);
  expect(listRuns(runs)).toHaveLength(1);
  expect(readMarks(run).note).toBe('mine');
  hideRun(run);
  purgeRun(run);
  expect(readdirSync(runs)).toEqual([]);
});

test('what was hidden just now is not forgotten yet, and other folders are never touched', () => {
  const run = newRun();
  const runs = path.dirname(run);
  mkdirSync(path.join(runs, 'other'));
  hideRun(run);
  utimesSync(path.join(runs, '.deleted-one'), 0, 0);
  purgeForgotten(runs);
  expect(readdirSync(runs).sort()).toEqual(['.deleted-one', 'other']);
  purgeForgotten(path.join(runs, 'nowhere'));
});
