import fc from 'fast-check';
import type { BoosterSettings, ZeroReading } from '../../../src/boosting/settings.ts';

/**
 * Small matrices with empty rows and columns, columns of one value, ties, rows of weight 0, classes without examples and
 * examples of one class only; and rows to predict that use columns which no example uses.
 */
export function problems(zeros: ZeroReading, value: fc.Arbitrary<number>, weight: fc.Arbitrary<number>) {
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

/** What is boosted, and rows to predict. */
export interface Problem {
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

/** With zeros in the place of absent entries, if they are values. */
export function denseOf(rows: Problem['rows'], { zeros }: BoosterSettings): Problem['rows'] {
  return zeros === 'missing' ? rows : rows.map((row) => row.map((x) => x ?? 0));
}
