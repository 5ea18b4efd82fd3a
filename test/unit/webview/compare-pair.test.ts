import { describe, expect, test } from 'vitest';
import { summarizeFits } from '../../../src/runs/summary.ts';
import { differenceTable, isBetter, matrixDifference } from '../../../webview/compare/matrix-difference.ts';
import {
  disagreementTable,
  intervalText,
  resamplingText,
  significanceTable,
} from '../../../webview/compare/pair-text.ts';
import { comparedPair } from '../../e2e/compare-fixture.ts';
import { fitRecord } from '../../records.ts';

function summary(classes: string[], confusion: number[][]) {
  return summarizeFits('action', [fitRecord({ classes, confusion })]);
}

describe('an interval', () => {
  test('is written with its signs', () => {
    expect(intervalText({ difference: -0.0123, low: -0.0312, high: 0.0041 }, 4)).toBe('−0.0123 [−0.0312, +0.0041]');
    expect(intervalText({ difference: -0.0123, low: null, high: null }, 4)).toBe('−0.0123');
  });
});

test('the text says what was resampled, how often and from which seed', () => {
  expect(resamplingText(comparedPair(0.1))).toMatch(
    /^Paired bootstrap: 2,000 times 5,049 workflows were drawn .* 6,665 evaluated tasks, .*seed 42/,
  );
});

test('the table of differences has reasons where there are no numbers', () => {
  const { rows } = significanceTable('base', [
    { name: 'one', result: comparedPair(0.1) },
    { name: 'two', result: { kind: 'incomparable', reason: 'Different test sets.' } },
    { name: 'three', result: null },
  ]);
  expect(rows.map((row) => row.slice(0, 3))).toEqual([
    ['one', '−0.0500 [−0.0640, −0.0340]', 'better'],
    ['two', 'Different test sets.', ''],
    ['three', '', ''],
  ]);
});

test('the table of tasks names both answers with their probabilities', () => {
  const { columns, rows } = disagreementTable(comparedPair(0).baselineRight.slice(0, 1), 'one', 'two');
  expect(columns).toEqual(['task', 'truth', 'one', 'two']);
  expect(rows[0].slice(1)).toEqual(['acdc', 'acdc (0.50)', 'clone (0.45)']);
});

describe('the difference of two matrices', () => {
  const baseline = summary(
    ['a', 'b'],
    [
      [3, 1],
      [0, 2],
    ],
  );

  test('is of the shares of each row, also when the classes stand in another order', () => {
    const other = summary(
      ['b', 'a'],
      [
        [1, 1],
        [0, 4],
      ],
    );
    const difference = matrixDifference(baseline, other);
    expect(difference?.shares).toEqual([
      [0.25, -0.25],
      [0.5, -0.5],
    ]);
  });

  test('has nothing in rows without examples, and does not exist for other classes', () => {
    const empty = summary(
      ['a', 'b'],
      [
        [0, 0],
        [1, 1],
      ],
    );
    const difference = matrixDifference(baseline, empty);
    expect(difference && differenceTable(difference).rows).toEqual([
      ['a', 'no examples', 'no examples'],
      ['b', '+0.50', '−0.50'],
    ]);
    expect(matrixDifference(baseline, summary(['a'], [[1]]))).toBeNull();
  });

  test('is better where more is on the diagonal or less beside it', () => {
    expect([isBetter(0.1, 0, 0), isBetter(0.1, 0, 1), isBetter(-0.1, 1, 0)]).toEqual([true, false, true]);
  });
});
