import { expect, test } from 'vitest';
import { classTable, summaryNote, summaryTable } from '../../../webview/run/result-tables.ts';
import { runSnapshot } from '../../e2e/run-fixture.ts';

test('several fits: mean ± std, and how many fits', () => {
  const { run } = runSnapshot({ targets: ['action'] });
  const [row] = summaryTable(run, 'epoch', {}).rows;
  expect(row.slice(0, 6).map((cell) => cell.replace(/\d/g, '0'))).toEqual([
    'action',
    '0.0000 ± 0.0000',
    '0.000 ± 0.000',
    '0.000 ± 0.000',
    '0.000 ± 0.000',
    '0.000 ± 0.000',
  ]);
  expect(row[6]).toBe('5');
  expect(summaryNote(run, {})).toMatch(
    /^Mean ± standard deviation over 5 trainings, evaluated on the held-out folds\./,
  );
});

test('one fit: no spread, and it is said', () => {
  const { run } = runSnapshot({ targets: ['action'], protocol: 'holdout' });
  expect(summaryTable(run, 'epoch', {}).rows.flat().join(' ')).not.toContain('±');
  expect(summaryNote(run, {})).toMatch(/^One training, so no ± is shown\. Measured on the test tasks\./);
});

test('a run that is not complete says how many of its fits are', () => {
  const { run } = runSnapshot({ targets: ['action'], done: 2 });
  expect(summaryTable(run, 'epoch', {}).rows[0][6]).toBe('2 of 5');
});

test('a class without examples has no recall', () => {
  const { run } = runSnapshot({ targets: ['xrootd'] });
  const [disabled, enabled] = classTable(run.summary[0]).rows;
  expect([disabled[0], disabled[1], disabled[2], disabled[4]]).toEqual(['disabled', '0', '–', '–']);
  expect(enabled[2]).toMatch(/^0\.\d{3} ± 0\.\d{3}$/);
});

const range = { low: 0.1, high: 0.25 };
const metrics = { confusionMse: range, recall: range, precision: range, f1: range, accuracy: range };

test('a target has its intervals in a row of their own, and the note says what they are of', () => {
  const { run } = runSnapshot({ targets: ['action'] });
  const answer = { value: [{ target: 'action', tasks: 300, workflows: 40, metrics }] };
  const table = summaryTable(run, 'epoch', answer);
  expect(table.minor).toEqual([1]);
  expect(table.data?.rows[1][0]).toBe('action: 95 % interval');
  expect(table.rows[1]).toEqual([
    '95 % interval',
    '0.1000 – 0.2500',
    ...Array.from({ length: 4 }, () => '0.100 – 0.250'),
    '',
    '',
    '',
  ]);
  expect(summaryNote(run, answer)).toContain('from a bootstrap over 40 workflows');
});

test('of few workflows there is no interval, and the note says so', () => {
  const { run } = runSnapshot({ targets: ['action'] });
  const answer = { value: [{ target: 'action', tasks: 300, workflows: 9, metrics: null }] };
  expect(summaryTable(run, 'epoch', answer).rows.flat().join(' ')).not.toContain('interval');
  expect(summaryNote(run, answer)).toContain('No intervals: 9 workflows are too few.');
});

test('predictions that cannot be read are the reason for no interval', () => {
  const { run } = runSnapshot({ targets: ['action'] });
  expect(summaryNote(run, { problem: 'a file is damaged' })).toContain('No intervals: a file is damaged.');
});
