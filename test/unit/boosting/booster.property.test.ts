import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Booster } from '../../../src/boosting/booster.ts';
import type { BoosterSettings, ZeroReading } from '../../../src/boosting/settings.ts';
import { sparseRows } from '../sparse-rows.ts';
import { boostDense, leafOf, nested } from './dense-reference.ts';

/**
 * Small matrices with empty rows and columns, columns of one value, ties, rows of weight 0, classes without examples and
 * examples of one class only; and rows to predict that use columns which no example uses.
 */
function problems(zeros: ZeroReading, value: fc.Arbitrary<number>, weight: fc.Arbitrary<number>) {
  return fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) => {
    const entry = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: value });
    const row = fc.oneof(
      { weight: 9, arbitrary: fc.array(entry, { minLength: columns, maxLength: columns }) },
      { weight: 1, arbitrary: fc.constant(new Array<number | null>(columns).fill(null)) },
    );
    return fc.record({
      rows: fc.array(row, { minLength: rows, maxLength: rows }),
      unseen: fc.array(row, { maxLength: 4 }),
      constantColumn: fc.option(fc.nat(columns - 1)),
      unusedColumn: fc.option(fc.nat(columns - 1)),
      labels: fc.oneof(
        { weight: 5, arbitrary: fc.array(fc.nat(2), { minLength: rows, maxLength: rows }) },
        { weight: 1, arbitrary: fc.nat(2).map((label) => new Array<number>(rows).fill(label)) },
      ),
      classes: fc.integer({ min: 3, max: 5 }),
      weights: fc.array(weight, { minLength: rows, maxLength: rows }),
      rounds: fc.integer({ min: 1, max: 4 }),
      settings: fc.record({
        eta: fc.constantFrom(0.1, 0.3, 1),
        maxDepth: fc.integer({ min: 1, max: 5 }),
        lambda: fc.constantFrom(0, 0.5, 1),
        gamma: fc.constantFrom(0, 0.1, 1),
        minChildWeight: fc.constantFrom(0, 0.2, 1),
        zeros: fc.constant(zeros),
      }),
    });
  });
}

interface Problem {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly unseen: readonly (readonly (number | null)[])[];
  readonly constantColumn: number | null;
  readonly unusedColumn: number | null;
  readonly labels: readonly number[];
  readonly classes: number;
  readonly weights: readonly number[];
  readonly rounds: number;
  readonly settings: BoosterSettings;
}

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

function denseOf(rows: Problem['rows'], { zeros }: BoosterSettings): Problem['rows'] {
  return zeros === 'missing' ? rows : rows.map((row) => row.map((x) => x ?? 0));
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
