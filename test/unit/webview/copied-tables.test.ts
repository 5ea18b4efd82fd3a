import { describe, expect, test } from 'vitest';
import type { RunThresholds } from '../../../src/protocol/run-panel.ts';
import { valuesTable } from '../../../webview/compare/overlay-curves.ts';
import { sampleTable } from '../../../webview/run/sample-table.ts';
import { errorsText, samplesText } from '../../../webview/run/sample-text.ts';
import { cellsText } from '../../../webview/run/threshold-curves.ts';

describe('what a copy of the samples holds', () => {
  const table = sampleTable(
    {
      target: 'action',
      fits: [0, 1],
      names: ['/t/1', '/t/2'],
      task: [0, 1, 0],
      fit: [0, 0, 1],
      truth: [0, 1, 0],
      predicted: [0, 0, 1],
      probabilities: [0.75, 0.25, 0.6, 0.4, 0.125, 0.875],
      codes: [],
      sites: [],
      notices: [],
    },
    ['acdc', 'clone'],
  );

  test('is the rows in their order, with every probability', () => {
    expect(samplesText(table, Int32Array.of(2, 1), true)).toMatchObject({
      columns: [
        'task',
        'training',
        'truth',
        'prediction',
        'probability of acdc',
        'probability of clone',
        'correct',
        'margin',
      ],
      rows: [
        ['/t/1', '2', 'acdc', 'clone', '0.125', '0.875', 'no', '0.750'],
        ['/t/2', '1', 'clone', 'acdc', '0.6', '0.4', 'no', '0.200'],
      ],
    });
  });

  test('is without the fit where one is shown', () => {
    const { columns, rows } = samplesText(table, Int32Array.of(0), false);
    expect(columns).not.toContain('training');
    expect(rows).toEqual([['/t/1', 'acdc', 'acdc', '0.75', '0.25', 'yes', '0.500']]);
  });
});

test("a copy of a task's errors has all codes and sites", () => {
  const code = { code: '8021', title: 'File read error', description: '', usualAction: '' };
  const sites = [
    { site: 'T1', good: true },
    { site: 'T1', good: false },
  ];
  expect(errorsText({ line: 1, codes: [code], sites, counts: [[3, 0]] })).toMatchObject({
    columns: ['error code', 'meaning', 'T1 (good)', 'T1 (bad)'],
    rows: [['8021', 'File read error', '3', '0']],
  });
});

test('a copy of a threshold has what it finds and misses, and its measures', () => {
  const counts: RunThresholds = {
    fit: null,
    positives: 4,
    negatives: 6,
    thresholds: [0.9, 0.5],
    truePositives: [2, 3],
    falsePositives: [0, 1],
    perFit: [{ fit: 0, averagePrecision: 0.8, rocAuc: null }],
  };
  const { columns, rows } = cellsText(counts, 'acdc', 0.5);
  expect(columns).toEqual(['acdc, probability at least 0.500', 'value']);
  expect(Object.fromEntries(rows)).toEqual({
    'true positives': '3',
    'false negatives': '1',
    'false positives': '1',
    'true negatives': '5',
    precision: '0.750',
    recall: '0.750',
    'average precision': '0.800',
    'ROC AUC': '–',
  });
});

test('a copy of the values of compared runs has a row for each, also for one that has ended', () => {
  const curve = (values: readonly number[]) => ({ mean: [...values], std: values.map(() => 0.01) });
  const set = (values: readonly number[]) => ({
    crossEntropy: curve(values),
    confusionMse: curve(values),
    macroPrecision: curve(values),
    macroRecall: curve(values),
  });
  const run = (name: string, slot: number, values: readonly number[]) => ({
    name,
    slot,
    curves: { fits: values.map(() => 2), training: set(values), validation: set(values) },
  });
  const { columns, rows } = valuesTable([run('simple', 0, [0.5, 0.4]), run('cnn', 1, [0.3])], 2, 'validation');
  expect(columns[0]).toBe('Values at epoch 2');
  expect(rows).toEqual([
    ['simple', '2', '0.400 ± 0.010', '0.4000 ± 0.0100', '0.400 ± 0.010', '0.400 ± 0.010', '2'],
    ['cnn', 'ended at 1', '–', '–', '–', '–', '–'],
  ]);
});
