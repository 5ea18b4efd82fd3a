import { expect, test } from 'vitest';
import type { EpochRecord } from '../../../src/protocol/run.ts';
import { chartKeys } from '../../../webview/components/chart-metric.ts';
import { commonLength, curveLength } from '../../../webview/components/curve.ts';
import { curveSummary, curveTable } from '../../../webview/components/curve-text.ts';
import { FitCurves } from '../../../webview/run/fit-curves.ts';

/** An epoch whose confusion MSE and whose recall of the first class are given. */
function epochOf(epoch: number, confusionMse: number, recall: number): EpochRecord {
  const metrics = {
    loss: 1,
    crossEntropy: 1,
    confusionMse,
    macroPrecision: 0,
    macroRecall: 0,
    macroF1: 0,
    precision: [0, 0],
    recall: [recall, 0],
  };
  return { epoch, seconds: 0.1, training: metrics, validation: metrics };
}

const mse = chartKeys.indexOf('confusion-mse');
const recall = chartKeys.indexOf('recall');

test('lines are mean and population standard deviation over the fits that have the epoch', () => {
  const curves = new FitCurves(['a', 'b'], [[epochOf(0, 0.1, 0.2), epochOf(1, 0.05, 0.4)], [epochOf(0, 0.3, 0.6)]]);
  const { points } = curves.sets[mse].curves[0];
  expect(points.map(({ x, fits }) => [x, fits])).toEqual([
    [1, 2],
    [2, 1],
  ]);
  expect(points.map(({ y }) => y)).toEqual([0.2, 0.05]);
  expect(points.map(({ std }) => std)).toEqual([expect.closeTo(0.1), 0]);
});

test('per-class metrics have a validation and a training line for each class', () => {
  const { sets } = new FitCurves(['a', 'b'], [[epochOf(0, 0.1, 0.2)]]);
  expect(sets[recall].curves.map(({ series, set }) => [series, set])).toEqual([
    [0, 'validation'],
    [0, 'training'],
    [1, 'validation'],
    [1, 'training'],
  ]);
  expect(sets[mse].curves).toHaveLength(2);
});

test('what a fit got since is taken in, in the arrays that charts hold', () => {
  const epochs = [epochOf(0, 0.1, 0.2)];
  const curves = new FitCurves(['a', 'b'], [epochs]);
  const { points } = curves.sets[mse].curves[0];
  epochs.push(epochOf(1, 0.05, 0.4), epochOf(2, 0.04, 0.5));
  curves.extend();
  expect(points.map(({ y }) => y)).toEqual([0.1, 0.05, 0.04]);
  expect(curves.sets[mse].curves[0].points).toBe(points);
});

test('a late fit changes the means of the epochs that others had before it', () => {
  const late: EpochRecord[] = [];
  const curves = new FitCurves(['a', 'b'], [[epochOf(0, 0.1, 0.2), epochOf(1, 0.1, 0.2)], late]);
  late.push(epochOf(0, 0.3, 0.2));
  curves.extend();
  expect(curves.sets[mse].curves[0].points.map(({ y, fits }) => [y, fits])).toEqual([
    [0.2, 2],
    [0.1, 1],
  ]);
});

test('the common length ends where the first of the fits that have begun does', () => {
  const { sets } = new FitCurves(
    ['a', 'b'],
    [[epochOf(0, 0.1, 0), epochOf(1, 0.1, 0), epochOf(2, 0.1, 0)], [epochOf(0, 0.1, 0), epochOf(1, 0.1, 0)], []],
  );
  expect([commonLength(sets[mse]), curveLength(sets[mse])]).toEqual([2, 3]);
});

test('the table has every point, and how many fits it is of', () => {
  const { sets } = new FitCurves(['a', 'b'], [[epochOf(0, 0.1, 0.2), epochOf(1, 0.05, 0.4)], [epochOf(0, 0.3, 0.6)]]);
  expect(curveTable(sets[mse], 'epoch', 2)).toEqual({
    columns: ['epoch', 'validation', 'training', 'mean of'],
    rows: [
      ['1', '0.20 ± 0.10', '0.20 ± 0.10', '2'],
      ['2', '0.05', '0.05', '1'],
    ],
  });
});

test('the summary says how a line goes and what happened', () => {
  const { sets } = new FitCurves(['a', 'b'], [[epochOf(0, 0.1, 0), epochOf(1, 0.04, 0), epochOf(2, 0.06, 0)]]);
  const marks = [{ kind: 'best', from: 2, to: 2, text: 'best 2' }] as const;
  expect(curveSummary(sets[mse], marks, { value: 0.2222, text: 'always acdc' }, 'epoch', 2)).toBe(
    'validation: from 0.10 to 0.06, lowest 0.04 at epoch 2, highest 0.10 at epoch 1. always acdc: 0.22. best 2.',
  );
});
