import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../../src/protocol/explanation.ts';
import {
  attentionSentence,
  CellReasons,
  cellName,
  countHint,
  reasonsTable,
  scoreSentence,
  strongestCells,
} from '../../../webview/run/reasons.ts';

const cell = (code: string, contribution: number, good: boolean | null = null, count = 2) => ({
  code,
  site: 'T1',
  good,
  count,
  contribution,
});

const explanation: Explanation = {
  target: 'action',
  class: 'acdc',
  method: 'integrated-gradients',
  base: -0.5,
  value: 2.25,
  cells: [
    cell('a', 3),
    cell('b', -1.5),
    cell('c', 1),
    cell('d', 0.25),
    cell('e', 0.125),
    cell('f', 0),
    cell('g', -0.125),
  ],
  rest: 0.005,
  attention: null,
};

test('the three strongest for the class come first, then the three strongest against it', () => {
  expect(strongestCells(explanation).map(({ code }) => code)).toEqual(['a', 'c', 'd', 'b', 'g']);
  expect(strongestCells({ ...explanation, cells: [cell('f', 0)] })).toEqual([]);
});

describe('a cell of the map', () => {
  test('has the contribution of its code and site, at good and bad sites alike where both are added up', () => {
    const reasons = new CellReasons(explanation);
    expect([reasons.of('b', 'T1', true), reasons.of('b', 'T1', false)]).toEqual([-1.5, -1.5]);
    expect(reasons.of('b', 'T2', true)).toBeUndefined();
    expect(reasons.largest).toBe(3);
  });

  test('has that of its group of sites where they are told apart', () => {
    const reasons = new CellReasons({ ...explanation, cells: [cell('a', 3, true), cell('a', -1, false)] });
    expect([reasons.of('a', 'T1', true), reasons.of('a', 'T1', false)]).toEqual([3, -1]);
    expect(cellName(cell('a', 3, true))).toBe('a at T1 (good)');
  });
});

test('a copy has all cells, the rest, and what they lead from and to', () => {
  const { columns, rows } = reasonsTable({ ...explanation, cells: [cell('8021', 2.7449, null, 1200)] });
  expect(columns).toEqual(['cell', 'count', 'contribution']);
  expect(rows).toEqual([
    ['8021 at T1', '1,200', '+2.74'],
    ['others', '', '+0.01'],
    ['start', '', '−0.50'],
    ['score', '', '+2.25'],
  ]);
});

test('a sentence says what the score is made of', () => {
  expect(scoreSentence(explanation)).toBe(
    'The score of acdc is 2.25: −0.50 for a task without errors, +2.75 from all cells together.',
  );
  expect(scoreSentence({ ...explanation, method: 'tree-shap', cells: [], rest: -3, value: -3.5 })).toBe(
    'The score of acdc is −3.50: −0.50 on average over the training tasks, −3.00 from all cells together.',
  );
});

test('counts are times, but for what is merely listed and what is not there', () => {
  expect(['8021', '-1', '8021'].map((code, i) => countHint(code, [480, 1, 0][i]))).toEqual([
    '480×',
    'listed 1×',
    'no count',
  ]);
});

test('attention is told by its largest weights', () => {
  expect(attentionSentence(explanation)).toBe('');
  const attention = {
    codes: [0.6, 0.0312, 0.01, 0.001].map((weight, i) => ({ code: `c${i}`, weight })),
    sites: [{ site: 'T1', good: false, weight: 0.5 }],
  };
  expect(attentionSentence({ ...explanation, attention })).toBe(
    'Attention to codes: c0 60 %, c1 3.1 %, c2 1.0 %; to sites: T1 (bad) 50 %.',
  );
});
