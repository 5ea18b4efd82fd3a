import { expect, test } from 'vitest';
import type { ReportedRun } from '../../../../src/protocol/report.ts';
import { pairsOf } from '../../../../src/runs/report/report-pairs.ts';
import { reportedRun, results } from './reports.ts';

/** A run that has results for some of its targets. */
function run(key: string, withResults: readonly string[]): ReportedRun {
  const targets = ['action', 'memory'].map((target) => ({ target, classes: ['a', 'b'], counts: [1, 1] }));
  return reportedRun({ key }, { targets, summary: withResults.map(results) });
}

const runs = [run('a', ['memory']), run('b', ['action', 'memory']), run('c', ['action', 'memory'])];

const pairs = (most: number): string[] =>
  pairsOf(runs, most).map(({ target, baseline, other }) => `${target}: ${other.key} with ${baseline.key}`);

test('runs with results are compared each way', () => {
  expect(pairs(8)).toEqual([
    'action: c with b',
    'action: b with c',
    'memory: b with a',
    'memory: c with a',
    'memory: a with b',
    'memory: c with b',
    'memory: a with c',
    'memory: b with c',
  ]);
});

test('where they are too many, with the first that has results only', () => {
  expect(pairs(7)).toEqual(['action: c with b', 'memory: b with a', 'memory: c with a']);
});
