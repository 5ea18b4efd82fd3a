import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measure } from '../../../src/measures/epoch-metrics.ts';
import { rowsOf } from '../../../src/measures/normalise.ts';
import { meanOf } from '../../../src/measures/spread.ts';
import { summarizeFits } from '../../../src/runs/summary.ts';
import { fitRecord, someMetrics } from '../../records.ts';
import { predictions } from '../measures/predictions.ts';

// Two fits of two classes; every number below is computed by hand.
const fits = [
  fitRecord({
    index: 0,
    epochsRun: 3,
    seconds: 1.5,
    confusion: [
      [3, 1],
      [0, 4],
    ],
    metrics: {
      ...someMetrics,
      confusionMse: 0.1,
      macroRecall: 0.875,
      macroPrecision: 0.9,
      macroF1: 0.8,
      recall: [0.75, 1],
      precision: [1, 0.8],
    },
  }),
  fitRecord({
    index: 1,
    epochsRun: 6,
    seconds: 2,
    confusion: [
      [0, 0],
      [4, 4],
    ],
    metrics: {
      ...someMetrics,
      confusionMse: 0.3,
      macroRecall: 0.25,
      macroPrecision: 0.5,
      macroF1: 0.4,
      recall: [0, 0.5],
      precision: [0, 1],
    },
  }),
];

test('a target is summarised over its fits', () => {
  const summary = summarizeFits('action', fits);
  expect(summary).toMatchObject({
    target: 'action',
    classes: ['a', 'b'],
    fits: 2,
    epochs: { mean: 4.5 },
    seconds: 3.5,
  });
  expect(summary.confusionMse.mean).toBeCloseTo(0.2, 12);
  expect(summary.confusionMse.std).toBeCloseTo(0.1, 12);
  expect(summary.recall).toEqual({ mean: 0.5625, std: 0.3125 });
  expect(summary.precision.mean).toBeCloseTo(0.7, 12);
  expect(summary.f1.mean).toBeCloseTo(0.6, 12);
  // 7 of 8 right, then 4 of 8.
  expect(summary.accuracy).toEqual({ mean: 0.6875, std: 0.1875 });
});

test('counts are summed over the fits, row shares are averaged with 0 for an empty row', () => {
  const { confusion, confusionShare } = summarizeFits('action', fits);
  expect(confusion).toEqual([
    [3, 1],
    [4, 8],
  ]);
  expect(confusionShare[0]).toEqual([
    { mean: 0.375, std: 0.375 },
    { mean: 0.125, std: 0.125 },
  ]);
  expect(confusionShare[1]).toEqual([
    { mean: 0.25, std: 0.25 },
    { mean: 0.75, std: 0.25 },
  ]);
});

test('the macro F1 of a fit is the mean of the F1 of its classes, to the last digit', () => {
  fc.assert(
    fc.property(predictions, ({ labels, probabilities, classes }) => {
      const { metrics, confusion } = measure(labels, probabilities, classes, new Float64Array(classes).fill(1));
      const rows = rowsOf(confusion, classes);
      const names = rows.map((_, c) => String(c));
      const { f1, perClass } = summarizeFits('action', [fitRecord({ classes: names, confusion: rows, metrics })]);
      expect(meanOf(perClass.map((one) => one.f1.mean))).toBe(f1.mean);
    }),
  );
});

test('classes have their support, and an F1 of 0 where nothing is right', () => {
  const { perClass } = summarizeFits('action', fits);
  expect(perClass.map(({ class: name, support }) => [name, support])).toEqual([
    ['a', 4],
    ['b', 12],
  ]);
  expect(perClass[0].recall).toEqual({ mean: 0.375, std: 0.375 });
  // 2 · 1 · 0.75 / 1.75 = 6/7, then 0.
  expect(perClass[0].f1.mean).toBeCloseTo(3 / 7, 12);
  expect(perClass[0].f1.std).toBeCloseTo(3 / 7, 12);
});

test('a target has what needs no model beside it, if all its fits have', () => {
  const baselines = (usual: number, known: number) => ({
    mostFrequent: {
      class: usual,
      confusion: [
        [0, 2],
        [0, 2],
      ],
    },
    sameWorkflow: {
      known,
      confusion: [
        [1, 1],
        [0, 2],
      ],
    },
  });
  const classes = fits[0].classes;
  const both = summarizeFits('action', [
    { ...fits[0], baselines: baselines(1, 1) },
    { ...fits[1], baselines: baselines(1, 3) },
  ]);
  expect(both.baselines).toMatchObject({
    mostFrequent: {
      class: classes[1],
      accuracy: { mean: 0.5, std: 0 },
      recall: { mean: 0.5, std: 0 },
      precision: { mean: 0.25, std: 0 },
      confusionMse: { mean: 0.5, std: 0 },
    },
    sameWorkflow: { known: 0.5, accuracy: { mean: 0.75, std: 0 }, recall: { mean: 0.75, std: 0 } },
  });
  expect(summarizeFits('action', [{ ...fits[0], baselines: baselines(1, 1) }, fits[1]]).baselines).toBeUndefined();
});
