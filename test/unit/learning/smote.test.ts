import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { classCounts } from '../../../src/learning/class-weights.ts';
import { type SmoteOptions, smote } from '../../../src/learning/smote.ts';
import { denseRows, nonZeroRows } from '../sparse-rows.ts';
import { countRows } from './count-rows.ts';
import { smoteDense } from './dense-reference.ts';

const options: SmoteOptions = { neighbours: 2, seed: 42, tooSmall: 'reduce' };

/** Rows of one column with the given values. */
function column(values: readonly number[]) {
  return nonZeroRows(
    values.map((value) => [value]),
    Float64Array,
  );
}

describe('smote', () => {
  /** Rows without counts, unused columns, missing classes and labels of one class come up often. */
  const examples = countRows({ minLength: 3, maxLength: 40 }).chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      labels: fc.nat(2).chain((last) => fc.array(fc.nat(last), { minLength: rows.length, maxLength: rows.length })),
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    }),
  );

  it('gives every class of at least two examples as many as the largest', () => {
    fc.assert(
      fc.property(examples, ({ rows, labels, seed }) => {
        const result = smote(nonZeroRows(rows, Float32Array), Int32Array.from(labels), { ...options, seed });
        const before = classCounts(labels, 3);
        const largest = Math.max(...before);
        classCounts(result.labels, 3).forEach((count, label) => {
          expect(count).toBe(before[label] < 2 ? before[label] : largest);
        });
        expect(result.examples.rows).toBe(result.labels.length);
      }),
    );
  });

  it('puts the given examples first, unchanged', () => {
    fc.assert(
      fc.property(examples, ({ rows, labels, seed }) => {
        const result = smote(nonZeroRows(rows, Float64Array), Int32Array.from(labels), { ...options, seed });
        expect(denseRows(result.examples).slice(0, rows.length)).toEqual(rows);
        expect([...result.labels.subarray(0, rows.length)]).toEqual(labels);
      }),
    );
  });

  it('makes the examples of the dense rule, by the draws of each class and any of equally near neighbours', () => {
    fc.assert(
      fc.property(examples, ({ rows, labels, seed }) => {
        const result = smote(nonZeroRows(rows, Float64Array), Int32Array.from(labels), { ...options, seed });
        const expected = smoteDense(rows, labels, options.neighbours, seed);
        expect([...result.labels]).toEqual([...labels, ...expected.map(({ label }) => label)]);
        const synthetic = denseRows(result.examples).slice(rows.length);
        expected.forEach(({ anyOf }, i) => {
          expect(anyOf).toContainEqual(synthetic[i]);
        });
      }),
    );
  });

  it('makes synthetic examples between examples of their class', () => {
    fc.assert(
      fc.property(examples, ({ rows, labels, seed }) => {
        const result = smote(nonZeroRows(rows, Float64Array), Int32Array.from(labels), { ...options, seed });
        denseRows(result.examples)
          .slice(rows.length)
          .forEach((row, i) => {
            const ofClass = rows.filter((_, given) => labels[given] === result.labels[rows.length + i]);
            row.forEach((value, c) => {
              expect(value).toBeGreaterThanOrEqual(Math.min(...ofClass.map((other) => other[c])));
              expect(value).toBeLessThanOrEqual(Math.max(...ofClass.map((other) => other[c])));
            });
          });
      }),
    );
  });

  it('adds nothing to labels of one class, nor a class that has no examples', () => {
    const rows = column([1, 2, 3, 9]);
    expect(smote(rows, Int32Array.of(1, 1, 1, 1), options)).toEqual({
      examples: rows,
      labels: Int32Array.of(1, 1, 1, 1),
      notes: [],
    });
    expect([...smote(rows, Int32Array.of(0, 2, 2, 0), options).labels]).toEqual([0, 2, 2, 0]);
  });

  it('makes examples without counts from such examples', () => {
    const { examples, labels } = smote(column([0, 0, 0, 5, 6, 7, 8]), Int32Array.of(0, 0, 0, 1, 1, 1, 1), options);
    expect([...labels]).toEqual([0, 0, 0, 1, 1, 1, 1, 0]);
    expect(examples.start[8]).toBe(examples.start[7]);
  });

  it('adds nothing when the classes are of the same size', () => {
    const result = smote(column([1, 2, 3, 4]), Int32Array.of(0, 1, 0, 1), options);
    expect(result.labels.length).toBe(4);
    expect(result.notes).toEqual([]);
  });

  it('lets every class draw from the same stream', () => {
    const values = [0, 1, 2, 10, 11, 12, 50, 51, 52, 53, 54];
    const labels = Int32Array.of(1, 1, 1, 2, 2, 2, 0, 0, 0, 0, 0);
    const { examples } = smote(column(values), labels, options);
    const [a, b, c, d] = denseRows(examples)
      .slice(11)
      .map(([value]) => value);
    expect(c).toBeCloseTo(a + 10, 12);
    expect(d).toBeCloseTo(b + 10, 12);
  });

  it('takes the neighbours there are for a small class, leaves a single example as it is, and notes both', () => {
    const result = smote(column([1, 2, 5, 7, 8, 9, 10]), Int32Array.of(3, 3, 1, 0, 0, 0, 0), options);
    expect(result.notes).toEqual([
      { label: 1, count: 1, neighbours: 0 },
      { label: 3, count: 2, neighbours: 1 },
    ]);
    expect([...result.labels]).toEqual([3, 3, 1, 0, 0, 0, 0, 3, 3]);
  });

  it('refuses small classes in the words of scikit-learn when it is strict', () => {
    const strict = () =>
      smote(column([1, 2, 7, 8, 9]), Int32Array.of(1, 1, 0, 0, 0), { ...options, tooSmall: 'strict' });
    expect(strict).toThrow(InputError);
    expect(strict).toThrow('Expected n_neighbors <= n_samples,  but n_samples = 2, n_neighbors = 3');
  });

  it('refuses labels that do not belong to the examples', () => {
    expect(() => smote(column([1, 2]), Int32Array.of(0), options)).toThrow(RangeError);
  });
});
