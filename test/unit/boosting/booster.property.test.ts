import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Booster } from '../../../src/boosting/booster.ts';
import { sparseRows } from '../sparse-rows.ts';
import { boostDense, leafOf, nested } from './dense-reference.ts';
import { denseOf, type Problem, problems } from './random-boosting.ts';

function expectSameTrees(problem: Problem): void {
  const { labels, classes, weights, rounds, settings, constantColumn, unusedColumn } = problem;
  const rows = problem.rows.map((row) =>
    row.map((x, column) => (column === unusedColumn ? null : column === constantColumn ? 2 : x)),
  );
  const examples = sparseRows(rows);
  const booster = new Booster(settings, examples, Int32Array.from(labels), classes, Float32Array.from(weights));
  for (let round = 0; round < rounds; round++) booster.boostRound();
  const trees = boostDense(denseOf(rows, settings), labels, classes, weights, settings, rounds);
  expect(booster.model.trees.map((tree) => nested(tree))).toEqual(trees);

  const marginsOf = (some: Problem['rows']) =>
    denseOf(some, settings).flatMap((row) =>
      Array.from({ length: classes }, (_, c) =>
        trees.filter((_tree, i) => i % classes === c).reduce((sum, tree) => Math.fround(sum + leafOf(tree, row)), 0.5),
      ),
    );
  expect([...booster.margins(examples)]).toEqual(marginsOf(rows));
  const others = [...rows, ...problem.unseen];
  expect([...booster.margins(sparseRows(others))]).toEqual(marginsOf(others));
}

const counts = fc.integer({ min: 0, max: 4 });
const signed = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-1.5, 0.25, 7.75));
const anyWeight = fc.constantFrom(0, 0.5, 1, 2);
const realWeight = fc.constantFrom(0.25, 0.5, 1, 3);

describe('the trees of sparse rows are those of a dense reference', () => {
  it('where zeros are values', () => {
    fc.assert(fc.property(problems('value', counts, anyWeight), expectSameTrees), { numRuns: 300 });
  });

  it('where zeros are values and others are negative', () => {
    fc.assert(fc.property(problems('value', signed, realWeight), expectSameTrees), { numRuns: 300 });
  });

  it('where absent entries are missing', () => {
    fc.assert(fc.property(problems('missing', signed, anyWeight), expectSameTrees), { numRuns: 300 });
  });
});
