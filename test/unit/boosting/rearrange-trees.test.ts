import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Booster } from '../../../src/boosting/booster.ts';
import { predictMargins } from '../../../src/boosting/predict.ts';
import { firstRounds, rearrangeTrees } from '../../../src/boosting/rearrange-trees.ts';
import type { BoostedTrees } from '../../../src/boosting/trees.ts';
import { RandomState } from '../../../src/learning/random.ts';
import { sparseRows } from '../sparse-rows.ts';

const columns = 6;
const classes = 3;
const random = new RandomState(3);
const rows = Array.from({ length: 60 }, () =>
  Array.from({ length: columns }, () => (random.randomSample(1)[0] < 0.4 ? random.randint(1, 5, 1)[0] : null)),
);

function trained(zeros: 'value' | 'missing'): BoostedTrees {
  const settings = { eta: 0.3, maxDepth: 4, lambda: 1, gamma: 0, minChildWeight: 0, zeros };
  const labels = Int32Array.from(rows, (row) => ((row[0] ?? 0) + (row[3] ?? 0) * 2 + (row[5] ?? 0)) % classes);
  const booster = new Booster(settings, sparseRows(rows), labels, classes);
  for (let round = 0; round < 4; round++) booster.boostRound();
  return booster.model;
}

const shuffled = (length: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray(
    Array.from({ length }, (_, i) => i),
    { minLength: length },
  );

test.each(['value', 'missing'] as const)(
  'columns and classes in any order give the same margins, zeros %s',
  (zeros) => {
    const model = trained(zeros);
    const expected = predictMargins(model, sparseRows(rows));
    fc.assert(
      fc.property(shuffled(columns), shuffled(classes), (columnOf, classOf) => {
        const order = { columns: Int32Array.from(columnOf), classes: Int32Array.from(classOf) };
        const moved = rows.map((row) => columnOf.map((column) => row[column]));
        const margins = predictMargins(rearrangeTrees(model, order), sparseRows(moved));
        margins.forEach((margin, i) => {
          const row = i - (i % classes);
          if (margin !== expected[row + classOf[i % classes]]) throw new Error(`margin ${i} differs`);
        });
      }),
    );
  },
);

test('the first rounds are those that a prediction of so many rounds uses', () => {
  const model = trained('value');
  for (const rounds of [1, 2, 4]) {
    const expected = predictMargins(model, sparseRows(rows), rounds);
    expect(predictMargins(firstRounds(model, rounds), sparseRows(rows))).toEqual(expected);
  }
});
