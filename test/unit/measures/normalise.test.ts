import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countConfusion } from '../../../src/measures/confusion.ts';
import { joinMatrices, normalisations, normalise, normaliseRows } from '../../../src/measures/normalise.ts';
import { predictions } from './predictions.ts';

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
  const { shares, counts } = joinMatrices([first, second], by);
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
    expect(joinMatrices([zeros], by).shares.flat()).toEqual(new Array(4).fill({ mean: 0, std: 0 }));
  }
});

test('each row is divided by its sum, and an empty row stays 0', () => {
  expect([...normaliseRows([3, 1, 0, 0], 2)]).toEqual([0.75, 0.25, 0, 0]);
});

test('normalised by the predicted class it is the transposed matrix normalised by the true class', () => {
  fc.assert(
    fc.property(predictions, ({ labels, probabilities, classes }) => {
      const counts = countConfusion(labels, probabilities, classes);
      const shares = normalise(counts, classes, 'predicted');
      expect([...transposed(shares, classes)]).toEqual([...normaliseRows(transposed(counts, classes), classes)]);
    }),
  );
});

function transposed(matrix: ArrayLike<number>, classes: number): Float64Array {
  return Float64Array.from(matrix, (_, i) => matrix[(i % classes) * classes + Math.floor(i / classes)]);
}
