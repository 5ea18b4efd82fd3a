import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summarizeFits } from '../../../src/runs/summary.ts';
import { normalisations } from '../../../webview/components/normalisation.ts';
import { normaliseMatrix } from '../../../webview/run/normalise.ts';
import { fitRecord } from '../runs/records.ts';

const classes = ['a', 'b'];
const first = [
  [3, 1],
  [0, 4],
];
const second = [
  [1, 3],
  [2, 2],
];

test.each([
  ['true', [0.75, 0.25, 0, 1], [0.25, 0.75, 0.5, 0.5]],
  ['predicted', [1, 0.2, 0, 0.8], [1 / 3, 0.6, 2 / 3, 0.4]],
  ['all', [0.375, 0.125, 0, 0.5], [0.125, 0.375, 0.25, 0.25]],
  ['none', [3, 1, 0, 4], [1, 3, 2, 2]],
] as const)('normalised by %s, shares are of each fit, then averaged', (by, one, other) => {
  const { shares, counts, fits } = normaliseMatrix(classes, [first, second], by);
  expect(fits).toBe(2);
  expect(counts).toEqual([
    [4, 4],
    [2, 6],
  ]);
  for (const [i, { mean, std }] of shares.flat().entries()) {
    expect(mean).toBeCloseTo((one[i] + other[i]) / 2, 12);
    expect(std).toBeCloseTo(Math.abs(one[i] - other[i]) / 2, 12);
  }
});

test('rows and columns without examples have shares of 0', () => {
  for (const by of normalisations) {
    const zeros = [
      [0, 0],
      [0, 0],
    ];
    expect(normaliseMatrix(classes, [zeros], by).shares.flat()).toEqual(new Array(4).fill({ mean: 0, std: 0 }));
  }
});

test('normalised by the true class it is what the run’s summary says', () => {
  const matrix = fc.array(fc.array(fc.nat(50), { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(matrix, { minLength: 1, maxLength: 5 }), (confusions) => {
      const summary = summarizeFits(
        'action',
        confusions.map((confusion, index) => fitRecord({ index, confusion })),
      );
      const { counts, shares } = normaliseMatrix(classes, confusions, 'true');
      expect(counts).toEqual(summary.confusion);
      for (const [i, { mean, std }] of shares.flat().entries()) {
        expect(mean).toBeCloseTo(summary.confusionShare.flat()[i].mean, 12);
        expect(std).toBeCloseTo(summary.confusionShare.flat()[i].std, 12);
      }
    }),
  );
});
